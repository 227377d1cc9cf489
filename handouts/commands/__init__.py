"""The commands, one module each: they parse, call what ``runs`` can do, and print.

In: the words of a command line. Out: sentences or JSON, and an exit code. Nothing is decided here, and nothing heavy is
imported before a command runs.
"""
