"""What comes back from patients, as self-report.

In: PDF files that patients filled in, hostile input like any other. Out: ticks, pain and remarks, what was done of
what was planned, and the register's table of all that came back. It must not know how a sheet is composed or printed.
"""
