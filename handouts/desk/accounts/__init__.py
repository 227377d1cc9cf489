"""ACCOUNTS of the desk: who may log in over the clinic's network, who is logged in, and what was done.

Names and passwords come in; sessions, pages of accounts and the trail go out. What makes a password good, and what a
change of an account ends, is said in ``runs/accounts``, which the command line uses too. It knows no sheet and no
patient.
"""
