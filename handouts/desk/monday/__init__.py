"""DESK: Monday, a clinic's week from its roster to the printer and the mail, as a path of four steps.

In: a roster's file, cells that are mended, words on patients, choices of paper. Out: pages of the four steps, and files
for the printer. Each step's address names the roster and the week, and all else lies in the clinic's folder and its
register, so that a page can be loaded again, in another window too. It must not know how a row is read or planned.
"""
