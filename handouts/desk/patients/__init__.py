"""PATIENTS, of the desk: who was given what, what came back of it, and what a person has to settle.

A text that may mean somebody, files that came back, and answers to questions come in; pages about one person, drafts of
their next sheets, and what became of files go out. It must not know how a person is found, what a tick is, or when a
page counts: ``runs/`` says so. No address holds a name; ``finding`` says what stands for people in addresses.
"""
