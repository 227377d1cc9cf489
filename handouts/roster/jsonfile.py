"""READ: JSON, as a list of patients or a FHIR bundle. Entries are read one by one, so that each has its line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from handouts.base.records import dataclass
from handouts.roster.decode import decode
from handouts.roster.patientblocks import NumberText, PatientBlock, read_blocks
from handouts.roster.rows import MAX_ROWS, Reading, RosterContents, unreadable

__all__ = ["read"]

_MAX_BYTES = 20_000_000
"""Largest JSON read, in bytes: some 5,000 patients with all that a FHIR server says of them."""
_MAX_DEPTH = 40
_LISTS = ("patients", "entry")
_SPACE = re.compile(r"[ \t\r\n]*")
_HINT = "Check that it is whole: export it again, or look at this line."


@dataclass(frozen=True)
class _JsonFile:
    """A JSON file: what stands at its top, and the entries of its list."""

    top: dict[str, Any]
    items: list[PatientBlock]
    key: str
    """Key of the list, empty where the list is all there is."""


def read(raw: bytes, name: str, reading: Reading) -> RosterContents:
    """Read ``[{…}, …]``, ``{"patients": […]}`` or a FHIR bundle. HandoutsError where it is none of them."""
    if len(raw) > _MAX_BYTES:
        raise unreadable(name, 0, f"is larger than {_MAX_BYTES // 10**6} MB", "Split it.")
    source = decode(raw, name)
    document = _parse(source.text, name)
    kind = document.top.get("resourceType")
    if kind == "Bundle":
        from handouts.roster.fhir import read_bundle

        found = read_bundle(document.top, document.items, name, reading, encoding=source.encoding)
    elif isinstance(kind, str):
        raise _single(document.top, name)
    elif document.key == "patients" or not document.key:
        if document.key and set(document.top) - {"patients"}:
            hint = 'Write {"patients": […]} and nothing else, or the list alone.'
            raise unreadable(name, 1, "has other keys beside “patients”", hint)
        found = read_blocks(document.items, name, reading, kind="JSON", encoding=source.encoding)
    else:
        raise _no_list(name)
    return replace(found, problems=[*source.problems, *found.problems])


def _single(top: dict[str, Any], name: str) -> Exception:
    """The error for a file that is one FHIR resource: what a server answers in place of a bundle, or one of many."""
    if top["resourceType"] == "OperationOutcome":
        from handouts.roster.fhir import outcome_of

        hint = "Mend what it names, and export the bundle again."
        return unreadable(name, 1, f"is no bundle, but a server's answer: {outcome_of(top)}", hint)
    hint = "Export a Bundle, with the patients and their plans as entries."
    return unreadable(name, 1, "is a single FHIR resource; expected a Bundle", hint)


def _no_list(name: str) -> Exception:
    hint = 'Write a list, such as [{"patient": "Mei Tan", "program": "hip-hinge"}], or {"patients": [ … ]}.'
    return unreadable(name, 1, "holds no list of patients", hint)


def _parse(text: str, name: str) -> _JsonFile:
    try:
        return _Parser(text, name).document()
    except json.JSONDecodeError as error:
        said = error.msg.split(":")[0].lower()
        raise unreadable(name, error.lineno, f"is not valid JSON here: {said}", _HINT) from error
    except RecursionError as error:
        raise unreadable(name, 1, "is nested too deeply", "Check that it is the right file.") from error


class _Parser:
    """Goes through the top of a document by hand, and leaves what is inside of it to the json module."""

    def __init__(self, text: str, name: str) -> None:
        self.text, self.name = text, name
        self.at = 0
        self._line, self._counted = 1, 0
        self._twice: list[str] = []
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._pairs, parse_int=_number, parse_float=_number, parse_constant=self._constant
        )

    def document(self) -> _JsonFile:
        top: dict[str, Any] = {}
        items: list[PatientBlock] = []
        key = ""
        if self._peek() == "[":
            items = list(self._items())
        elif self._peek() == "{":
            for name in self._keys():
                if name in top:
                    raise unreadable(self.name, self._line_at(self.at), "has a key twice at its top", "Keep one.")
                if name in _LISTS and self._peek() == "[":
                    items, key = list(self._items()), name
                    top[name] = True
                else:
                    top[name] = self._value()
            if self._peek() == "{":
                return self._lines(top)
            if not key and "resourceType" not in top:
                raise _no_list(self.name)
        else:
            if not self._peek():
                raise unreadable(self.name, 1, "is empty", "Export the list again.")
            raise _no_list(self.name)
        if self._peek():
            raise json.JSONDecodeError("more after the end", self.text, self.at)
        return _JsonFile(top, items, key)

    def _lines(self, first: dict[str, Any]) -> _JsonFile:
        """NDJSON, an object a line: resources of FHIR as the entries of a bundle."""
        if not isinstance(first.get("resourceType"), str) or first["resourceType"] == "Bundle":
            what = "one bundle a line" if first.get("resourceType") else "one object a line"
            hint = "Put them in a list: [ before the first, a comma between two, ] after the last."
            if first.get("resourceType"):
                hint = "Export one bundle with all entries, or a file for each bundle."
            raise unreadable(self.name, self._line_at(self.at), f"is NDJSON ({what}), which is not read", hint)
        items = [PatientBlock(1, {"resource": first})]
        while self._peek():
            if len(items) >= MAX_ROWS:
                raise unreadable(self.name, self._line_at(self.at), f"holds more than {MAX_ROWS:,} lines", "Split it.")
            line = self._line_at(self.at)
            self._twice = []
            data = self._value()
            items.append(PatientBlock(line, {"resource": data}, twice=tuple(dict.fromkeys(self._twice))))
        return _JsonFile({"resourceType": "Bundle", "entry": True}, items, "entry")

    def _peek(self) -> str:
        match = _SPACE.match(self.text, self.at)
        assert match
        self.at = match.end()
        return self.text[self.at : self.at + 1]

    def _expect(self, signs: str) -> str:
        found = self._peek()
        if not found or found not in signs:
            raise json.JSONDecodeError(f"expected {' or '.join(signs)}", self.text, self.at)
        self.at += 1
        return found

    def _keys(self) -> Iterator[str]:
        """The keys of the object that starts here; the caller reads each one's value."""
        self._expect("{")
        if self._peek() == "}":
            self.at += 1
            return
        while True:
            if self._peek() != '"':
                raise json.JSONDecodeError("expected a key in double quotes", self.text, self.at)
            key = self._value()
            self._expect(":")
            self._peek()
            yield key
            if self._expect(",}") == "}":
                return

    def _items(self) -> Iterator[PatientBlock]:
        self._expect("[")
        if self._peek() == "]":
            self.at += 1
            return
        for _ in range(MAX_ROWS):
            self._peek()
            line = self._line_at(self.at)
            self._twice = []
            data = self._value()
            yield PatientBlock(line, data, twice=tuple(dict.fromkeys(self._twice)))
            if self._expect(",]") == "]":
                return
        raise unreadable(self.name, self._line_at(self.at), f"holds more than {MAX_ROWS:,} entries", "Split it.")

    def _value(self) -> Any:
        start = self.at
        try:
            value, self.at = self._decoder.raw_decode(self.text, start)
        except StopIteration as error:
            raise json.JSONDecodeError("expected a value", self.text, start) from error
        if isinstance(value, (dict, list)) and _deep(value):
            hint = "Check that it is the right file."
            raise unreadable(self.name, self._line_at(start), "is nested too deeply", hint)
        return value

    def _pairs(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            seen: set[str] = set()
            self._twice += [key for key, _ in pairs if key in seen or seen.add(key)]  # type: ignore[func-returns-value]  # add gives None
        return found

    def _constant(self, said: str) -> Any:
        raise json.JSONDecodeError(f"{said} is no value", self.text, self.at)

    def _line_at(self, position: int) -> int:
        self._line += self.text.count("\n", self._counted, position)
        self._counted = max(position, self._counted)
        return self._line


def _number(text: str) -> str:
    """A number as text: 2 of 2.0, and all others as they are written."""
    return NumberText(re.sub(r"^(-?\d+)\.0+$", r"\1", text))


def _deep(value: Any) -> bool:
    """Whether data is nested more deeply than anything that is read here."""
    level = [value]
    for _ in range(_MAX_DEPTH):
        level = [
            part
            for whole in level
            for part in (whole.values() if isinstance(whole, dict) else whole)
            if isinstance(part, (dict, list))
        ]
        if not level:
            return False
    return True
