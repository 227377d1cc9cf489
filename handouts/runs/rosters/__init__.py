"""Rosters that lie in a clinic's folder: taken in, shown as a table with what is wrong in its cells, mended in a copy.

In: files as booking systems write them, and what a person types into a cell. Out: tables, whose rows know their
problems and their week; copies beside the originals, which are never written to. It must not know who asks, nor how a
table is shown.
"""
