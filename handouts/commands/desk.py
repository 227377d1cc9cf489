"""``handouts desk``: everything in the browser, on this computer."""

from __future__ import annotations

from typing import Any

import click

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.commands.options import clinic_folder, clinic_options, today
from handouts.commands.say import say

__all__ = ["desk"]


@click.command(
    epilog="""\b
Examples:
  handouts desk
  handouts desk --clinic my-clinic --no-browser
"""
)
@clinic_options
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Port on this computer.  [default: any free one]"
)
@click.option("--no-browser", is_flag=True, help="Print the address, and open no browser.")
def desk(port: int, no_browser: bool, **options: Any) -> None:
    """Open the desk in the browser: find, set, see and hand over sheets, with the same files underneath.

    It answers this computer alone. The address holds a key that works once. Ctrl-C ends it; what was shown as saved is
    kept.
    """
    try:
        from handouts.desk.serve import serve_here
        from handouts.desk.state import Desk
    except ImportError as error:
        hint = 'Run: pip install "handouts[desk]" (in this folder: pip install -c constraints.txt ".[desk]").'
        problem = Problem("handouts desk", 0, f"needs a part that is not installed: {error.name}", hint)
        raise HandoutsError([problem], Exit.USAGE) from error
    made = Desk(clinic_folder(options), today, brand=options["brand"])
    serve_here(
        made, port, view=not no_browser, tell=lambda address: say(f"The desk is open: {address}\nCtrl-C ends it.")
    )
