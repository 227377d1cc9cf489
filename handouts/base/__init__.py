"""What every room stands on: problems, the gate for text, ids, the types of fields, colours, files on the disk.

In: values and texts from anywhere, taken as hostile. Out: the same, checked, or problems in words with their place.
It must not know any other room, nor what a drill, a patient or a page is.
"""
