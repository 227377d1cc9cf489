"""What a clinic does with a pile of scans: pages are read, known by the register, and entered or kept for a person.

In: files and folders, the open register, what sheets can be made again; a person's word on what is unsure. Out: returns
in the register, a page at a time and each whole, and what became of every page. It must not know Click, nor pictures as
arrays: those are the room ``scan``'s.
"""
