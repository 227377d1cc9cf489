"""One page for the browser with all that is to be settled: it fetches nothing, and runs no script but its own."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from handouts.base.ids import shown_id
from handouts.base.shipped import shipped
from handouts.runs.scans.answerfile import DIGITS
from handouts.runs.scans.points import COUNTS, EMPTY, LEFT, TICKED, OpenPoint, PointKind
from handouts.runs.scans.settling import OpenPage

__all__ = ["settle_page"]

_CHOICES: Mapping[PointKind, tuple[tuple[str, str, str], ...]] = {
    "box": ((TICKED, "Ticked", "T"), (EMPTY, "Empty", "E"), ("later", "Later", "L")),
    "page": ((COUNTS, "It counts", "Y"), (LEFT, "Throw it away", ""), ("later", "Later", "L")),
    "pain": (("nothing", "Nothing written", "E"), ("later", "Later", "L")),
    "text": (("nothing", "Nothing written", "E"), ("later", "Later", "L")),
}
"""Value, words and key of what can be chosen."""
_FIELDS: Mapping[PointKind, str] = {"pain": "Pain, 0 to 10, or in words", "text": "What it says"}


def settle_page(
    pages: Sequence[OpenPage], cutouts: Mapping[int, Mapping[str, bytes]], by: str, *, names: bool = False
) -> bytes:
    """The page, as UTF-8. ``cutouts`` are PNGs by numbers of returns and names of places; ``by`` is who settles.

    ``names``: with the patients' names; else the sheets' ids alone stand there.
    """
    from jinja2 import Environment, StrictUndefined

    style, script = (shipped("templates", "settle", f"page.{kind}").read_text("utf-8") for kind in ("css", "js"))
    policy = (
        f"default-src 'none'; img-src data:; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(shipped("templates", "settle", "page.html").read_text("utf-8"))
    text = template.render(
        policy=policy,
        style=style,
        script=script,
        count=sum(len(page.points) for page in pages),
        pages=_pages(pages, cutouts, names=names),
        by=by,
    )
    return text.encode()


def _hash(text: str) -> str:
    """How a policy names what may stand in the page itself."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _pages(
    pages: Sequence[OpenPage], cutouts: Mapping[int, Mapping[str, bytes]], *, names: bool
) -> list[dict[str, Any]]:
    number = 0
    found = []
    for page in pages:
        images = cutouts.get(page.ret.id, {})
        points = []
        for point in page.points:
            number += 1
            image = images.get(point.name, b"") if names or point.kind != "page" else b""  # a name stands on the page
            points.append(_point(point, number, image))
        found.append(
            {
                "sheet": page.ret.handout,
                "shown": shown_id(page.ret.handout),
                "number": page.ret.page,
                "title": f"page {page.ret.page}" if page.ret.page else "the PDF that came back",
                "picture": page.ret.digest[:DIGITS],
                "patient": page.of.patient if names and page.of else "",
                "points": points,
            }
        )
    return found


def _point(point: OpenPoint, number: int, image: bytes) -> dict[str, Any]:
    field = _FIELDS.get(point.kind, "")
    said = point.said
    if field and said is not None:
        said = "" if said else "nothing"
    return {
        "number": number,
        "name": point.name,
        "kind": point.kind,
        "label": point.label,
        "image": f"data:image/png;base64,{b64encode(image).decode()}" if image else "",
        "choices": _CHOICES[point.kind],
        "field": field,
        "typed": (point.said or "") if field else "",
        "said": said or "",
    }
