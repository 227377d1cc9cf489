"""READ: filled-in handouts come back."""
