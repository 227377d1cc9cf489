"""Run Handouts from a checkout: ``python cli.py …`` is the same as ``handouts …``."""

from handouts.cli import main

main()
