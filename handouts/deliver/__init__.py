"""Where finished handouts go: files with names, folders, archives, manifests, the printer, the register.

In: bytes, handouts and what became of rows. Out: files that are whole or not there, and problems in words. It must not
know how a sheet is composed or written, nor what a command was asked.
"""
