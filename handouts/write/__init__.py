"""WRITE: one Sheet becomes PDF, SVG, PNG, text or the places of its boxes."""
