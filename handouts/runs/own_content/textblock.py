"""A part of a YAML file as a text by itself: a drill's figure, a program's weeks. It goes back with its comments."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from handouts.library.yamlfile import parse_yaml
from handouts.runs.own_content.yamltext import document, item

__all__ = ["block_text", "put_block", "with_block"]


def _found(whole: str, key: str) -> re.Match[str] | None:
    """The lines below a key of the file's top, up to the next one."""
    pattern = rf"^{key}:[ ]*(?:#[^\n]*)?\n((?:(?:[ ]+|-[ ])[^\n]*(?:\n|\Z)|[ ]*\n)+)"
    return re.search(pattern, whole, re.MULTILINE)


def block_text(whole: str, key: str, value: Any) -> str:
    """What stands below a key, by itself; empty where ``value``, which the file holds there, is no block."""
    if not isinstance(value, (Mapping, list)) or not value:
        return ""
    found = _found(whole.replace("\r\n", "\n"), key)
    if found:
        rows = found[1].rstrip().split("\n")
        deep = min((len(row) - len(row.lstrip()) for row in rows if row.strip()), default=0)
        text = "\n".join(row[deep:] for row in rows) + "\n"
        if parse_yaml(text.encode(), key).data == value:
            return text
    return document(value) if isinstance(value, Mapping) else "".join(item(one, 0) for one in value)


def with_block(whole: str, key: str, text: str) -> str:
    """The file with another text below a key; the same where it has none there."""
    found = _found(whole, key)
    if not found or not text.strip():
        return whole
    rows = [f"  {row}" if row.strip() else "" for row in text.replace("\r\n", "\n").rstrip().split("\n")]
    after = found[1][len(found[1].rstrip()) :]
    return whole[: found.start(1)] + "\n".join(rows) + (after or "\n") + whole[found.end(1) :]


def put_block(raw: bytes, key: str, text: str, wanted: Mapping[str, Any]) -> bytes:
    """The file with a text below a key, comments and all, where it then holds what is wanted; else as it is."""
    whole = raw.decode("utf-8")
    if "\r" in whole:
        return raw
    tried = with_block(whole, key, text).encode("utf-8")
    source = parse_yaml(tried, key)
    return tried if not source.problems and source.data == wanted else raw
