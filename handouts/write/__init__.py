"""WRITE: one composed Sheet becomes PDF, SVG, PNG, text, or the places of its boxes.

In come a sheet and what the file says of itself; out go bytes or text. Knows nothing of orders, patients' files,
doses or where a file is to go: what is on the page is decided before.
"""
