"""A clinic's own files, made and changed: clinic.yaml, drills and programs, with every comment kept.

In: a file as it is and what is to stand in it, as plain data; out: the file with only those lines changed, or why it
cannot be changed, with the lines to change by hand. It must not know who asks: no page, no command. What a file may
hold, ``library/`` alone says; here it is only written.
"""
