"""PLAN: drills that do not suit what a patient has. Such a sheet is held until each is confirmed by name. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from handouts.base.problems import Problem, closest, nearest
from handouts.library.flags import flag_of, flag_words, plain_flag
from handouts.library.load import Library
from handouts.library.models import Caution, Drill
from handouts.orders.order import Order

__all__ = ["Cautions"]

_OTHERS = 3
"""Most drills that are named in place of another."""
_LISTED = "“handouts flags” lists them; one that it lacks goes into flags.yaml of the clinic's folder."


class Cautions:
    """Whom the drills of a library do not suit."""

    def __init__(self, library: Library) -> None:
        self._library = library

    @cached_property
    def _words(self) -> dict[str, str]:
        return flag_words(self._library.flags)

    def problems(self, order: Order, drills: Sequence[Drill], language: str) -> list[Problem]:
        """Why the sheet of an order with these drills is held, and warnings: flags that no one knows, drills that do
        not suit them, confirmations of nothing. All are of the kind “health”.
        """
        found = [*self._unknown_flags(order), *self._unknown_pairs(order, language)]
        has, pairs = self._has(order), self._pairs(order)
        given = [drill.id for drill in drills]
        against = ((drill, caution) for drill in drills for caution in _matching(drill, has))
        found += [self._held(*one, has, given) for one in against if (one[0].id, one[1].flag) not in pairs]
        return found

    def confirmed(self, order: Order, drills: Sequence[Drill]) -> tuple[str, ...]:
        """What an order's confirmations come to on a sheet with these drills, as “drill:flag” with the flag's id."""
        if not (order.flags and order.despite):
            return ()
        has, pairs = self._has(order), self._pairs(order)
        stand = ((drill.id, one.flag) for drill in drills for one in _matching(drill, has))
        return tuple(dict.fromkeys(f"{drill}:{flag}" for drill, flag in stand if (drill, flag) in pairs))

    def _has(self, order: Order) -> frozenset[str]:
        return frozenset(filter(None, (flag_of(word, self._words) for word in order.flags)))

    def _pairs(self, order: Order) -> frozenset[tuple[str, str]]:
        parts = (pair.partition(":") for pair in order.despite)
        return frozenset((drill, flag_of(flag, self._words)) for drill, _, flag in parts)

    def _unknown_flags(self, order: Order) -> Iterator[Problem]:
        for word in order.flags:
            if not flag_of(word, self._words):
                message = f"holds a word that is no known flag: “{word[:60]}”. {self._near(word)}"
                yield Problem("flags", 0, message.strip(), f"{_LISTED} {_OTHER_COLUMN}", kind="health")

    def _unknown_pairs(self, order: Order, language: str) -> Iterator[Problem]:
        """Confirmations of what is not there. One of a drill of another week, or of another sheet, is none."""
        drills, has = self._library.drills, self._has(order)
        for pair in order.despite:
            name, _, word = pair.partition(":")
            flag = flag_of(word, self._words)
            if not flag:
                message = f"holds a word that is no known flag: “{word[:60]}”. {self._near(word)}"
                yield Problem("despite", 0, message.strip(), _LISTED, kind="health")
            elif self._library.drill(name, language) is None:
                known = [drill for drill, tongue in drills if tongue == language]
                message = f"holds a word that is no drill: “{name[:60]}”. {nearest(name, known)}"
                yield Problem("despite", 0, message.strip(), "Write it as drill:flag.", kind="health")
            elif flag not in has:
                message = f"confirms what the patient does not have by “flags”: {name}:{flag}"
                yield Problem("despite", 0, message, "Take it out, or add the flag.", warning=True, kind="health")

    def _near(self, word: str) -> str:
        """The flag that a word is close to."""
        close = closest(plain_flag(word), self._words)
        return f"Did you mean “{self._words[close]}”?" if close else ""

    def _held(self, drill: Drill, caution: Caution, has: frozenset[str], given: Sequence[str]) -> Problem:
        flag = self._library.flags.get(caution.flag)
        name = f" ({flag.name})" if flag and plain_flag(flag.name) != plain_flag(flag.id) else ""
        source = f" Source: {caution.source}." if caution.source else ""
        others = [one.id for one in self.instead(drill, has, given)]
        instead = f" Of the same area, without such a caution: {', '.join(others)}." if others else ""
        message = (
            f"“{drill.id}” does not suit “{caution.flag}”{name}, so the sheet is held: {_sentence(caution.why)}"
            f"{source}{instead} To give it all the same, confirm {drill.id}:{caution.flag}."
        )
        hint = "Choose another drill, or confirm this one by name (--despite; in a roster the column “despite”)."
        return Problem("flags", 0, message, hint, kind="health")

    def instead(self, drill: Drill, has: frozenset[str], given: Sequence[str]) -> list[Drill]:
        """Other drills of the same area that suit a patient who has these flags and is given these drills, by ids:
        those for most of the same goals first.
        """
        tongue = self._library.key_of(drill)[1]
        suiting = [
            one
            for (name, language), one in self._library.drills.items()
            if drill.area and one.area == drill.area and language == tongue and name not in given
            if not any(_matching(one, has))
        ]
        goals = set(drill.goals)
        suiting.sort(key=lambda one: (-len(goals.intersection(one.goals)), one.posture != drill.posture, one.id))
        return suiting[:_OTHERS]


_OTHER_COLUMN = (
    "Where a roster's column holds other things, map its title to “ignored” under “columns:” in clinic.yaml."
)


def _matching(drill: Drill, has: frozenset[str]) -> Iterator[Caution]:
    return (one for one in drill.cautions if one.flag in has)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
