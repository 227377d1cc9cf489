"""PLAN: an Order and the Library become a Handout. Pure."""
