"""Draws docs/figures-reference.md and its pictures: every prop, preset, view, muscle and field of a figure.

    PYTHONPATH=. python tools/figure_reference.py

What is said of each comes from the models themselves, and a test holds the page's words to them. The pictures of
docs/figures.md are drawn from what it writes out. Run it after the models or what they draw have changed, and look.
"""

from __future__ import annotations

import ast
import inspect
import io
import json
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

import yaml
from PIL import Image
from pydantic import TypeAdapter

from handouts.figures import poses
from handouts.figures.landmarks import LANDMARKS
from handouts.figures.person import Person
from handouts.figures.poses import Figure, Limbs, Muscle, Pose
from handouts.figures.props import PROPS, AnyProp
from handouts.figures.reaches import REACHES
from handouts.figures.turns import TURNED_BY, TURNS
from handouts.library.load import load_library
from handouts.plan.handout import Picture, Posed
from handouts.runs.press import Press

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGE, PICTURES = DOCS / "figures-reference.md", "pictures/reference"
LARGEST = (210, 140)
"""Of a picture, pixels."""
FIGURES: TypeAdapter[Figure] = TypeAdapter(Figure)


class Entry(NamedTuple):
    """One thing of the language: its name, what it does, and a figure that shows it."""

    name: str
    words: str
    shown: dict[str, Any] | None
    told: str
    """The part of the figure that the page prints."""


class Section(NamedTuple):
    """Things of one kind."""

    title: str
    lead: str
    entries: list[Entry]


# --- what each is shown with ---------------------------------------------------------------------

SUPINE = {"trunk": -90, "pin": "hips", "arms": "beside", "legs": "hook-lying"}
FLAT = {"trunk": -90, "pin": "hips", "arms": "beside", "thigh": 104, "shin": 78, "foot": "square"}
SIT = {"trunk": 3, "legs": "sitting", "arms": "thighs"}
CURL = {"upper": 0, "fore": 90}
MAT = {"kind": "mat"}

PROPS_SHOWN: dict[str, list[tuple[dict[str, Any], dict[str, Any], str]]] = {
    "band": [
        ({"round": "knees"}, {"thigh": 30, "shin": -10, "trunk": 20, "leg_out": 8}, "three-quarter"),
        ({"round": "ankles"}, {"leg_out": 12}, "front"),
        ({"anchor": [80, 110], "round": "hands", "fixed": "door"}, {"hand": [26, 108], "elbow": "back"}, "side"),
        ({"anchor": [-84, 30], "round": "hips"}, {"trunk": 30, "thigh": 30, "shin": -8}, "side"),
        ({"anchor": "feet", "round": "hands"}, CURL, "three-quarter"),
        ({"anchor": "left hand", "round": "right hand"}, {"upper": 0, "elbow_bend": 90, "rotate": 40}, "front"),
        ({"anchor": "hands", "round": "back"}, {"arms": "forward"}, "three-quarter"),
        ({"anchor": "hands", "round": "right foot"},
         {"trunk": 4, "legs": "long-sitting", "hand": [24, 40], "pin": "hips"}, "side"),
    ],
    "post": [({"at": 60, "height": 150}, {}, "side")],
    "dowel": [
        ({"at": [40, 104], "length": 76}, {"hand": "dowel"}, "three-quarter"),
        ({"at": "hip-crease", "length": 76}, {"trunk": 50, "thigh": 50, "shin": -8, "upper": 50, "fore": 54},
         "three-quarter"),
    ],
    "barbell": [({"at": [24, 84], "plates": 20}, {"hand": "barbell"}, "three-quarter")],
    "rack": [({"back": -74, "front": -3, "rail": 39}, {}, "three-quarter")],
    "plates": [({"at": 40}, {}, "three-quarter")],
    "straps": [({"anchor": [80, 176]}, {"hand": [30, 121]}, "side")],
    "chair": [({"at": -12, "seat": 42}, SIT, "side"), ({"at": -6, "seat": 42, "arms": True}, {
        "trunk": 3, "legs": "sitting", "hand": "chair", "elbow": "out"}, "three-quarter")],
    "step": [({"at": 14}, {"trunk": 4, "pin": "left foot", "right": {"foot_at": [32, 20]}}, "side")],
    "wall": [({"at": 44}, {"trunk": 6, "hand": "wall"}, "side")],
    "mat": [({}, SUPINE, "side")],
    "towel": [({"round": "right foot"}, {
        "trunk": -90, "pin": "hips", "left": {"legs": "hook-lying"}, "right": {"thigh": 164, "shin": 166},
        "hand": [-6, 56]}, "side")],
    "dumbbells": [({}, CURL, "three-quarter")],
    "kettlebell": [({"at": [4, 0]}, {
        "trunk": 70, "neck": -18, "thigh": 66, "shin": -10, "hand": "kettlebell", "leg_out": 10}, "three-quarter")],
    "bottle": [({}, {"right": {"upper": 0, "fore": 90}}, "side")],
    "stick": [({}, {"right": {"hand": [12, 84, 24]}}, "three-quarter")],
    "ball": [
        ({"at": "hands", "radius": 11}, {"hand": [34, 112, 10]}, "three-quarter"),
        ({"at": [-44, 27], "radius": 27}, SIT, "side"),
        ({"at": "knees", "radius": 5}, {"leg_out": 4}, "front"),
    ],
    "pillow": [({"under": "knees"}, FLAT, "side"), ({}, SUPINE, "side")],
    "towel-roll": [({"under": "knees"}, FLAT, "side")],
    "foam-roller": [({"under": "ankles"}, FLAT, "side")],
    "bed": [({"at": -95, "long": 90, "height": 44}, {"trunk": 2, "legs": "sitting", "hand": "bed"}, "side")],
    "table": [({"at": 30}, {"trunk": 20, "thigh": 15, "shin": -5, "hand": "table"}, "side")],
    "rail": [({}, {"left": {"hand": "rail"}}, "side")],
    "stairs": [({"at": 14}, {"trunk": 4, "pin": "left foot", "right": {"foot_at": [30, 17]}}, "side")],
    "doorway": [({}, {"hand": "doorway", "elbow": "down"}, "front")],
    "walking-frame": [({}, {"hand": "walking-frame", "elbow": "back"}, "three-quarter")],
}  # fmt: skip
"""Of each prop: its keys, a pose and a view that show it."""

LEGS_SHOWN: dict[str, dict[str, Any]] = {
    "kneeling": {"pin": "knees"}, "hook-lying": SUPINE, "table-top": SUPINE, "sitting": {"arms": "thighs"},
    "long-sitting": {"pin": "hips", "arms": "thighs"}, "half-kneeling-front": {"pin": "left knee"},
    "half-kneeling-back": {"pin": "right knee"},
}  # fmt: skip
"""What a ready position of the legs needs beside itself; half kneeling takes one side each."""
ARMS_SHOWN: dict[str, dict[str, Any]] = {
    "beside": SUPINE, "under-head": {"lie": "left-side", "pin": "hips", "thigh": 45, "shin": -45},
    "floor": {"trunk": 76, "legs": "kneeling", "pin": "knees"}, "up": SUPINE,
}  # fmt: skip

REACHES_SHOWN: dict[str, tuple[dict[str, Any], str]] = {
    "hips": ({"right": {"elbow": "out"}}, "three-quarter"),
    "floor": ({"trunk": 76, "legs": "kneeling", "pin": "knees"}, "side"),
    "shin": ({"trunk": 50, "thigh": 30, "shin": -5}, "side"), "foot": ({"trunk": 80, "thigh": 20, "shin": -4}, "side"),
    "ankle": ({"pin": "left foot", "right": {"thigh": 0, "shin": -120, "elbow": "back"}}, "side"),
    "temple": ({"right": {"elbow": "out"}}, "front"), "ears": ({"right": {"elbow": "out"}}, "front"),
    "other-temple": ({"neck_side": 30, "right": {"elbow": "up"}}, "front"), "forehead": ({}, "side"),
    "back-of-head": ({"right": {"elbow": "out"}}, "back"), "nape": ({"right": {"elbow": "up"}}, "back"),
    "low-back": ({"right": {"elbow": "out"}}, "back"),
    "other-elbow": ({"left": {"upper": 88, "fore": 88, "arm_out": -52}}, "three-quarter"),
}  # fmt: skip
"""What shows a place that a hand reaches for, beside the hand."""

FIELDS_SHOWN: dict[str, dict[str, Any]] = {
    "arms": {"arms": "hips"}, "upper": {"upper": 45, "fore": 45}, "fore": {"upper": 0, "fore": 90},
    "arm_out": {"arm_out": 70}, "hand": {"hand": [40, 120]}, "elbow": {"hand": [36, 125], "elbow": "out"},
    "grip": {"upper": 0, "fore": 90, "grip": True}, "legs": {"legs": "kneeling", "pin": "knees"},
    "thigh": {"trunk": 12, "thigh": 50, "shin": -14}, "shin": {"trunk": 20, "thigh": 40, "shin": -20},
    "foot": {"foot": "toes"}, "leg_out": {"pin": "left foot", "right": {"leg_out": 30}},
    "knee_out": {"lie": "left-side", "pin": "hips", "thigh": 45, "shin": -45, "left": {"arms": "under-head"},
                 "right": {"knee_out": 40}},
    "foot_at": {"pin": "left foot", "right": {"foot_at": [30, 20]}}, "hand_out": {"hand": [36, 110], "hand_out": 12},
    "elbow_bend": {"upper": 30, "elbow_bend": 90}, "rotate": {"elbow_bend": 90, "rotate": 45},
    "palm": {"elbow_bend": 90, "palm": "up"}, "fingers": {"hand": [36, 125], "fingers": "up", "palm": "front"},
    "wrist": {"elbow_bend": 90, "wrist": 50}, "shoulder": {"shoulder": "up"}, "foot_turn": {"foot_turn": 30},
    "toes": {"toes": 40}, "trunk": {"trunk": 30}, "lumbar": {"lumbar": 20}, "thoracic": {"thoracic": 20},
    "neck": {"neck": 30}, "turn": {"turn": 40}, "lie": {"lie": "left-side", "pin": "hips"},
    "roll": {"lie": "left-side", "pin": "hips", "roll": 25}, "rest": {"trunk": 80, "thigh": -80, "shin": -80,
        "foot": "toes", "upper": 0, "fore": 90, "rest": "elbows"},
    "pin": {"pin": "right knee", "right": {"legs": "half-kneeling-back"}, "left": {"legs": "half-kneeling-front"}},
    "at": {"at": [30, 20]}, "chin": {"chin": "tucked"}, "neck_turn": {"neck_turn": 45}, "neck_side": {"neck_side": 30},
    "trunk_turn": {"trunk_turn": 40}, "trunk_side": {"trunk_side": 25},
    "left": {"left": {"upper": 90, "fore": 90}}, "right": {"right": {"upper": 90, "fore": 90}},
}  # fmt: skip
VIEW_OF = {
    "arm_out": "front", "leg_out": "front", "rotate": "front", "neck_side": "front", "trunk_side": "front",
    "shoulder": "front", "foot_turn": "front", "hand_out": "front", "elbow": "three-quarter", "knee_out": "side-above",
    "lie": "side-above", "roll": "side-above", "neck_turn": "front", "trunk_turn": "front", "turn": "side",
}  # fmt: skip
FRAME_OF = {"toes": "foot", "wrist": "forearm", "palm": "forearm", "chin": "head", "neck": "head"}


# --- what the models say of themselves -----------------------------------------------------------


def field_notes(kind: type) -> dict[str, str]:
    """The string under each field of a class."""
    source = ast.parse(inspect.getsource(inspect.getmodule(kind)))  # type: ignore[arg-type]  # classes of modules
    for node in ast.walk(source):
        if isinstance(node, ast.ClassDef) and node.name == kind.__name__:
            return {
                before.target.id: " ".join(after.value.value.split())
                for before, after in zip(node.body, node.body[1:], strict=False)
                if isinstance(before, ast.AnnAssign)
                and isinstance(before.target, ast.Name)
                and isinstance(after, ast.Expr)
                and isinstance(after.value, ast.Constant)
                and isinstance(after.value.value, str)
            }
    raise LookupError(kind)


def values(of: Any) -> str:
    """What a field may hold, for people: its words, or a number."""
    if get_origin(of) is Literal:
        return ", ".join(str(word) for word in get_args(of))
    if get_origin(of) is tuple:
        return "[forward, up] or [forward, up, right], cm"
    parts = [values(part) for part in get_args(of) if part is not type(None)]
    if get_origin(of) is Union or type(of).__name__ == "UnionType":
        return " or ".join(dict.fromkeys(part for part in parts if part))
    if parts:  # Annotated
        return parts[0]
    return {float: "a number", bool: "true or false", int: "a whole number"}.get(of, "")


def prop_words(prop: type[AnyProp]) -> str:
    """What a prop is, and each of its keys."""
    notes, hints = field_notes(prop), get_type_hints(prop)
    keys = []
    for item in fields(prop):  # type: ignore[arg-type]  # each prop is a data class
        if item.name == "kind":
            continue
        usual = "" if item.default in (None, False) or not isinstance(item.default, (int, float, str)) else item.default
        words = ". ".join(part.rstrip(".") for part in (values(hints[item.name]), notes.get(item.name, "")) if part)
        keys.append(f"`{item.name}`: {words}{f' ({usual} if left out)' if usual != '' else ''}.")
    return " ".join([(inspect.getdoc(prop) or "").split("\n\n")[0].replace("\n", " "), *keys])


def flow(data: Any) -> str:
    """As YAML on one line."""
    return json.dumps(data, ensure_ascii=False).replace('"', "")


def shown(pose: dict[str, Any], view: str = "side", **more: Any) -> dict[str, Any]:
    """A figure of one position."""
    return {"view": view, **more, "positions": [{"step": 1, "caption": "x", "alt": "x", "pose": pose}]}


def props() -> Section:
    entries = []
    for prop in PROPS:
        kind = prop.word()
        for number, (keys, pose, view) in enumerate(PROPS_SHOWN[kind]):
            said = {"kind": kind, **keys}
            mat = [MAT] if pose in (FLAT, SUPINE) and kind != "mat" else []
            words = prop_words(prop) if number == 0 else ""
            entries.append(Entry(kind, words, shown(pose, view, props=[*mat, said]), flow(said)))
    lead = "`props:` of the figure are in all pictures, those of a position in that one. Places are cm, as in poses."
    return Section("Props", lead, entries)


def presets() -> Iterator[Section]:
    for title, field, needs in (("Ready arms", "arms", ARMS_SHOWN), ("Ready legs", "legs", LEGS_SHOWN)):
        entries = []
        for word in get_args(getattr(poses, "ArmPreset" if field == "arms" else "LegPreset")):
            pose = needs.get(word, {}) | {field: word}
            if word.startswith("half-kneeling"):
                mate = "half-kneeling-front" if word.endswith("back") else "half-kneeling-back"
                pose = needs[word] | {"right": {"legs": word}, "left": {"legs": mate}}
            view = "side-above" if "lie" in pose else "side"
            entries.append(Entry(word, "", shown(pose, view), f"{field}: {word}"))
        yield Section(title, f"`{field}:` of a pose, or of `left:` or `right:` alone.", entries)


def views() -> Section:
    words = get_args(get_type_hints(Figure)["view"])
    entries = []
    for word in words:
        lying = word in ("lying", "side-above")
        pose = {"lie": "left-side", "pin": "hips", "left": {"arms": "under-head"}} if lying else {"arms": "hips"}
        entries.append(Entry(word, "", shown(pose, word), f"view: {word}"))
    lead = "`view:` of the figure. From the side, the right is the near side. " + field_notes(Figure).get("view", "")
    return Section("Views", lead.strip(), entries)


def reaches() -> Section:
    entries = []
    for word in REACHES:
        pose, view = REACHES_SHOWN.get(word, ({}, "three-quarter"))
        arms = pose | {"right": {"hand": word, "elbow": "down"} | pose.get("right", {})}
        entries.append(Entry(word, "", shown(arms, view), f"hand: {word}"))
    return Section("Places that hands reach", "`hand:` of a pose, or of `left:` or `right:` alone.", entries)


def muscles() -> Section:
    entries = [
        Entry(
            word,
            "",
            _with(shown({"arms": "forward"}), muscles=[word]),
            f"muscles: [{word}]",
        )
        for word in get_args(Muscle)
    ]
    return Section("Muscles", "`muscles:` of a position are tinted and hatched.", entries)


TURNS_SHOWN: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any], str]] = {
    "head": ({}, {"neck_turn": 50}, {"view": "front", "frame": "head"}, ""),
    "chest": ({"arms": "crossed"}, {"trunk_turn": 35, "neck_turn": 8}, {"view": "three-quarter"}, ""),
    "hips": ({}, {"turn": 60}, {}, "The whole body turns."),
    "arm": ({"upper": 0, "elbow_bend": 90, "rotate": -40}, {"rotate": 50}, {"view": "front"}, "In the shoulder."),
    "forearm": ({"upper": 0, "elbow_bend": 58, "palm": "down"}, {"palm": "up"}, {"view": "front", "frame": "forearm"},
                ""),
    "foot": ({}, {"foot_turn": 40}, {"view": "front"}, ""),
}  # fmt: skip
"""Of each part that turns: a pose, what turns it, how it is seen, and a word about it."""


def turns() -> Section:
    entries = []
    for word in TURNS:
        side, _, name = word.rpartition(" ")
        before, turned, seen, words = TURNS_SHOWN[name]
        poses = [{side: part} if side else part for part in (before, before | turned)]
        both = [{"step": 1, "caption": "x", "alt": "x", "pose": pose} for pose in poses]
        both[1]["arrow"] = {"turn": word}
        if side == "left":  # whose close-up there is none of
            seen = {key: value for key, value in seen.items() if key != "frame"}
        words = f"{words} By `{TURNED_BY[name]}`.".strip()
        entries.append(Entry(word, words, {"view": "side", **seen, "positions": both}, f"arrow: {{turn: {word}}}"))
    lead = (
        "`arrow: {turn: …}` of a position goes round the axis of a part that has turned about its own length since the "
        "position before."
    )
    return Section("Turns", lead, entries)


def _with(figure: dict[str, Any], **more: Any) -> dict[str, Any]:
    (position,) = figure["positions"]
    return figure | {"positions": [position | more]}


def keys() -> Iterator[Section]:
    for title, kind, lead in (
        ("Arms and legs", Limbs, "Keys of a pose for both sides, or under `left:` or `right:` for one."),
        ("The whole body", Pose, "Keys of a pose."),
    ):
        notes, hints = field_notes(kind), get_type_hints(kind)
        entries = []
        for name in notes:
            pose = FIELDS_SHOWN[name]
            words = f"{notes[name]} ({values(hints[name])})" if values(hints[name]) else notes[name]
            frame = {"frame": FRAME_OF[name]} if name in FRAME_OF else {}
            entries.append(Entry(name, words, shown(pose, VIEW_OF.get(name, "side"), **frame), flow(pose)))
        yield Section(title, lead, entries)


def sections() -> list[Section]:
    """All of the page, in order."""
    return [props(), *presets(), reaches(), views(), muscles(), turns(), *keys()]


# --- the page ------------------------------------------------------------------------------------


def file_of(section: Section, number: int) -> str:
    """Name of an entry's picture."""
    title, entry = section.title.lower().replace(" ", "-"), section.entries[number]
    return f"{title}-{number:02d}-{entry.name.replace(' ', '-').replace('_', '-')}.png"


def page() -> str:
    """The page's words."""
    lines = [
        "# All that a figure can say",
        "",
        "Every prop, ready position, view, muscle, turn and key, each with a picture. This page is made from the",
        "models by `tools/figure_reference.py`; [Drawing your own drill](figures.md) shows how to begin.",
        "",
    ]
    for section in sections():
        lines += [f"## {section.title}", "", section.lead, "", "| | written | |", "|---|---|---|"]
        for number, entry in enumerate(section.entries):
            picture = f"![{entry.name}]({PICTURES}/{file_of(section, number)})"
            lines.append(f"| {picture} | `{entry.told}` | {entry.words.replace('|', '/').replace('``', '`')} |")
        lines.append("")
    held = ", ".join(prop.reached_for for prop in PROPS if prop.reached_for)
    pointed = ", ".join(dict.fromkeys(name for prop in PROPS for name in prop.pointed_at))
    lines += ["## Names of places", ""]
    lines += [f"Hands reach (`hand:`) for {', '.join(REACHES)}; and for props: {held}.", ""]
    lines += [f"Call-outs and arrows point at {', '.join(LANDMARKS)}; and at props: {pointed}.", ""]
    return "\n".join(lines)


GUIDE = DOCS / "figures.md"
_BLOCK = re.compile(r"```yaml\n(figure:\n.*?)```\n(?:\n!\[[^\]]*\]\(pictures/([\w-]+\.png)\))?", re.DOTALL)


def guide_figures() -> list[tuple[Figure, str]]:
    """The figures that docs/figures.md writes out, each with the name of the picture under it, if it has one."""
    text = GUIDE.read_text()
    return [(FIGURES.validate_python(yaml.safe_load(block)["figure"]), name) for block, name in _BLOCK.findall(text)]


def draw_guide(press: Press) -> None:
    """Draw the pictures of docs/figures.md from what it writes out."""
    for figure, name in guide_figures():
        if name:
            every = enumerate(figure.positions)
            shown = tuple(Picture(Posed(figure, at, Person()), one.step, one.caption, one.alt) for at, one in every)
            raw = press.figure(shown, "png", height=45, captions=True, title="x")
            image = Image.open(io.BytesIO(raw)).convert("RGB")
            image.quantize(64, dither=Image.Dither.NONE).save(DOCS / "pictures" / name, optimize=True)


def main() -> None:
    folder = DOCS / PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    press = Press(load_library(brand="harbour-street"))
    for section in sections():
        for number, entry in enumerate(section.entries):
            figure = FIGURES.validate_python(entry.shown)
            picture = (Picture(Posed(figure, len(figure.positions) - 1, Person()), 1, "x", "x"),)
            raw = press.figure(picture, "png", height=30, captions=False, title="x")
            image = Image.open(io.BytesIO(raw)).convert("RGB")
            image.thumbnail(LARGEST, Image.Resampling.LANCZOS)
            image.quantize(24, dither=Image.Dither.NONE).save(folder / file_of(section, number), optimize=True)
    PAGE.write_text(page())
    draw_guide(press)


if __name__ == "__main__":
    main()
