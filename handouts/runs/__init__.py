"""What a person wants done, without Click and without print."""
