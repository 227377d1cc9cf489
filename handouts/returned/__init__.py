"""What comes back from patients, as self-report.

In: PDF files that patients filled in, hostile input like any other. Out: ticks, pain and remarks, and what was done of
what was planned. It must not know how a sheet is composed or printed, nor the register.
"""
