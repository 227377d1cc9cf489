"""Whole handouts, word for word, as they stand in ``expected/``.

Where what a sheet says has been changed on purpose, write them anew, read what is different, and keep both:

    python -m tests.plan.test_whole
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
import yaml

from handouts.library.assets import Asset
from handouts.library.load import Library, load_library
from handouts.library.models import DoseChange, Drill
from handouts.library.words import Labels
from handouts.orders.order import Order
from handouts.plan.handout import Handout, Posed, Run
from handouts.plan.joins import Joins
from handouts.plan.planner import Planner
from tests.conftest import BASE

EXPECTED = Path(__file__).parent / "expected"

ORDERS: dict[str, dict[str, Any]] = {
    "week-of-a-program": {"week": 2, "skin": "brown", "hair": "grey", "build": "broad", "clinician": "Ana Díaz, PT"},
    "last-week": {"week": 4, "start": date(2026, 12, 7), "visit_time": time(12, 0), "layout": "log"},
    "changed-dose": {
        "week": 3,
        "skip": ("roman-chair-squat",),
        "changes": {
            "all": DoseChange(rest=150),
            "hinge-with-dowel": DoseChange(hold=((2, 2), (3, 4), (5, 5)), sets=3),
        },
        "times": ("morning", "evening"),
        "layout": "large-print",
    },
    "drills-of-one-side": {
        "items": ("clamshell", "calf-stretch-wall", "side-lying-hip-abduction"),
        "side": "left",
        "days": ("sat", "sun", "mon"),
        "times": ("midday",),
        "visit": None,
        "paper": "letter",
    },
    "drills-of-both-sides": {
        "items": ("hamstring-stretch", "plank", "sit-to-stand", "wall-sit"),
        "changes": {
            "plank": DoseChange(hold=((120, 180),), reps=((1, 1),), times=("morning", "afternoon", "evening")),
            "wall-sit": DoseChange(hold=((120, 120), (75, 75)), sets=2, rest=60),
            "sit-to-stand": DoseChange(days=("tue",), rest=0),
        },
        "times": ("morning", "evening"),
        "note": "",
        "visit_time": None,
        "start": date(2026, 12, 30),
    },
    "every-day": {
        "items": ("glute-bridge",),
        "days": ("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
        "times": ("morning", "midday", "evening"),
        "note_language": "de",
        "layout": "cards",
    },
}


def bare(library: Library) -> Library:
    """A clinic without a telephone, and with rules, a disclaimer and a name in a language of its own."""
    clinic = replace(
        library.clinic,
        phone=None,
        emergency=None,
        hours=None,
        clinician=None,
        tagline=None,
        web=None,
        email="desk@clinic.example",
        stop=("Your leg goes numb.", "You feel dizzy"),
        name_language="fr",
        disclaimer="Ours.",
    )
    return replace(library, clinic=clinic)


def two_holds(library: Library) -> Library:
    """A drill with two holds that differ, ways to do it otherwise, and a stop rule that asks."""
    drill: Drill = library.drills["hinge-with-dowel", "en"]
    first, *between, last = drill.steps
    own = replace(
        drill,
        steps=(replace(first, hold=(3, 3)), *between, replace(last, hold=(5, 10))),
        easier=("Bend less.",),
        harder=("Close your eyes.",),
        stop=("Does it burn?", "Your back hurts"),
        mistakes=("Do not round your back.",),
    )
    return replace(library, drills={**library.drills, ("hinge-with-dowel", "en"): own})


LIBRARIES: dict[str, tuple[Callable[[Library], Library], dict[str, Any]]] = {
    "bare-clinic": (bare, {"week": 2}),
    "two-holds": (two_holds, {"items": ("hinge-with-dowel",), "times": ("evening",)}),
}


def plain(value: object) -> Any:  # noqa: PLR0911  # one kind of value a line
    """A handout as YAML can hold it: what is empty is left out, runs are texts, with “**” about what is strong."""
    if isinstance(value, Joins):
        return ""  # they are the language’s
    if isinstance(value, Labels):
        return value.pain_write  # they are the language's
    if isinstance(value, Asset):
        return type(value).__name__
    if isinstance(value, Posed):
        return {"position": value.position, "mirrored": value.mirrored, "person": plain(value.person)}
    if isinstance(value, tuple) and value and all(isinstance(item, Run) for item in value):
        return "".join(f"**{run.text}**" if run.strong else f"~{run.text}~" if run.soft else run.text for run in value)
    if is_dataclass(value):
        found = {item.name: plain(getattr(value, item.name)) for item in fields(value)}
        return {name: one for name, one in found.items() if one not in ("", [], None) and "digest" not in name}
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    return value if isinstance(value, (int, str, bool, date)) or value is None else str(value)


def said(handout: Handout) -> str:
    whole = {name: value for name, value in plain(handout).items() if name not in ("id", "version")}
    for card in whole["cards"]:
        card.pop("body")
    return str(yaml.safe_dump(whole, allow_unicode=True, sort_keys=False, width=116))


def all_of(library: Library) -> dict[str, str]:
    found = {name: said(Planner(library).plan(replace(BASE, **changes))[0]) for name, changes in ORDERS.items()}
    for name, (other, changes) in LIBRARIES.items():
        found[name] = said(Planner(other(library)).plan(replace(BASE, **changes))[0])
    return found


@pytest.fixture(scope="module")
def handouts_in_words(library: Library) -> dict[str, str]:
    return all_of(library)


@pytest.mark.parametrize("name", [*ORDERS, *LIBRARIES])
def test_a_whole_handout_word_for_word(handouts_in_words: dict[str, str], name: str):
    assert handouts_in_words[name] == (EXPECTED / f"{name}.yaml").read_text("utf-8")


def test_two_plans_of_one_planner_say_the_same(library: Library):
    """What a planner keeps of one order is not seen in another."""
    planner = Planner(library)
    for changes in (*ORDERS.values(), *reversed(ORDERS.values())):
        order: Order = replace(BASE, **changes)
        assert planner.plan(order)[0] == Planner(library).plan(order)[0]


if __name__ == "__main__":
    EXPECTED.mkdir(exist_ok=True)
    for name, text in all_of(load_library(brand="harbour-street").checked()).items():
        (EXPECTED / f"{name}.yaml").write_text(text, "utf-8")
