"""DESK: the pages for the clinician's browser. What a page asks for comes in; HTML, pictures and files go out.

It parses what a page sends, calls what ``runs/`` can do, and shows it: nothing is decided here, and no rule lives here
that the command line has too. ``app`` puts the areas together; ``guard`` says who may ask at all; ``routing`` turns
problems into words in their place; ``engine`` makes sheets for the eye. Each area has a folder of its own, knows the
files beside this one, and knows no other area.
"""
