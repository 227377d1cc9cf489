"""READ: texts of options or of a roster's row become an Order."""
