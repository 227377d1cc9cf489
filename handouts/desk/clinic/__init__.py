"""CLINIC, of the desk: the clinic's look and particulars, its own drills and programs.

What a form holds comes in, with what it showed at first and which file it was made from; out go what is wrong at its
field, pictures of what is not saved yet, and the file, changed. It must not know what a file may hold or how it is
written: ``runs/own_content`` does both. What somebody else has changed meanwhile is never written over.
"""
