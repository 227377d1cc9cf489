"""E-mail: who may be written to, what is written, and sending it once."""
