"""The press alone, warm: composing, writing and hashing planned handouts, with nothing read, planned or saved.

    python benchmarks/press.py [--before TREE] [--rounds N] [--handouts N] [--families N] [--no-typst]

Two sorts of notes: plain ones of one line; and any text, one to six lines with bold words, line breaks, accents, long
words and names in another face. 96 kinds of handouts (program, week, dose). “Alike together” is the order in which a
batch works on its rows; else they come as in the roster, where the next is always of another kind.

Beside it the same handouts by another tree, and Typst (ua-1, a compiler that stays) with the same words, pictures and
tables; of these it gets 20 new ones a round, for what it has seen it keeps too. The first round is left out. Below the
table: how many families there were, and what became of the handouts in each.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import patients
import turns

FEW = 20
NOTES = {"plain": ("plain", False), "any": ("any", False), "sorted": ("any", True)}
SAID = {"plain": "plain notes", "any": "any text, in the roster's order", "sorted": "any text, alike together"}


class Counted:
    """Counts what is asked of the kept families, and which had to be made a second time."""

    def __init__(self, kept: Any) -> None:
        self._kept = kept
        self.seen: set[Any] = set()
        self.asked = self.made = self.again = 0

    def get(self, key: Any) -> Any:
        self.asked += 1
        return self._kept.get(key)

    def keep(self, key: Any, value: Any) -> Any:
        self.made += 1
        self.again += key in self.seen
        self.seen.add(key)
        return self._kept.keep(key, value)

    def get_or_make(self, key: Any, make: Callable[[], Any]) -> Any:
        value = self.get(key)
        return self.keep(key, make()) if value is None else value

    def said(self) -> dict[str, int]:
        found = {"asked": self.asked, "made": self.made, "again": self.again, "families": len(self.seen)}
        self.asked = self.made = self.again = 0
        return found | {"most": getattr(self._kept, "_most", 0)}


def of_handouts(count: int, notes: str, *, together: bool, most: int) -> None:
    """The work of a tree: all handouts once a round."""
    from handouts.library.load import load_library
    from handouts.runs.press import Press

    library = load_library(brand="harbour-street").checked()
    handouts = patients.planned(library, count, long=notes == "any")
    if together:
        handouts = [handouts[at] for at in sorted(range(count), key=lambda at: (at % patients.KINDS, at))]
    press: Any = Press(library)
    counted = None
    if hasattr(press, "_families"):
        press._families = counted = Counted(type(press._families)(most) if most else press._families)

    def work(_: int) -> Mapping[str, Any]:
        size = 0
        for handout in handouts:
            if counted:
                made = press.pressed(handout)
                size += len(made) * bool(made.sha256)
            else:
                data = press.pdf(handout)
                size += len(data) * bool(hashlib.sha256(data).hexdigest())
        return {"count": count, "bytes": size / count, **(counted.said() if counted else {})}

    turns.serve(work)


def of_typst(count: int, notes: str) -> None:
    """Typst's work: the next few handouts a round."""
    import tagged

    from handouts.library.load import load_library
    from handouts.runs.press import Press

    library = load_library(brand="harbour-street").checked()
    handouts = patients.planned(library, min(count, 20 * FEW), long=notes == "any")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pictures = tagged.pictures(folder, handouts, Press(library))
        data = [
            tagged.as_data(one, pictures) | {"note": [[run.text, run.strong] for run in one.note]} for one in handouts
        ]
        template = tagged.TYPST.replace(
            "h.note)", "h.note.map(r => if r.at(1) { strong(r.at(0)) } else { r.at(0) }).join())"
        )
        compiled = tagged.typst_compiler(folder, template)

        def work(number: int) -> Mapping[str, Any]:
            first = number * FEW % len(data)
            some = data[first : first + FEW]
            return {"count": len(some), "bytes": sum(len(compiled(json.dumps(one))) for one in some) / len(some)}

        turns.serve(work)


def line(what: str, turn: turns.Turn, here: turns.Turn) -> str:
    ratio = turn.each() / here.each()
    return (
        f"| {what} | {turn.each():,.0f} ({turn.spread}) | {turn.first():,.0f} | {ratio:.1f} "
        f"| {turn.median('bytes') / 1000:.1f} |"
    )


def families(what: str, one: Mapping[str, Any]) -> str:
    kept = one["asked"] - one["made"]
    return (
        f"- {what}: {one['families']} families, of which at most {one['most']} are kept; of {one['asked']:,} handouts "
        f"{kept:,} took one that was there, {one['made']:,} had one made, {one['again']:,} of these because theirs had "
        "fallen out for others"
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--before", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--handouts", type=int, default=1000)
    parser.add_argument("--families", type=int, default=0, help="keep so many, and not as many as the product")
    parser.add_argument("--no-typst", dest="typst", action="store_false")
    parser.add_argument("--work", nargs=2, metavar=("OF", "NOTES"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.work:
        notes, together = NOTES[asked.work[1]]
        if asked.work[0] == "typst":  # each is laid out anew, so their order is all one
            of_typst(asked.handouts, notes)
        else:
            of_handouts(asked.handouts, notes, together=together, most=asked.families)
        return
    found: dict[str, dict[str, turns.Turn]] = {}
    for notes in NOTES:
        arguments = ["--handouts", str(asked.handouts), "--families", str(asked.families), "--work"]
        found[notes] = {"this": turns.Turn("this", __file__, [*arguments, "tree", notes])}
        if asked.before:
            found[notes]["before"] = turns.Turn("before", __file__, [*arguments, "tree", notes], asked.before.resolve())
        if asked.typst and importlib.util.find_spec("typst") and notes != "sorted":
            found[notes]["Typst, ua-1"] = turns.Turn("Typst", __file__, [*arguments, "typst", notes])
    print(f"{asked.handouts:,} handouts of {patients.KINDS} kinds, {asked.rounds} rounds in turn; {turns.load()}\n")
    turns.in_turn([one for some in found.values() for one in some.values()], asked.rounds)
    print("| notes, and who | CPU µs a handout (least to most) | in the first round | this takes so much less | kB |")
    print("|---|---|---|---|---|")
    for notes, some in found.items():
        for who, turn in some.items():
            print(line(f"{SAID[notes]}, {who}", turn, some["this"]))
    print("\nFamilies in a warm round:\n")
    for notes, some in found.items():
        last = some["this"].said[-1]
        if "families" in last:
            print(families(SAID[notes], last))
    print(f"\nPython {sys.version.split()[0]}; at the end {turns.load()}")


if __name__ == "__main__":
    main()
