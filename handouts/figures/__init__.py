"""DRAW: a drill's figure becomes pictures.

In comes a figure, as its YAML says it; out come drawings in cm, their colours as roles, and what is wrong with a pose.
Knows nothing of drills, patients, pages or files but its own cache.
"""
