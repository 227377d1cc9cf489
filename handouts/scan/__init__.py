"""Reads ticked sheets back from scans and photographs.

In: image files, hostile input like any other, and where a page's codes, marks, boxes and places to write stand (the
data of ``show --boxes``). Out: which pages of ours a file holds, and what is ticked on each: ticked, empty or unsure,
with small pictures of what a person has to settle. It must not know patients, the register or how a sheet is composed.

``seen`` is the door: it needs nothing beyond the standard library until a file is looked at.
"""
