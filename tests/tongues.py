"""A made-up language for tests: English with a sign before each text, in a clinic's own folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from handouts.base.shipped import shipped
from handouts.library.load import load_library
from handouts.library.models import Drill, Program
from handouts.library.overlays.model import Overlay
from handouts.library.overlays.shelf import Kind, place_in
from handouts.library.overlays.texts import source_texts
from handouts.runs.translate.overlayfile import overlay_text

__all__ = ["TONGUE", "edit", "overlay_of", "put_overlay", "put_tongue", "put_words", "signed_overlay"]

TONGUE = "xx"


def put_words(clinic: Path, *, status: str = "") -> Path:
    """The sheet's own wording, as English has it but for a few words."""
    text = shipped("content", "words", "en.yaml").read_text("utf-8")
    for old, new in (("language: en\n", f"language: {TONGUE}\n{status}"), ("draft: This", "draft: ~This")):
        assert old in text
        text = text.replace(old, new)
    text = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("also:"))  # English is one
    path = clinic / "words" / f"{TONGUE}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def overlay_of(item: Drill | Program, change: Callable[[str], str] = lambda text: f"~{text}") -> Overlay:
    """A whole translation of a drill or program."""
    texts = source_texts(item)
    return Overlay(
        of=item.id,
        language=TONGUE,
        texts={key: change(one.text) for key, one in texts.items()},
        made_from={key: one.digest for key, one in texts.items()},
    )


def put_overlay(root: Path, kind: Kind, overlay: Overlay) -> Path:
    """Write it into a folder of languages."""
    path = place_in(root, TONGUE, kind, overlay.of)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(overlay_text(overlay, kind), "utf-8")
    return path


def put_tongue(clinic: Path, drills: Iterable[str] = ("clamshell",), programs: Iterable[str] = ()) -> None:
    """Words and translations of these."""
    library = load_library(clinic)
    put_words(clinic)
    shelves: tuple[tuple[Kind, Mapping, Iterable[str]], ...] = (
        ("drills", library.drills, drills),
        ("programs", library.programs, programs),
    )
    for kind, shelf, names in shelves:
        for name in names:
            put_overlay(clinic / "lang", kind, overlay_of(shelf[name, "en"]))


def edit(path: Path, *changes: tuple[str, str]) -> None:
    """Change a file's text; each old part must be there."""
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")


def signed_overlay(overlay: Overlay, by: str) -> Overlay:
    """The same, reviewed."""
    from handouts.library.overlays.model import Reviewed

    return replace(overlay, status="reviewed", reviewed=Reviewed(by=by, on="2026-11-20"))
