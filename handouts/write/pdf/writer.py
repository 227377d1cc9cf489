"""Sheets that nobody shares: pictures, slips for the desk, contact sheets."""

from __future__ import annotations

from handouts.sheet.blocks import OwnPart, Sheet
from handouts.sheet.own import OwnText
from handouts.sheet.sides import PaperSide, plain_sides
from handouts.write.pdf.about import Meta
from handouts.write.pdf.heads import family_of
from handouts.write.pdf.inker import Inker
from handouts.write.pdf.pagestreams import sheet_streams

__all__ = ["written"]


def written(sheet: Sheet, meta: Meta, inker: Inker, sides: tuple[PaperSide, ...] = ()) -> bytes:
    """The sheet as a PDF file. The same sheet gives the same bytes.

    ``sides`` says which of its pages stand where on which side of paper; each on its own where left out.
    """
    streams = sheet_streams(sheet, sides or plain_sides(sheet), inker)
    return family_of(streams, meta, inker).file(meta.handout, _nobody, inker).data


def _nobody(part: OwnPart) -> OwnText:
    """What somebody has to say on a sheet that is nobody's."""
    raise LookupError(part)
