"""Exercises in wger's form, with words of our own: its texts are under CC BY-SA, and so stay out of these tests.

``free-exercise-db.json`` beside this file holds two exercises of that collection as they are: it is in the public
domain (Unlicense).
"""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

FREEDB = Path(__file__).with_name("free-exercise-db.json")
RIGHTS = ("--licence", "Unlicense", "--origin", "https://github.com/yuhonas/free-exercise-db")
_OF_WORKS = {
    "license_title": "",
    "license_object_url": "",
    "license_author_url": "",
    "license_derivative_source_url": "",
}
WGER: dict[str, Any] = {
    "id": 4711,
    "uuid": "0f0e0d0c-0000-4000-8000-000000000001",
    "created": "2024-01-02T03:04:05+01:00",
    "last_update": "2024-01-02T03:04:05+01:00",
    "category": {"id": 9, "name": "Legs"},
    "muscles": [{"id": 10, "name": "Quadriceps femoris", "name_en": "Quads", "is_front": True}],
    "muscles_secondary": [{"id": 3, "name": "Serratus anterior", "name_en": "", "is_front": True}],
    "equipment": [{"id": 7, "name": "none (bodyweight exercise)"}, {"id": 4, "name": "Gym mat"}],
    "license": {
        "id": 2,
        "full_name": "Creative Commons Attribution Share Alike 4",
        "short_name": "CC-BY-SA 4",
        "url": "",
    },
    "license_author": "an editor",
    "images": [
        {
            "id": 5,
            "image": "https://wger.de/media/exercise-images/4711/chair-dip.png",
            "is_main": True,
            "style": "1",
            "license": 2,
            "license_author": "Ada Example",
            "author_history": ["Ada Example"],
            **_OF_WORKS,
        }
    ],
    "translations": [
        {
            "id": 1,
            "name": "Sesselstütz",
            "description": "<p>Stell dich vor den Sessel.</p>",
            "language": 1,
            "aliases": [],
            "notes": [],
            "license": 2,
            "license_author": "Ada Example",
            "author_history": [],
            **_OF_WORKS,
        },
        {
            "id": 2,
            "name": "Chair lowering",
            "description": "<p>Stand in front of a chair.</p><ol><li>Bend your knees, then sit down slowly.</li>"
            "<li>Push&nbsp;up &amp; stand <b>tall</b>; breathe out.</li></ol><script>alert(1)</script>"
            "<p>Tip: look straight ahead.</p><p>Repeat for eight repetitions.</p>",
            "language": 2,
            "aliases": [{"id": 3, "alias": "Slow sitting"}],
            "notes": [],
            "license": 2,
            "license_author": "",
            "author_history": ["Ada Example", "Bo Example"],
            **_OF_WORKS,
        },
    ],
    "variations": None,
    "videos": [],
}


def wger(**changes: Any) -> dict[str, Any]:
    """The exercise, with other values at its top, or in its English text (“text__license=…”) or picture."""
    item = copy.deepcopy(WGER)
    for name, value in changes.items():
        part, _, field = name.partition("__")
        target = {"text": item["translations"][1], "picture": item["images"][0]}.get(part) if field else item
        assert target is not None
        target[field or name] = value
    return item


def page(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A page of the API."""
    return {"count": len(items), "next": None, "previous": None, "results": list(items), **more}
