"""READ: the tables of words that finding knows: which words mean one thing, and what people's words lead to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Annotated

from handouts.base.problems import Problem
from handouts.base.records import dataclass
from handouts.base.rules import checked, strict
from handouts.base.scalars import Language, Phrase
from handouts.base.shipped import shipped
from handouts.library.faults import validate
from handouts.library.folders import display, yaml_files
from handouts.library.yamlfile import read_yaml

__all__ = ["FOLDER", "Synonyms", "read_synonyms"]

FOLDER = "finding"
"""Folder of the tables, in the shipped content and in a clinic's folder: a file a language."""
_MOST, _LONGEST = 1_000, 40


def _two_or_more(words: tuple[str, ...]) -> tuple[str, ...]:
    if not 2 <= len(words) <= _LONGEST:
        raise ValueError(f"needs 2 to {_LONGEST} words that mean one thing, found {len(words)}")
    return words


def _some(words: tuple[str, ...]) -> tuple[str, ...]:
    if not 1 <= len(words) <= _LONGEST:
        raise ValueError(f"needs 1 to {_LONGEST} things to look for, found {len(words)}")
    return words


@strict
@dataclass(frozen=True, kw_only=True)
class Synonyms:
    """Words that finding knows beside those of the drills and programs themselves."""

    language: Language
    same: tuple[Annotated[tuple[Phrase, ...], checked(_two_or_more)], ...] = ()
    """Rows of words that mean one thing: whichever is typed finds all. Rows that share a word are one row."""
    near: Mapping[Phrase, Annotated[tuple[Phrase, ...], checked(_some)]] = field(default_factory=dict)
    """What people say, and what to look for then: “frozen shoulder: [shoulder + mobility]”. A + asks for both."""
    ignored: tuple[Phrase, ...] = ()
    """Words that say nothing of a drill: with, the, exercise."""

    def __post_init__(self) -> None:
        if max(map(len, (self.same, self.near, self.ignored))) > _MOST:
            raise ValueError(f"at most {_MOST:,} rows of same, near and ignored are read")


def read_synonyms(clinic_folder: Path | None) -> tuple[list[Synonyms], list[Problem]]:
    """The shipped tables, then the clinic's own, which add to them.

    A table at fault is left out, and its problems are given.
    """
    found: list[Synonyms] = []
    problems: list[Problem] = []
    roots = [shipped("content"), *([clinic_folder] if clinic_folder else [])]

    def fault(_: Path, problem: Problem) -> None:
        problems.append(problem)

    for root in roots:
        for path in yaml_files(root / FOLDER, root, fault):
            table, wrong = validate(read_yaml(path, display(path)), Synonyms)
            problems += wrong
            if table is not None:
                found.append(table)
    return found, problems
