"""What the code on a page of paper says: which handout it is, and which of its pages. Nothing else, and no name."""

from __future__ import annotations

import re

from handouts.base.ids import check_id

__all__ = ["PAGES_MOST", "page_code", "read_page_code"]

PAGES_MOST = 999
"""The last page that a code can name."""
_ID = 12
_PLAIN = re.compile("[0-9A-HJKMNP-TV-Z]{12}", re.ASCII)


def page_code(handout: str, page: int) -> str:
    """The text of a page's code: a handout's id in its plain form, and the page's number from 1; 13 to 15 characters,
    all of them capitals and digits. ValueError where they cannot be such.
    """
    if not _PLAIN.fullmatch(handout) or not 1 <= page <= PAGES_MOST:
        raise ValueError(f"no page of a handout: {handout!r}, {page!r}")
    return f"{handout}{page}"


def read_page_code(text: str) -> tuple[str, int] | None:
    """The handout's id and the page's number from 1; None where the text is not just as we print it."""
    handout, page = text[:_ID], text[_ID:]
    plain = page.isascii() and page.isdecimal() and page[0] != "0" and int(page[:4]) <= PAGES_MOST
    return (handout, int(page)) if plain and check_id(handout) == handout else None
