"""DRAW: a pose becomes a skeleton, and that a display list of vector shapes. Knows no paper and no files."""
