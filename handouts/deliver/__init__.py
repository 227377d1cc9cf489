"""DELIVER: finished bytes go to files, to the viewer, to the printer."""
