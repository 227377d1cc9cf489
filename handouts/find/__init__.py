"""FIND: which drills and programs are meant by a few words, nearest first.

In: a Library with the tables of words (library/synonyms.py), made into an index of plain data (index.py), and what
somebody typed. Out: entries in order, what was read otherwise than it was typed, and what fits nothing. It must know
nothing of printing; a page in the browser can do the same with the same index: docs/finding.md has every rule.
"""
