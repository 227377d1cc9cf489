"""READ: other people's libraries of exercises become drafts of drills, each with its licence and where it comes from.

In: the JSON of wger and of free-exercise-db (docs/import.md says how it is read). Out: Incoming exercises, drafts as
YAML, and every exercise or picture that must not come in, by name. It must not write, fetch, or know of patients.
"""
