"""HAND OVER, of the desk: a sheet that was looked at is saved, entered in the register, printed, mailed.

A draft's id comes in; a file of the very bytes that were shown goes out, and what became of it in words. It must not
know how a sheet is made, nor what a consent means: ``runs/issue`` and ``runs/mail_one`` do.
"""
