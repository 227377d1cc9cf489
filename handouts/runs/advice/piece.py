"""A piece of advice, and which few of many are worth reading first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal, get_args

from handouts.base.records import dataclass

__all__ = ["Advice", "Loc", "Remark", "Rule", "few"]

Rule = Literal[
    "stop", "amount", "time", "sentence", "grade", "jargon", "action", "equipment", "picture", "mistake", "rule",
    "progress", "source", "name", "translation",
]  # fmt: skip
"""What is looked at, the most important first."""
Loc = tuple[str | int, ...]
"""Where in a file: keys and 0-based places in lists, outermost first."""
_EACH, _MOST = 3, 12
"""Most pieces of one file, and of all, that are told where nobody asks for every one."""


@dataclass(frozen=True)
class Remark:
    """What a rule has found, before it is known where that stands in the file."""

    rule: Rule
    loc: Loc
    found: str
    better: str


@dataclass(frozen=True)
class Advice:
    """What could be better, and how."""

    rule: Rule
    file: str
    line: int
    """From 1."""
    found: str
    better: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: advice: {self.found}\n    {self.better}"


def few(every: Iterable[Advice]) -> list[Advice]:
    """The pieces to tell first: some of each file, the most important rules first. A wall of them is read by no one."""
    return sorted(_chosen(every), key=lambda one: (one.file, one.line))


def _chosen(every: Iterable[Advice]) -> Iterator[Advice]:
    taken = Counter[str]()
    for one in sorted(every, key=lambda one: (get_args(Rule).index(one.rule), one.file, one.line)):
        if taken[one.file] < _EACH and taken.total() < _MOST:
            taken[one.file] += 1
            yield one
