"""What a program or a drill is called on the sheet, for the desk's pages: the register knows it by its id."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handouts.library.load import Library

__all__ = ["program_words"]


def program_words(library: Library, name: str) -> str:
    """The name of what has this id, in the clinic's language where it has one there, else in any; the id itself where
    the content has it no more.
    """
    others = sorted(language for one, language in (*library.programs, *library.drills) if one == name)
    for language in dict.fromkeys((library.clinic.language, "en", *others)):
        if found := library.program(name, language) or library.drill(name, language):
            return found.name
    return name
