"""What the commands that list content share: finding it by words, and saying whose it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from handouts.base.problems import Exit, HandoutsError, Problem, nearest
from handouts.commands.say import say

if TYPE_CHECKING:
    from handouts.library.broken import BrokenKind
    from handouts.library.load import Library
    from handouts.library.models import DoseChange, Drill

__all__ = ["dose_text", "matches", "none_matches", "not_broken", "span_text", "warn", "whose"]


def matches(words: Iterable[str], texts: Iterable[str]) -> bool:
    """Whether every word occurs in one of the texts."""
    all_text = " ".join(texts).lower()
    return all(word.lower() in all_text for word in words)


def none_matches(kind: str, words: Iterable[str], known: Iterable[str]) -> HandoutsError:
    """The problem that nothing was found, with the nearest that there is."""
    asked = " ".join(words)
    hint = nearest(asked, known) if asked else ""
    return HandoutsError([Problem(kind, 0, f"none matches “{asked[:80]}”", hint)], Exit.USAGE)


def whose(name: str, language: str, library: Library) -> str:
    """Whether content is the clinic's own, or a draft, in words; empty where it is shipped."""
    drill = library.drills.get((name, language))
    if drill and drill.draft:
        return "draft"
    if name in library.replaced:
        return "your own, in place of the shipped one"
    return "your own" if (name, language) in library.own else ""


def warn(library: Library) -> None:
    """Point at problems of the content, where there are any."""
    wrong = sum(not problem.warning for problem in library.problems)
    if wrong:
        say(f"{wrong} problem{'s' if wrong > 1 else ''} in the content; “handouts check” lists them.", err=True)


def dose_text(drill: Drill, change: DoseChange, library: Library) -> str:
    """A drill's dose, changed, in the words of its language: “2 sets of 8. Hold each one 2 seconds.”"""
    from handouts.plan.doses import changed_dose
    from handouts.plan.dosewords import dose_parts
    from handouts.plan.phrases import Phrases

    words = library.words.get(drill.language) or next(iter(library.words.values()), None)
    if words is None:  # every language's own file is broken
        return ""
    phrases = Phrases(words)
    parts = dose_parts(drill, changed_dose(drill, [change], (), ()), "both", phrases)
    return " ".join(part.sentence for part in parts if part.sentence)


def not_broken(library: Library, words: tuple[str, ...], kind: BrokenKind) -> None:
    """HandoutsError, with what is wrong with its file, where one thing is asked for by its id and is broken."""
    problems = [p for one in library.broken if (one.id,) == words and one.kind == kind for p in one.problems]
    if problems:
        raise HandoutsError(dict.fromkeys(problems))


def span_text(span: tuple[int, int]) -> str:
    """A number, or from one to another."""
    return str(span[0]) if span[0] == span[1] else f"{span[0]} to {span[1]}"
