"""What every room stands on: problems, the gate for text, ids, field types."""
