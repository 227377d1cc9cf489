"""COMPOSE: a Handout and a Layout become blocks on pages, every box with its name and place.

In comes what is to be said, in words and numbers; out go marks in mm, grouped as they are to be read. Knows nothing
of file formats, of fonts but their widths, or of how a dose was arrived at.
"""
