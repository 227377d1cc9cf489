"""A figure's text and the form beside it, in step: each press of a button is one change of the text, comments kept."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from handouts.base.problems import HandoutsError, Problem
from handouts.figures.poses import Figure
from handouts.library.faults import validate
from handouts.library.yamlfile import Source, parse_yaml
from handouts.runs.own_content.joints import PROP_STARTS
from handouts.runs.own_content.yamledit import changed
from handouts.runs.own_content.yamltext import document

__all__ = ["FIGURE", "START", "figure_of", "figure_with", "only", "read_figure"]

FIGURE = "figure"
"""How a figure's text is told of."""
START = document({
    "view": "side",
    "positions": [
        {"step": 1, "caption": "Stand tall", "alt": "A person stands tall.", "pose": {"trunk": 0}},
    ],
})  # fmt: skip
_MOST = 60_000
_TEXTS = ("caption", "alt", "text")


def read_figure(text: str) -> tuple[Figure | None, Source, list[Problem]]:
    """A figure of its text, with its lines, and all that is wrong with it."""
    if len(text) > _MOST:
        problem = Problem(FIGURE, 0, f"is longer than {_MOST:,} characters", "Shorten it.")
        return None, Source(FIGURE, problems=(problem,)), [problem]
    source = parse_yaml(text.replace("\r\n", "\n").encode("utf-8", "replace"), FIGURE)
    figure, problems = validate(source, Figure)
    return figure, source, problems


def figure_of(text: str) -> dict[str, Any]:
    """A figure's data, as far as it can be read; empty where it cannot."""
    source = read_figure(text)[1]
    return source.data if isinstance(source.data, dict) and not source.problems else {}


# --- changes by buttons and sliders -----------------------------------------------------------------

_Change = Callable[[dict[str, Any], str, str], None]


def figure_with(text: str, do: str, at: str = "", value: str = "") -> str:
    """A figure's text after one change; HandoutsError where the text is at fault or the change is none.

    ``do``: “set” with the place of a key, such as ``positions.0.pose.left.thigh``, and its value (empty takes it out);
    “add”, “copy”, “remove”, “up” or “down” with a position's number from 0; “prop”, “callout” and “muscle” put one in,
    “drop” takes an item of a list out.
    """
    if not text.strip():
        return START
    if len(text) > _MOST:
        raise HandoutsError([Problem(FIGURE, 0, f"is longer than {_MOST:,} characters", "Shorten it.")])
    text = text.replace("\r\n", "\n")
    source = parse_yaml(text.encode("utf-8", "replace"), FIGURE)
    if source.problems:
        raise HandoutsError(source.problems)
    data = copy.deepcopy(source.data) if isinstance(source.data, dict) else {}
    change = _CHANGES.get(do)
    try:
        if change is None:
            raise ValueError("is no change of a figure")
        change(data, at, value)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        hint = "Look at the figure’s text, and load the page again."
        raise HandoutsError([Problem(FIGURE, 0, "cannot be changed so", hint)]) from error
    return changed(text.encode(), FIGURE, data).decode()


def _place(data: Any, at: str) -> tuple[Any, Any]:
    """What holds a key or an item, made where it is not there; and its name or number."""
    *parts, last = at.split(".")
    if len(parts) > 6:
        raise ValueError(at)
    for part in parts:
        if isinstance(data, list):
            data = data[_number(part)]
            continue
        if data.get(part) is None:
            data[part] = {}
        data = data[part]
    return data, (_number(last) if isinstance(data, list) else last)


def _number(text: str) -> int:
    if not re.fullmatch(r"\d{1,2}", text):
        raise ValueError(text)
    return int(text)


def _set(data: dict[str, Any], at: str, value: str) -> None:
    holder, key = _place(data, at)
    if not re.fullmatch(r"[a-z_]{1,20}", str(key)) and not isinstance(key, int):
        raise ValueError(at)
    if value == "":
        holder.pop(key, None)
        _without_empty(data, at)
    else:
        holder[key] = " ".join(value.split()) if key in _TEXTS else _typed(value)


def _typed(value: str) -> Any:
    if re.fullmatch(r"-?\d{1,4}(\.\d{1,2})?", value):
        return float(value) if "." in value and float(value) != int(float(value)) else int(float(value))
    return {"true": True, "false": False}.get(value, " ".join(value.split()))


def _without_empty(data: dict[str, Any], at: str) -> None:
    """Take out a side's block that holds nothing any more."""
    parts = at.split(".")[:-1]
    if parts and parts[-1] in ("left", "right"):
        holder, key = _place(data, ".".join(parts))
        if not holder.get(key):
            holder.pop(key, None)


def _positions(data: dict[str, Any], at: str) -> tuple[list[Any], int]:
    positions = data["positions"]
    number = _number(at or "0")
    positions[number]
    return positions, number


def _add(data: dict[str, Any], at: str, _: str) -> None:
    positions, number = _positions(data, at)
    before = positions[number]
    step = int(before.get("step", 1)) + 1
    pose = copy.deepcopy(before.get("pose") or {})
    new = {"step": step, "caption": "New position", "alt": "What the picture shows.", "pose": pose}
    if before.get("props"):
        new["props"] = copy.deepcopy(before["props"])
    positions.insert(number + 1, new)


def _copy(data: dict[str, Any], at: str, _: str) -> None:
    positions, number = _positions(data, at)
    positions.insert(number + 1, copy.deepcopy(positions[number]))


def _remove(data: dict[str, Any], at: str, _: str) -> None:
    positions, number = _positions(data, at)
    if len(positions) > 1:
        del positions[number]


def _up(data: dict[str, Any], at: str, _: str) -> None:
    positions, number = _positions(data, at)
    if number:
        positions.insert(number - 1, positions.pop(number))


def _down(data: dict[str, Any], at: str, _: str) -> None:
    positions, number = _positions(data, at)
    if number + 1 < len(positions):
        positions.insert(number + 1, positions.pop(number))


def _prop(data: dict[str, Any], at: str, value: str) -> None:
    holder = data if at == "" else _place(data, f"positions.{at}.x")[0]
    holder["props"] = [*(holder.get("props") or []), {"kind": value, **PROP_STARTS[value]}]


def _callout(data: dict[str, Any], at: str, value: str) -> None:
    where, _, words = value.partition("|")
    holder = _place(data, f"positions.{at}.x")[0]
    holder["callouts"] = [*(holder.get("callouts") or []), {"at": where, "text": " ".join(words.split()) or "Here"}]


def _muscle(data: dict[str, Any], at: str, value: str) -> None:
    """Mark a muscle, or take its mark away."""
    holder = _place(data, f"positions.{at}.x")[0]
    marked = list(holder.get("muscles") or [])
    marked = [one for one in marked if one != value] if value in marked else [*marked, value]
    if marked:
        holder["muscles"] = marked
    else:
        holder.pop("muscles", None)


def _drop(data: dict[str, Any], at: str, _: str) -> None:
    items, number = _place(data, at)
    del items[number]
    if not items:
        holder, key = _place(data, at.rpartition(".")[0])
        holder.pop(key)


_CHANGES: dict[str, _Change] = {
    "set": _set, "add": _add, "copy": _copy, "remove": _remove, "up": _up, "down": _down, "prop": _prop,
    "callout": _callout, "muscle": _muscle, "drop": _drop,
}  # fmt: skip


def only(figure: Figure, position: int) -> Figure:
    """One position of a figure by itself, without arrows, which need those before it."""
    return replace(figure, positions=(replace(figure.positions[position], arrow=None),))
