"""What may be shown of a roster, in messages and when it is looked over. Everything else of a row is hidden.

Rosters come with cells shifted, columns swapped and names where programs should be, and messages end up on screens,
in logs and in e-mails to whoever helps. So, of what stands in a row, a message shows only

- known words: ids of drills and programs, languages, layouts, names of fields;
- what has no letters, such as a date or a number, and single letters that are not the patient's name;
- a near miss of a known word (“hip-hing”), which helps, unless it is a word of the row's patient's name;
- of what a patient has (flags), nothing but the drill that it stops;
- of a FHIR bundle, the words of codes and of the server, without words of its patients' names.

One thing more is shown, since the row alone does not tell it: of a name that was broken on its way here (“JosÃ©”), the
broken words as they probably were.

Every message therefore puts what it repeats of a cell in “quotes”, and ``hushed`` hides the rest between them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from handouts.base.plaintext import visible
from handouts.base.problems import Problem
from handouts.library.load import Library
from handouts.roster.columns import COLUMNS, meaning, usual_title

if TYPE_CHECKING:
    from handouts.roster.rows import Row

__all__ = ["first_row", "hushed", "hushed_syntax", "known_words", "quoted", "shown"]

_HIDDEN = "“…”"
_QUOTED = re.compile(r"“([^”]*)”(?! \(U\+)")  # but for a single character that cannot be printed, which must be named
_QUOTED_QUOTES = re.compile(r"“(.*)”", re.DOTALL)
_PARSER_QUOTED = re.compile(r"'([^']*)'")
"""What the YAML parser quotes: a sign, a word of the file, or one of its own such as '<block end>'."""
_SHIFTED = "If the cells have shifted, put text that holds a comma in double quotes."
_HARMLESS = re.compile(r"[a-z0-9-]*|[^a-zA-Z\u0080-\U0010ffff]*|A4|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*", re.ASCII)
"""Words that may be shown of a first row: small letters and figures, as in ids. Names have capitals, or other
letters."""


def known_words(library: Library) -> frozenset[str]:
    """Words that name no patient: ids, languages, layouts and fields."""
    names = {name for key in (*library.drills, *library.programs) for name in key}
    names |= {one.id for one in library.broken}
    return frozenset((*names, *library.layouts, *COLUMNS))


def hushed(problem: Problem, row: Row, known: frozenset[str]) -> Problem:
    """The problem without words of the row's cells that may be a name. ``known`` is what names no one."""
    if problem.kind == "health":
        return _without_health(problem, known)
    cells = [_plain(str(value)) for value in row.fields.values()]
    name = _words(str(row.fields.get("patient", "")))

    def hush(match: re.Match[str]) -> str:
        text = _plain(match[1].rstrip("…"))
        if text in known or not any(map(str.isalpha, text)):
            return match[0]
        if _words(text) & name:
            return _HIDDEN
        if problem.kind == "misspelt" or len(text) == 1:
            return match[0]
        return _HIDDEN if any(text in cell for cell in cells) else match[0]

    quotes = any("“" in cell or "”" in cell for cell in cells)  # then where a quotation ends cannot be told
    message = (_QUOTED_QUOTES if quotes else _QUOTED).sub(hush, problem.message)
    if message == problem.message:
        return problem
    return replace(problem, message=message, whole=problem.message, hint=f"{problem.hint} {_SHIFTED}".strip())


def _without_health(problem: Problem, known: frozenset[str]) -> Problem:
    """What a patient has is for the clinic's own terminal, whole, and for nothing that is kept."""
    bare = _QUOTED.sub(lambda match: match[0] if match[1] in known else _HIDDEN, problem.message.partition(": ")[0])
    bare = re.sub(r"(?<=“…”) \([^)]*\)", "", bare)  # what is quoted, in plain words
    return replace(problem, message=bare, whole=problem.message)


def hushed_syntax(problem: Problem) -> Problem:
    """A problem of a YAML file's form without words of the file; titles of columns are shown."""
    message = _QUOTED_QUOTES.sub(lambda match: match[0] if meaning(match[1]) else _HIDDEN, problem.message)
    message = _PARSER_QUOTED.sub(lambda match: "'…'" if re.match(r"[^<]*\w", match[1]) else match[0], message)
    return replace(problem, message=re.sub(r"\(\*[^)]*\)", "(*…)", message))


def _plain(text: str) -> str:
    """Text to compare: without case, marks and surplus space. The start of a text becomes the start of its form."""
    apart = unicodedata.normalize("NFKD", text)
    return " ".join("".join(char for char in apart if unicodedata.category(char) != "Mn").casefold().split())


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", _plain(text)))


def shown(text: str, limit: int = 40) -> str:
    """A title as a message can show it: short, and without invisible characters and halves of characters."""
    return visible(" ".join(text[: limit * 4].split()), instead="�")[:limit]


def quoted(text: str, hidden: Collection[str]) -> str:
    """The words of a code, or of a server, in “quotes”: short, and without the words of ``hidden`` (in small letters).

    A row of FHIR has no cell to be found by. What an order is for has to be told in its own words, and names a thing;
    a patient's name that stands in it all the same is hidden.
    """
    plain = re.sub(r"[“”]", "'", shown(text, 80))
    bare = re.sub(r"\w+", lambda match: "…" if match[0].casefold() in hidden else match[0], plain)
    return f"“{bare or '…'}”"


def first_row(rows: list[Row]) -> dict[str, str]:
    """The first row by usual titles: names as initials, of notes and ids the length, of the rest what names no one."""
    if not rows:
        return {}
    fields = rows[0].fields
    texts = {usual_title(field): shown(_first_cell(field, value), 60) for field, value in fields.items()}
    return _without_name(texts, str(fields.get("patient", "")))


def _first_cell(field: str, value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    if field in ("patient", "clinician"):
        return " ".join(f"{word[0]}." for word in text.split()[:4] if word[0].isalpha()) or "…"
    if field in ("note", "key", "email", "password", "flags", "despite", "activities"):
        return f"({len(text)} characters)"
    words = re.split(r"([\s,;:=+/]+)", text[:200])  # where cells have shifted, a name may stand anywhere
    return "".join(word if _HARMLESS.fullmatch(word) else "…" for word in words)


def _without_name(texts: Mapping[str, str], patient: str) -> dict[str, str]:
    words = [re.escape(word) for word in re.findall(r"\w+", patient) if len(word) > 1]
    if not words:
        return dict(texts)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)
    return {title: text if title == "patient" else pattern.sub("…", text) for title, text in texts.items()}
