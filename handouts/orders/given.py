"""How a field of an order is given: its columns in a roster, its option on the command line, and what reads it.

``given`` makes this the metadata of the field itself, so that all there is to know of a field stands in one place:
where the class ``Order`` declares it. The command line and the roster's columns are built from what stands there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from handouts.base.records import dataclass

__all__ = ["Given", "Option", "given"]

Read = Callable[[Any, date], Any]
"""Reads a value as it is written, as of a day; ValueError or OverflowError says what is wrong with it."""


@dataclass(frozen=True)
class Option:
    """What gives a field on the command line. It has no flags where it stands there by itself, as an argument."""

    metavar: str
    help: str = ""
    flags: tuple[str, ...] = ()
    repeats: bool = False
    """Whether it may be given more than once."""
    single: bool = False
    """Whether it is for one patient's handout only: of many, a roster gives it row by row."""


@dataclass(frozen=True)
class Given:
    """How a field is given."""

    read: Read
    titles: tuple[str, ...] = ()
    """Titles that its column may have; the first is the one to use."""
    option: Option | None = None
    default: Callable[[date], Any] | None = None
    """Makes the value of a field that is not given, from the day of issue, where that is no constant."""
    needed: tuple[str, str] = ("", "")
    """Message and hint where a field that cannot be done without is not given."""
    source: str = ""
    """The field whose text it is read from, if not its own. Such a field has neither column nor option."""


def given(
    read: Callable[[Any], Any] | None = None,
    *,
    read_as_of: Read | None = None,
    titles: tuple[str, ...] = (),
    option: Option | None = None,
    default: Callable[[date], Any] | None = None,
    needed: tuple[str, str] = ("", ""),
    source: str = "",
) -> Mapping[str, Given]:
    """Metadata for a field of an order. ``read`` reads what means the same on every day, ``read_as_of`` the rest."""
    reader: Read
    if read_as_of:
        reader = read_as_of
    else:
        assert read
        plain = read  # for the type checker: it is not None in the function below either

        def reader(value: Any, _: date) -> Any:
            return plain(value)

    return {"given": Given(reader, titles, option, default, needed, source)}
