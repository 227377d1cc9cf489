"""RUNS: an overlay as the text of its YAML file, so that a person can mend it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

import yaml

from handouts.library.overlays.model import Overlay, Reviewed, Signature, Signed
from handouts.library.overlays.shelf import Kind

__all__ = ["overlay_text", "signed_text"]

_WIDTH, _STICKS = 118, "\0"


def overlay_text(overlay: Overlay, kind: Kind) -> str:
    """The file, its keys in the overlay’s order."""
    above = "../.." if kind == "clinic" else "../../.."
    whose = "clinic" if kind == "clinic" else kind[:-1]
    lines = [
        f"# yaml-language-server: $schema={above}/schema/overlay.json",
        f"# The {whose}’s texts. All else is the source’s. made_from says which source text each was made from.",
        f"of: {overlay.of}",
        f"language: {_scalar(overlay.language)}",
        f"status: {overlay.status}",
    ]
    if overlay.reviewed:
        lines.append(f"reviewed: {_reviewed(overlay.reviewed)}")
    if overlay.drafts:
        lines += _flow("drafts", "[", overlay.drafts, "]")
    lines += ["texts:", *(f"  {key}: {_scalar(text)}" for key, text in overlay.texts.items())]
    lines += _flow("made_from", "{", (f"{key}: {_scalar(made)}" for key, made in overlay.made_from.items()), "}")
    return "\n".join(lines) + "\n"


def signed_text(signed: Signed) -> str:
    """The file of signatures."""
    lines = [
        "# What has been read and signed; “handouts translate sign” writes it. A signature holds for those very texts.",
        f"language: {_scalar(signed.language)}",
    ]
    if signed.words:
        lines.append(f"words: {_signature(signed.words)}")
    for name, given in (("drills", signed.drills), ("programs", signed.programs)):
        if given:
            lines += [f"{name}:", *(f"  {_scalar(key)}: {_signature(one)}" for key, one in sorted(given.items()))]
    if signed.clinic:
        lines.append(f"clinic: {_signature(signed.clinic)}")
    return "\n".join(lines) + "\n"


def _reviewed(one: Reviewed) -> str:
    return f"{{ by: {_quoted(one.by)}, on: {one.on} }}"


def _signature(one: Signature) -> str:
    return f"{{ by: {_quoted(one.by)}, on: {one.on}, texts: {_scalar(one.texts)} }}"


def _flow(key: str, opened: str, parts: Iterable[str], closed: str) -> list[str]:
    """A key with many short values, on as few lines as hold them."""
    whole = ", ".join(part.replace(" ", _STICKS) for part in parts)  # a key and its value stay on a line
    rows = textwrap.wrap(whole, _WIDTH, break_long_words=False, break_on_hyphens=False)
    rows = [row.replace(_STICKS, " ") for row in rows]
    if len(rows) <= 1:
        return [f"{key}: {opened}{''.join(rows)}{closed}"]
    return [f"{key}: {opened}", *(f"  {row}" for row in rows), f"  {closed}"]


def _scalar(text: str) -> str:
    """A text as YAML has it: bare where it is read back as it stands, else in quotes."""
    return str(yaml.safe_dump(text, allow_unicode=True, width=10**9)).removesuffix("\n").removesuffix("\n...")


def _quoted(text: str) -> str:
    return str(yaml.safe_dump(text, allow_unicode=True, width=10**9, default_style='"')).removesuffix("\n")
