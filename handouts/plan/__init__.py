"""PLAN: an Order and the Library become a Handout. Pure.

In come what a clinician asks for and what drills and programs say; out goes all that the sheet says, in words and
numbers. Knows nothing of places on paper, of files, or of today's date.
"""
