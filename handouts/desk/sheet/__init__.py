"""SHEET, of the desk: find and choose, set, see.

What a page sends comes in as texts of an order's fields and goes into a draft; out go the parts of the page that it
changes, and pictures of the real pages. It must not know what a dose is or when one is unusual: the planner says so.
"""
