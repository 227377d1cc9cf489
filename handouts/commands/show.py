"""``handouts show``: the handout as plain text, or the geometry of its boxes."""

from __future__ import annotations

from typing import Any

import click

from handouts.base.problems import HandoutsError
from handouts.commands.make import for_clinic, planned_from, stop_where_unset
from handouts.commands.options import clinic_options, printing
from handouts.commands.order_options import from_options, order_options
from handouts.commands.say import complain, print_json, say

__all__ = ["show"]


@click.command(
    epilog="""\b
Examples:
  handouts show hip-hinge --patient "Mei Tan" --week 2
  handouts show hip-hinge --patient "Mei Tan" --aloud
  handouts show hip-hinge --patient "Mei Tan" --boxes > boxes.json
"""
)
@order_options()
@clinic_options
@click.option("--boxes", is_flag=True, help="Print the page, place and name of every box as JSON, in mm.")
@click.option("--aloud", is_flag=True, help="Print it as a screen reader says it.")
def show(**options: Any) -> None:
    """Show a handout as plain text. Takes what “make” takes, and writes no file."""
    from handouts.runs.press import Press
    from handouts.write.boxes import box_geometry
    from handouts.write.text import as_text

    library, planned = planned_from(options)
    handout = planned.handout
    try:
        sheet = Press(library, **printing(options)).sheet(handout)
    except HandoutsError as error:
        raise from_options(error) from error
    if options["boxes"]:
        print_json(box_geometry(handout, sheet))
    else:
        say(as_text(sheet, aloud=options["aloud"]).rstrip("\n"))
        if told := for_clinic(planned):
            say(f"\nFor the clinic, not on the sheet: {told}")
    complain(planned.warnings)
    stop_where_unset(planned)
