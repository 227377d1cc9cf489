"""Reads one YAML file into plain data and a map of line numbers, without surprises.

YAML 1.1 reads ``on`` as true, ``1:30`` as 90 and ``2026-11-23`` as a date object. Here only
``true``/``false`` are booleans and only plain decimal numbers are numbers; the rest stays text,
and the field that receives it decides what it means. Aliases are refused, so nothing can explode.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import yaml

from handouts.base.plaintext import visible
from handouts.base.problems import Problem
from handouts.library.yamlsource import MAX_BYTES, Loc, Source, read_bytes
from handouts.library.yamltraps import lost

__all__ = ["MAX_BYTES", "Loc", "Source", "composed", "marks_of", "parse_yaml", "read_bytes", "read_yaml"]

_MAX_NODES = 100_000
_MAX_DEPTH = 20

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _PlainLoader(_Base):  # type: ignore[misc]  # libyaml's loader where it is built in
    """A safe loader whose only non-text scalars are null, true/false, and decimal numbers."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}


for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", "~nN"),
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?(0|[1-9][0-9]*)", "-+0123456789"),
    ("float", r"[-+]?(0|[1-9][0-9]*)\.[0-9]+", "-+0123456789"),
):
    _PlainLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), [*_first, *([""] if _tag == "null" else [])]
    )


def read_yaml(path: Path, name: str | None = None) -> Source:
    """Read a file. Every fault, from a missing file to a duplicate key, is a Problem in the result."""
    name = name or str(path)
    raw = read_bytes(path, name)
    return raw if isinstance(raw, Source) else parse_yaml(raw, name)


def parse_yaml(raw: bytes, name: str) -> Source:
    """Turn the bytes of a YAML file into data. See ``read_yaml``."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        hint = "Save the file as UTF-8 (in most editors: Save as, Encoding, UTF-8)."
        return Source(name, problems=(Problem(name, line, "is not UTF-8 text", hint),))
    return _parse(text, name)


def composed(text: str) -> yaml.Node | None:
    """The tree of a text that ``parse_yaml`` finds nothing wrong with: where each key and value stands in it."""
    return yaml.compose(text, Loader=_PlainLoader)


def marks_of(text: str) -> bool:
    """Whether a text names parts of itself (anchors), or says of a value what it is (tags)."""
    events = list(yaml.parse(text, Loader=_PlainLoader))
    return any(getattr(event, "anchor", None) or getattr(event, "tag", None) not in (None, "!") for event in events)


def _parse(text: str, name: str) -> Source:
    problems = list(_tabs(text, name))
    if problems:
        return Source(name, problems=tuple(problems))
    try:
        problems = list(_survey(text, name))
        if problems:
            return Source(name, problems=tuple(problems))
        root = yaml.compose(text, Loader=_PlainLoader)
    except yaml.YAMLError as error:
        return Source(name, problems=(_syntax(error, text, name),))
    lines: dict[Loc, int] = {}
    data = _plain(root, (), lines, problems, name)
    return Source(name, data, lines, tuple(problems), tuple(lost(root, text, name)))


def _tabs(text: str, name: str) -> Iterator[Problem]:
    for number, line in enumerate(text.splitlines(), 1):
        indent = line[: len(line) - len(line.lstrip())]
        if "\t" in indent and line.strip():
            yield Problem(name, number, "starts with a tab", "Use spaces to indent: two for each level.")


def _survey(text: str, name: str) -> Iterator[Problem]:
    """Look over the events before anything is built: aliases, depth, and sheer number."""
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=_PlainLoader)):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            yield Problem(name, line, f"uses an alias (*{event.anchor})", "Write the text out where it is needed.")
        elif isinstance(event, yaml.DocumentStartEvent) and count > 1:
            yield Problem(name, line, "starts a second document", "Keep one document a file: remove the --- line.")
        elif isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _MAX_DEPTH or count > _MAX_NODES:
            what = "is nested too deeply" if depth > _MAX_DEPTH else "holds too many items"
            yield Problem(name, line, what, "Check that it is the right file.")
            return


def _syntax(error: yaml.YAMLError, text: str, name: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    said = getattr(error, "problem", None) or getattr(error, "reason", None) or "cannot be understood"
    position = getattr(error, "position", None)
    line = (
        min(mark.line + 1, len(text.splitlines()) or 1)
        if mark
        else text.count("\n", 0, position) + 1
        if isinstance(position, int)
        else 1
    )
    if "special characters" in str(said) or "control characters" in str(said):
        return Problem(name, line, "holds a control character", "Delete the invisible character on this line.")
    if mark and _open_brackets(text, mark.line, mark.column) > _MAX_DEPTH:  # libyaml has a limit of its own
        return Problem(name, line, "is nested too deeply", "Check that it is the right file.")
    hint = "Check the indentation, and put text that holds “: ” or starts with a sign in quotes."
    if mark and (before := _cut(text, line)):  # a comment swallows the bracket that ends the block
        hint = f'YAML takes “{before}” as a comment to the end of the line. Put the value in quotes, as in "#1B3A57".'
    return Problem(name, line, f"is not valid YAML here: {said}", hint)


_SIGN = re.compile(r"[ \t](#[^\s#][^,}\]\s]*)")


def _cut(text: str, line: int) -> str:
    """A word after “ #” on this line or on the one before, where brackets are open without it; else nothing."""
    bare = re.sub(r"[ \t]#[^\n]*", "", text)
    if _open_brackets(bare, line - 1, len(bare)) <= 0:
        return ""
    rows = text.split("\n")[max(0, line - 2) : line]
    found = [match for row in reversed(rows) if (match := _SIGN.search(row))]
    return visible(found[0][1])[:40] if found else ""


def _open_brackets(text: str, line: int, column: int) -> int:
    """How many brackets are open at a place (both from 0). Those inside quotes count too: it only picks the words."""
    lines = text.split("\n")[: line + 1]
    before = "\n".join([*lines[:-1], lines[-1][:column]]) if len(lines) > line else text
    return sum(before.count(sign) for sign in "[{") - sum(before.count(sign) for sign in "]}")


def _plain(node: yaml.Node | None, loc: Loc, lines: dict[Loc, int], problems: list[Problem], name: str) -> Any:
    if node is None:
        return None
    lines.setdefault(loc, node.start_mark.line + 1)
    if not isinstance(node, yaml.ScalarNode) and not node.tag.endswith((":map", ":seq")):
        problems.append(Problem(name, node.start_mark.line + 1, f"uses the tag “{node.tag[:60]}”", "Remove the tag."))
        return None
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, loc, lines, problems, name)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*loc, index), lines, problems, name) for index, item in enumerate(node.value)]
    return _scalar(node, problems, name)


def _mapping(
    node: yaml.MappingNode, loc: Loc, lines: dict[Loc, int], problems: list[Problem], name: str
) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            problems.append(Problem(name, line, "has a list or a block as a key", "A key is a single word."))
            continue
        key = str(key_node.value)
        if key in result:
            first = lines[(*loc, key)]
            message = f"has the key “{key[:60]}” twice (first on line {first})"
            problems.append(Problem(name, line, message, "Keep one of them."))
            continue
        lines[(*loc, key)] = line
        result[key] = _plain(value_node, (*loc, key), lines, problems, name)
    return result


def _scalar(node: yaml.Node, problems: list[Problem], name: str) -> Any:
    value = str(node.value)
    kind = node.tag.rpartition(":")[2]
    if kind == "str":
        return value
    try:
        if kind == "null":
            return None
        if kind == "bool":
            return value.lower() == "true"
        if kind == "int" and len(value) < 20:
            return int(value)
        if kind == "float" and len(value) < 40:
            return float(value)
    except ValueError:  # a tag such as !!int written before something that is none
        pass
    message, hint = f"has a value that cannot be read as “{kind[:40]}”", "Remove the tag, or write plain text."
    if kind in ("int", "float") and re.fullmatch(r"[-+\d.]{20,}", value):
        message, hint = "has a number that is too long", "Check it."
    problems.append(Problem(name, node.start_mark.line + 1, message, hint))
    return None
