"""The workbench as a page shows it: a draft, its drills, what can be set, what is told of it, and its pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, get_args

from handouts.base.outcomes import MEASURES
from handouts.base.plaindays import DAYS, parse_days
from handouts.base.plainvalues import SESSIONS, parse_sessions
from handouts.base.problems import Problem
from handouts.deliver.drafts import SheetDraft
from handouts.desk.engine import Engine
from handouts.desk.routing import Asking
from handouts.desk.sheet.seeing import Seen, see
from handouts.desk.sheet.setting import FIELDS, told_at
from handouts.desk.sheet.tray import rows
from handouts.figures.person import BuildName, Hair, Skin
from handouts.library.flags import flag_of, flag_words
from handouts.library.tongues import Tongues, english_name
from handouts.orders.values import parse_flags
from handouts.plan.cautions import Cautions
from handouts.runs.choosing import SheetChoice, choice_of

if TYPE_CHECKING:
    from handouts.library.words import Words

__all__ = ["bench_values", "options"]

_DAY_NAMES = dict(
    zip(DAYS, ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), strict=True)
)
_OFTEN = {1: "Once", 2: "Twice", 3: "3 times", 4: "4 times"}
_MEASURED = {"pain": "Pain now", "function": "What is hard to do", "change": "Change since the start"}
_PRINTING = ("mono", "two_up", "no_form", "no_codes")


def bench_values(asked: Asking, draft: SheetDraft, *, later: bool = False) -> dict[str, Any]:
    """What all parts of the page need that change with the draft. ``later``: without the sheet, where making it takes a
    while.
    """
    engine, today = asked.desk.engine, asked.desk.today()
    later = later and bool(draft.texts("items")) and not engine.ready(draft.values, today)
    seen = Seen() if later else see(asked, draft)
    with engine.locked():
        choice = choice_of(draft.values, engine.planner, today)
        tray = rows(engine, choice, draft, seen.problems)
    in_rows = {problem for row in tray for problem in row["dose"]["problems"]}
    parts_wrong = any(row["dose"]["faulty"] for row in tray)
    at_drills = {
        problem for problem in seen.problems if problem in in_rows or (parts_wrong and problem.place == "changes")
    }
    held = _held(engine, choice, draft, seen.problems)
    at_flags = {problem for one in held for problem in one["problems"]}
    rest = [
        problem for problem in (*seen.problems, *seen.warnings) if problem not in at_drills and problem not in at_flags
    ]
    told = told_at(rest, draft)
    return {
        "draft": draft,
        "choice": choice,
        "tray": tray,
        "program": choice.program,
        "when": _when(choice, draft),
        "says": _says(seen, draft),
        "held": held,
        "flags_has": _has(engine, draft),
        "told": told,
        "mend": _mend(told, held, tray) if seen.problems else [],
        "shown": seen.shown,
        "later": later,
        "stopped": bool(seen.problems),
        "needs_name": not draft.text("patient").strip(),
        "day_plain": not draft.text("start") or bool(re.fullmatch(r"\d{4}-\d\d-\d\d", draft.text("start"))),
        "sums": _sums(engine, draft),
        "sided": any(one.drill.each_side for one in choice.given) or bool(draft.text("side")),
    }


def options(engine: Engine) -> dict[str, Any]:
    """What there is to choose from, whatever the draft."""
    library = engine.library
    languages = [(tag, _language(words)) for tag, words in library.words.items()]
    copies = [(f"{tag}:copy", f"{name}, as a copy of its own") for tag, name in languages]
    return {
        "layouts": list(library.layouts.values()),
        "sheet_languages": languages,
        "note_languages": languages,
        "second_languages": [("none", "None"), *languages, *copies],
        "usual": library.clinic,
        "flags_known": sorted(library.flags.values(), key=lambda flag: flag.name.lower()),
        "looks": (("skin", "Skin", _same(Skin)), ("hair", "Hair", _same(Hair)), ("build", "Build", _same(BuildName))),
        "measured": _MEASURED,
    }


def _language(words: Words) -> str:
    """A language as people know it: “Español (Spanish), draft”."""
    english = english_name(words)
    other = f" ({english})" if english != words.name else ""
    return f"{words.name}{other}{', draft' if words.status == 'draft' else ''}"


def _same(kind: Any) -> list[tuple[str, str]]:
    return [(word, word) for word in get_args(kind)]


def _when(choice: SheetChoice, draft: SheetDraft) -> dict[str, Any]:
    """Days, times and weeks, as they are now and as they can be."""
    days = _read(parse_days, draft.text("days"))
    times = _read(parse_sessions, draft.text("times"))
    usual_days = _all([one.usual.days for one in choice.given] if not days else [])
    usual_times = [one.usual.times for one in choice.given]
    now = days or usual_days
    often = len(times or (usual_times[0] if usual_times and len(set(usual_times)) == 1 else ()))
    weeks = choice.program.weeks if choice.program else ()
    return {
        "days": [(key, name, key in now) for key, name in _DAY_NAMES.items()],
        "days_own": bool(draft.text("days")),
        "daily": len(now) == len(DAYS),
        "often": [(number, words, number == often) for number, words in _OFTEN.items()],
        "times_own": bool(draft.text("times")),
        "named": [(name, name in times, " ".join(_turned(times, name))) for name in SESSIONS],
        "named_now": ", ".join(name for name in SESSIONS if name in times) or "as usual",
        "weeks": [
            (number, f"Week {number}" + (f": {one.phase}" if one.phase else "")) for number, one in enumerate(weeks, 1)
        ],
        "week": choice.number,
        "week_lost": bool(weeks) and choice.week is None,
        "varied": len({one.dose.days for one in choice.given}) > 1 or len({one.dose.times for one in choice.given}) > 1,
    }


def _says(seen: Seen, draft: SheetDraft) -> dict[str, str]:
    """What the sheet says of a decision that it follows, in its own words where it is drawn; empty where none."""
    if not draft.text("decision"):
        return {}
    handout = seen.shown.planned.handout if seen.shown else None
    words = "".join(run.text for run in handout.decided) if handout else draft.text("decision")
    return {"words": words, "language": handout.language if handout else ""} if words else {}


def _all(days: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(day for day in DAYS if any(day in one for one in days))


def _turned(times: tuple[str, ...], name: str) -> list[str]:
    """The times by name, with one more, or without it where it is among them."""
    return [one for one in SESSIONS if (one in times) != (one == name)]


def _read(parse: Any, text: str) -> tuple[str, ...]:
    try:
        return tuple(parse(text)) if text.strip() else ()
    except ValueError:
        return ()


def _has(engine: Engine, draft: SheetDraft) -> list[dict[str, str]]:
    """What the patient has, as it was written, and what that is taken for."""
    words = flag_words(engine.library.flags)
    found = []
    for text in _flag_texts(draft):
        flag = engine.library.flags.get(flag_of(text, words))
        found.append({"text": text, "name": flag.name if flag else "", "id": flag.id if flag else ""})
    return found


def _flag_texts(draft: SheetDraft) -> tuple[str, ...]:
    """Its flags; none where they cannot be read, which the planner tells."""
    try:
        return parse_flags(draft.texts("flags"))
    except ValueError:
        return ()


def _held(engine: Engine, choice: SheetChoice, draft: SheetDraft, problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """Drills that do not suit what the patient has, each with why, and whether it is given all the same."""
    has = {one["id"]: one["name"] for one in _has(engine, draft) if one["id"]}
    cautions, given = Cautions(engine.library), [one.drill.id for one in choice.given]
    despite = {text.casefold().strip() for text in draft.texts("despite")}
    found = []
    for one in choice.given:
        for caution in one.drill.cautions:
            if caution.flag in has:
                pair = f"{one.drill.id}:{caution.flag}"
                about = [p for p in problems if p.kind == "health" and f"confirm {pair}." in p.message]
                found.append(
                    {
                        "pair": pair,
                        "drill": one.drill.name,
                        "flag": has[caution.flag],
                        "why": caution.why,
                        "item": one.drill.id,
                        "instead": [
                            (other.id, other.name) for other in cautions.instead(one.drill, frozenset(has), given)
                        ],
                        "given": pair in despite,
                        "problems": about,
                    }
                )
    return found


def _mend(
    told: dict[str, list[dict[str, Any]]], held: list[dict[str, Any]], tray: list[dict[str, Any]]
) -> list[tuple[str, str]]:
    """Where something has to be mended: in words, and the id of the place on the page."""
    found = [(f"the dose of {row['name']}", f"dose-{row['id']}-sets") for row in tray if row["dose"]["faulty"]]
    found += [
        (f"{one['drill']} and {one['flag']}", f"despite-{at}") for at, one in enumerate(held, 1) if not one["given"]
    ]
    places = {
        "items": "tray",
        "week": "when",
        "days": "day-mon",
        "times": "times-1",
        "side": "when",
        "decision": "says",
        "flags": "flag-new",
    }
    bad = [name for name, lines in told.items() if name and not all(line["warning"] for line in lines)]
    return found + [(FIELDS[name], places.get(name, f"f-{name}")) for name in bad]


def _sums(engine: Engine, draft: SheetDraft) -> dict[str, str]:
    """What is set in each part of the page that is folded up, in few words."""
    library, tongues = engine.library, Tongues(engine.library.words)

    def language(text: str) -> str:
        words = library.words.get(tongues.tag(text.partition(":")[0]))
        return words.name if words else text

    layout = library.layouts.get(draft.text("layout") or library.clinic.layout)
    paper = draft.text("paper") or library.clinic.paper
    print_words = {
        "mono": "black only",
        "two_up": "booklet",
        "no_form": "no boxes for the screen",
        "no_codes": "no codes",
    }
    look = [layout.name if layout else draft.text("layout"), "A4" if paper == "a4" else "Letter"]
    look += [print_words[name] for name in _PRINTING if draft.text(name)]
    tongue = [language(draft.text("language") or library.clinic.language)]
    tongue += [f"and {language(draft.text('second'))}"] if draft.text("second") not in ("", "none") else []
    person = [draft.text(name) for name in ("skin", "hair", "build") if draft.text(name)]
    visit = [draft.text("visit"), draft.text("clinician")]
    measures = [_MEASURED.get(name, name) for name in draft.texts("measures") if name in (*MEASURES, "off")]
    return {
        "look": ", ".join(filter(None, look)),
        "language": " ".join(tongue),
        "person": ", ".join(person) or "as the clinic has it",
        "visit": ", ".join(filter(None, visit)) or "none",
        "measures": ", ".join(measures) or "the program’s own",
        "flags": ", ".join(one["name"] or one["text"] for one in _has(engine, draft)) or "nothing noted",
    }
