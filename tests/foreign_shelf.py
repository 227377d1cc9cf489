"""A clinic's folder in a language of the tests' own: the shipped words, some drills and a program, letter by letter in
letters that run from right to left.

Real translations come and go; this has every word of the sheet, with its values, marks and signs where they were.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

__all__ = ["DRILLS", "fill_shelf"]

CONTENT = Path(__file__).parent.parent / "content"
DRILLS = ("clamshell", "glute-bridge", "hamstring-stretch", "wall-sit", "hinge-with-dowel", "chin-tuck")
_ABC = "abcdefghijklmnopqrstuvwxyz"
LETTERS = {
    "ar": dict(zip(_ABC, "ابتديفغهيجكلمنوبقرسطعفوخيز", strict=True)),
    "he": dict(zip(_ABC, "אבצדאפגהיגכלמנופקרסתעבוחיז", strict=True)),
}
_KEPT = re.compile(r"(\{[^}]*\})")
_TEXTS = frozenset((
    "name", "why", "start", "equipment", "text", "cues", "mistakes", "stop", "easier", "harder", "caption", "alt",
    "about", "phase", "move_on", "go_back", "finish", "action",
))  # fmt: skip
_CODES = frozenset(("language", "direction", "clock", "plurals", "week_start", "also", "colours", "digits"))


def _turned(value: Any, letters: dict[str, str]) -> Any:
    """All texts of a value with other letters."""
    if isinstance(value, dict):
        return {key: one if key in _CODES else _turned(one, letters) for key, one in value.items()}
    if isinstance(value, list):
        return [_turned(one, letters) for one in value]
    if not isinstance(value, str):
        return value
    parts = enumerate(_KEPT.split(value))
    return "".join(part if at % 2 else "".join(letters.get(one.lower(), one) for one in part) for at, part in parts)


def _known(value: Any, letters: dict[str, str]) -> Any:
    """The same of the fields that hold words, which stand among codes."""
    if isinstance(value, dict):
        return {
            key: _turned(one, letters)
            if key in _TEXTS and not isinstance(one, dict) and _plain(one)
            else _known(one, letters)
            for key, one in value.items()
        }
    return [_known(one, letters) for one in value] if isinstance(value, list) else value


def _plain(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(one, str) for one in value))


def fill_shelf(folder: Path, language: str) -> None:
    """Put words and drills of a language into a clinic's folder."""
    letters = LETTERS[language]
    for name in ("words", "drills", "programs"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    words = _turned(yaml.safe_load((CONTENT / "words" / "en.yaml").read_text("utf-8")), letters)
    words["dates"]["days_short"] = [day[:2] for day in words["dates"]["days_short"]]
    _save(folder / "words" / f"{language}.yaml", {**words, "language": language, "direction": "rtl"})
    for kind, names in (("drills", DRILLS),):
        for name in names:
            data = _known(yaml.safe_load((CONTENT / kind / f"{name}.yaml").read_text("utf-8")), letters)
            data.pop("keywords", None)
            _save(folder / kind / f"{name}-{language}.yaml", {**data, "language": language})


def _save(path: Path, data: dict[str, Any]) -> None:
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=200), "utf-8")
