"""READ: what gets lost in a YAML file without being wrong. Comes in: a file's nodes and text; goes out: warnings.

YAML takes “ #” for the start of a comment, in the middle of a clinic's name too, and a key without a value for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from handouts.base.problems import Problem, ProblemKind

__all__ = ["lost"]

_CUT = re.compile(r"[ \t]+(#(?:[^\s#].*|[ \t]*\d+[a-zA-Z]?[ \t]*))$")
"""A “comment” that reads like a part of the text: “#5”, “# 12b”, “#stayfit daily”; not “# what it is for”."""
_COMMENT = re.compile(r"[ \t]*(#.*)$")


def lost(root: yaml.Node | None, text: str, name: str) -> Iterator[Problem]:
    """A warning for each value that was cut short by a “#”, and for each key without a value."""
    rows = text.split("\n")
    stack: list[tuple[str, yaml.Node]] = [("", root)] if root is not None else []
    while stack:
        key, node = stack.pop()
        if isinstance(node, yaml.MappingNode):
            stack += [(str(of.value) if isinstance(of, yaml.ScalarNode) else "", value) for of, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            stack += [(key, item) for item in node.value]
        elif isinstance(node, yaml.ScalarNode) and not node.style:
            yield from _told(key, node, rows, name)


def _told(key: str, node: yaml.ScalarNode, rows: list[str], name: str) -> Iterator[Problem]:
    """``node`` is a value without quotes."""
    at = node.end_mark.line
    rest = rows[at][node.end_mark.column :].rstrip("\r") if at < len(rows) else ""
    if node.value and node.tag.endswith((":str", ":int", ":float")) and (cut := _CUT.match(rest)):
        if not node.tag.endswith(":str") and not cut[1][1:2].strip():
            return  # “rest: 30  # 2 breaths” says what the number means
        message = f"{key}: the text ends before “{cut[1][:40]}”, for YAML takes “ #” as the start of a comment"
        quoted = f"{node.value} {cut[1]}".replace("\\", "\\\\").replace('"', '\\"')
        hint = f'Put all of it in quotes: {key}: "{quoted[:120]}"; or write “# ” and a space, if it is a comment.'
        yield Problem(name, at + 1, message, hint, warning=True, kind="lost")
    elif not node.value and node.tag.endswith(":null") and key:
        comment = _COMMENT.match(rest)
        if comment and not comment[1][1:2].strip():
            comment = None
        why = f", for YAML takes “{comment[1][:40]}” as a comment" if comment else ""
        hint = f'Put it in quotes: {key}: "{comment[1][:80]}"' if comment else "Write one, or remove the line."
        kind: ProblemKind = "lost" if comment else ""
        yield Problem(name, node.start_mark.line + 1, f"{key}: has no value{why}", hint, warning=True, kind=kind)
