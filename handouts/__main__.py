"""``python -m handouts`` is the same as ``handouts``."""

from handouts.cli import main

main()
