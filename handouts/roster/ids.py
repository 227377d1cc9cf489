"""Ids of patients as spreadsheets and programs leave them: with lost zeros, a needless “.0”, or digits rounded away."""

from __future__ import annotations

import re

__all__ = ["as_shown", "read_id"]

_FLOAT = re.compile(r"(\d{1,15})\.0+", re.ASCII)
"""As pandas writes whole numbers in a column that has gaps."""
_ROUNDED = re.compile(r"[-+]?\d(?:[.,]\d+)?e\+\d+", re.IGNORECASE | re.ASCII)
_QUOTED = re.compile(r"'(\d+)", re.ASCII)
_LOST = "Its last digits are lost. Give the column the form “Text”, type it again, and export it anew."
_FORM = re.compile(r'(?:"[^"]*"|\\.|[-/ .()]|0)+')
"""A number format of zeros, and of signs that stand for themselves: 00000, 000-000, "MRN"0000."""
_PLAIN = re.compile(r"(?:General|@|0|#|#,##0|0+\.0+|#,##0\.0+|Standard)?", re.IGNORECASE)
_MOST_EXACT = 10**15
"""Spreadsheets keep fifteen digits of a number."""


def read_id(text: str) -> str:
    """An id as it was meant: 1041 of 1041.0, 00123 of '00123.

    ValueError, with a hint after a line break, where digits were rounded away.
    """
    if _ROUNDED.fullmatch(text):
        raise ValueError(f"“{text[:40]}” is a rounded number\n{_LOST}")
    match = _FLOAT.fullmatch(text) or _QUOTED.fullmatch(text)
    return match[1] if match else text


def as_shown(value: float, form: str) -> str:
    """A number of a workbook as its cell shows it: 00123 where the form is 00000.

    ValueError, with a hint after a line break, where it has more digits than a workbook keeps, or the form cannot be
    followed, so that the sheet shows something else than is stored.
    """
    if abs(value) >= _MOST_EXACT:
        raise ValueError(f"is a number of more than 15 digits\n{_LOST}")
    plain = f"{value:.0f}" if float(value).is_integer() else f"{value:.15g}"
    bare = re.sub(r"\[[^\]]*\]|_.|\*.", "", form.split(";", maxsplit=1)[0]).strip()  # colours and spaces of a width
    depends = re.search(r"\[[<>=]", form)  # [<1000]000;0000
    if _PLAIN.fullmatch(bare) and not depends:
        return plain
    if (
        depends
        or not _FORM.fullmatch(bare)
        or value < 0
        or not float(value).is_integer()
        or "." in re.sub(r'"[^"]*"', "", bare)
    ):
        hint = "Give the column the form “Text”, and see that it shows what is meant."
        raise ValueError(f"is shown otherwise than it is stored\n{hint}")
    parts = re.findall(r'"[^"]*"|\\.|.', bare)
    places = parts.count("0")
    digits = plain.zfill(places)
    digits, more = digits[len(digits) - places :], digits[: len(digits) - places]
    shown = ""
    for part in parts:
        if part == "0":
            shown += more + digits[0]
            more, digits = "", digits[1:]
        else:
            shown += part.strip('"') if part.startswith('"') else part.removeprefix("\\")
    return shown
