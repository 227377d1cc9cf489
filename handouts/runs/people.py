"""Finds the one person that somebody means by an id, a name, or a part of a name, among those that are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from handouts.base.people import bare, bare_words, folded
from handouts.base.plaintext import clean
from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.base.records import dataclass

__all__ = ["KeptPerson", "asked_for", "find_person", "people_fitting", "people_of"]

How = Literal["id", "name", "part"]
_LIMIT = 120
_SHOWN = 12
"""Most people that are listed where several fit."""


@dataclass(frozen=True)
class KeptPerson:
    """Somebody who was given something."""

    key: str
    """The clinic's own name for them; empty where none was ever given."""
    names: tuple[str, ...]
    """Every way their name stands in the register."""
    loose: tuple[str, ...] = ()
    """Those ways in which it stands without a key, and what stands there is taken for theirs."""
    beside: tuple[str, ...] = ()
    """The same, where it is not: they were asked for by their key."""
    sure: bool = True
    """Whether they were asked for by id, or by a whole name that is their only one; not by a part of it, or without
    its accents.
    """

    def __str__(self) -> str:
        return f"{' / '.join(self.names) or '?'} ({self.key or 'no id'})"


def asked_for(text: str) -> str:
    """A patient's id or name as it was typed, cleaned; HandoutsError where it is empty or cannot be one."""
    try:
        found = clean(text, limit=_LIMIT)
    except ValueError as error:
        hint = "Give the id, the name, or a part of it."
        raise HandoutsError([Problem("PATIENT", 0, str(error), hint)], Exit.USAGE) from error
    if not found.strip():  # a space that does not break is none to “clean”
        hint = "Give the id, the name, or a part of it. Was it a variable that is not set?"
        raise HandoutsError([Problem("PATIENT", 0, "is empty", hint)], Exit.USAGE)
    return found


def find_person(text: str, kept: Iterable[tuple[str, str]]) -> KeptPerson:
    """The one person that a text means, among pairs of key and name.

    An id goes before a name, and the whole name before a part of it. HandoutsError where nobody fits, or several do:
    then they are named.
    """
    how, found = next(people_fitting(asked_for(text), people_of(kept)), ("part", []))
    if len(found) > 1:
        raise _several(found, whole=how != "part")
    if not found:
        hint = "Give the id, the name, or a part of it."
        problem = Problem("PATIENT", 0, "the register knows no such patient", hint, kind="nobody")
        raise HandoutsError([problem], Exit.USAGE)
    if how == "id":
        return replace(found[0], loose=(), beside=found[0].loose)
    one_name = len({folded(name) for name in found[0].names}) == 1  # an id with two names may be two people
    return replace(found[0], sure=how == "name" and one_name)


def people_fitting(text: str, people: Sequence[KeptPerson]) -> Iterator[tuple[How, list[KeptPerson]]]:
    """Everybody whom a text may mean, and by what, each once: an id goes before a name, the whole name before a part
    of it. Only the first of these is whom ``find_person`` takes to be meant.
    """
    named: set[KeptPerson] = set()
    for how, fits in _ways(text):
        if found := [person for person in people if person not in named and fits(person)]:
            named.update(found)
            yield how, found


def people_of(kept: Iterable[tuple[str, str]]) -> list[KeptPerson]:
    """Who there is. A name without a key is somebody of their own, but where one key has that name it is theirs."""
    keyed: dict[str, set[str]] = {}
    loose: dict[str, set[str]] = {}
    for key, name in kept:
        if key:
            keyed.setdefault(key, set()).update({name} - {""})
        elif name:
            loose.setdefault(folded(name), set()).add(name)
    holders: dict[str, set[str]] = {}
    for key, names in keyed.items():
        for name in names:
            holders.setdefault(folded(name), set()).add(key)
    theirs: dict[str, set[str]] = {}
    for form in [form for form in loose if len(holders.get(form, ())) == 1]:
        theirs.setdefault(next(iter(holders[form])), set()).update(loose.pop(form))
    found = [
        KeptPerson(key, tuple(sorted(names | theirs.get(key, set()))), tuple(sorted(theirs.get(key, ()))))
        for key, names in keyed.items()
    ]
    found += [KeptPerson("", tuple(sorted(names)), tuple(sorted(names))) for names in loose.values()]
    return sorted(found, key=lambda person: (person.names, person.key))


def _ways(text: str) -> Iterable[tuple[How, Callable[[KeptPerson], bool]]]:
    """How a text may mean somebody, the surest first."""
    form, plain, words = folded(text), bare(text), bare_words(text)
    has: dict[KeptPerson, list[frozenset[str]]] = {}

    def by_words(same: Callable[[str, str], bool]) -> Callable[[KeptPerson], bool]:
        def fits(person: KeptPerson) -> bool:
            if person not in has:
                has[person] = [frozenset(one for word in bare_words(name) for one in word) for name in person.names]
            return any(
                all(any(same(ours, theirs) for ours in typed for theirs in name) for typed in words)
                for name in has[person]
            )

        return fits

    yield "id", lambda person: person.key == text
    yield "id", lambda person: person.key != "" and folded(person.key) == form
    yield "name", lambda person: any(folded(name) == form for name in person.names)
    yield "part", lambda person: any(bare(name) & plain for name in person.names)
    if words:
        yield "part", by_words(lambda typed, has: typed == has)
        yield "part", by_words(lambda typed, has: has.startswith(typed))


def _several(found: list[KeptPerson], *, whole: bool) -> HandoutsError:
    listed = "; ".join(map(str, found[:_SHOWN])) + ("; …" if len(found) > _SHOWN else "")
    message = f"{len(found)} patients {'have this name' if whole else 'fit'}: {listed}"
    hint = "Give an id, or more of the name."
    return HandoutsError([Problem("PATIENT", 0, message, hint)], Exit.USAGE)
