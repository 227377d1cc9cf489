"""What is wrong with a bundle's entries: told by entry, as FHIRPath names it, and without names of patients."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Any

from handouts.base.problems import Problem
from handouts.roster.fhir.elements import LONGEST_LIST, Resource
from handouts.roster.patientblocks import NumberText
from handouts.roster.privacy import quoted

__all__ = ["Telling"]

_EXPORT = "Mend it in the record system, and export the bundle again."


class Telling:
    """Collects problems. An entry with a fault makes no handout of its patient; a warning stops nothing."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.faulty: set[int] = set()
        """Places of entries with a fault."""
        self._told: set[Problem] = set()
        self._hidden: frozenset[str] = frozenset()

    def hide(self, names: Iterable[str]) -> None:
        """Words of names of patients, which no message may repeat."""
        words = (word for name in names for word in re.findall(r"\w+", name.casefold()))
        self._hidden = frozenset(word for word in words if len(word) > 1)

    def quoted(self, words: str) -> str:
        """Words of an entry in quotation marks, short and without names of patients; “…” where there are none."""
        return quoted(words, self._hidden)

    def key(self, name: str) -> str:
        """The name of an element in quotation marks, hidden where it is not written like one, or holds a name."""
        words = re.findall(r"[A-Z]?[a-z]+", name)
        named = "".join(words) == name and not self._hidden.intersection(map(str.casefold, words))
        return quoted(name if named else "", ())

    def fault(self, entry: Resource, message: str, hint: str = _EXPORT) -> None:
        """A fault: nothing is made for the patient whose entry it is."""
        self.faulty.add(entry.index)
        self._add(Problem(self.name, entry.line, f"{entry}: {message}", hint))

    def warn(self, entry: Resource, message: str, hint: str = "") -> None:
        """A warning."""
        self._add(Problem(self.name, entry.line, f"{entry}: {message}", hint, warning=True))

    def _add(self, problem: Problem) -> None:
        if problem not in self._told:  # an entry may be looked at twice
            self._told.add(problem)
            self.problems.append(problem)

    def is_faulty(self, entries: Collection[Resource]) -> bool:
        """Whether one of some entries has a fault."""
        return any(entry.index in self.faulty for entry in entries)

    def modifiers(self, entry: Resource, body: dict[str, Any], path: str = "") -> None:
        """A fault where a part is marked with what may turn its meaning round, which we do not understand."""
        if "modifierExtension" in body:
            message = "has a modifierExtension, which may turn its meaning round, and is not understood"
            self.fault(entry, f"{path}: {message}" if path else message, "Export it without.")

    # --- elements that must have their type: what has another would be lost unseen ---------------

    def members(self, entry: Resource, path: str, value: Any) -> list[Any]:
        """The members of a list, if there is one. Another value is a fault, and so is a very long list."""
        if value is None:
            return []
        if not isinstance(value, list):
            self.fault(entry, f"{path} is not a list")
            return []
        if len(value) > LONGEST_LIST:
            message = f"{path} holds {len(value):,} members; at most {LONGEST_LIST} are read"
            self.fault(entry, message, "Split the entry, or export less of it.")
            return []
        return value

    def block(self, entry: Resource, path: str, value: Any) -> dict[str, Any]:
        """A block of elements, if there is one. Another value is a fault."""
        if value is None or isinstance(value, dict):
            return value or {}
        self.fault(entry, f"{path} is not a block of elements")
        return {}

    def text(self, entry: Resource, path: str, value: Any) -> str:
        """A text, if there is one. Another value is a fault."""
        if value is None or (isinstance(value, str) and not isinstance(value, NumberText)):
            return (value or "").strip()
        self.fault(entry, f"{path} is not a text")
        return ""
