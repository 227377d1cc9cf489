"""WRITE: a Sheet becomes a tagged PDF: fonts, marks, tags, links, boxes to tick, and what the file says of itself.

In: a composed sheet and a moment. Out: bytes, the same for the same input. The only room that knows ReportLab. It must
not know why a mark is where it is, nor where the file goes.
"""
