"""Changes a YAML file in place: only the lines of what has changed are others, every comment stays where it is.

The reader's own tree says from where to where each value stands; what has changed is written there, and what comes out
is read again: it must hold just what was meant. Where it does not, nothing is changed, and the lines to change by hand
are told.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, cast

import yaml

from handouts.base.problems import HandoutsError, Problem
from handouts.library.yamlfile import composed, marks_of, parse_yaml
from handouts.runs.own_content.yamltext import WIDTH, Quotes, block_scalar, entry, flow, item, scalar

__all__ = ["changed", "same"]

_BOM = b"\xef\xbb\xbf"
_DASH = re.compile(r"[ ]*-[ ]+")


class _UnsafeError(Exception):
    """A form that is not changed here."""


def same(one: Any, other: Any) -> bool:
    """Whether two values are alike in YAML: 1 is not true, and 30 is 30.0."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def changed(raw: bytes, name: str, wanted: Mapping[str, Any], order: Sequence[str] = ()) -> bytes:
    """A file's bytes with other contents, its comments, order and form kept.

    ``name`` is how the file is told of. ``order``: all keys of the file's top, as they are to follow each other where
    one is new. HandoutsError where the file is at fault, or has a form that cannot be changed without harm: it says
    which lines to write by hand.
    """
    source = parse_yaml(raw, name)
    if source.problems:
        raise HandoutsError(source.problems)
    old = source.data if isinstance(source.data, dict) else {}
    if same(old, wanted):
        return raw
    try:
        after = _edited(raw, old, wanted, order)
    except (_UnsafeError, ValueError) as error:
        raise _by_hand(name, old, wanted, str(error)) from error
    again = parse_yaml(after, name)
    if again.problems or not same(again.data, wanted) or len(again.warnings) > len(source.warnings):
        raise _by_hand(name, old, wanted, "it has a form that only a person can change")
    if _comments(raw) - _comments(after):
        raise _by_hand(name, old, wanted, "a comment would be lost")
    return after


def _comments(raw: bytes) -> Counter[str]:
    """Whole lines of comments; what only looks like one, within a text of several lines, is none."""
    text = raw.removeprefix(_BOM).decode("utf-8").replace("\r\n", "\n")
    inside: set[int] = set()
    nodes = [composed(text)]
    while nodes:
        node = nodes.pop()
        if isinstance(node, yaml.MappingNode):
            nodes += [one for pair in node.value for one in pair]
        elif isinstance(node, yaml.SequenceNode):
            nodes += node.value
        elif isinstance(node, yaml.ScalarNode) and (node.style in ("|", ">") or node.style in ("'", '"')):
            last = text.count("\n", 0, len(text[: node.end_mark.index].rstrip()))
            inside |= set(range(node.start_mark.line + 1, last + 1))
    rows = enumerate(text.split("\n"))
    return Counter(row.strip() for number, row in rows if row.lstrip().startswith("#") and number not in inside)


def _edited(raw: bytes, old: Mapping[str, Any], wanted: Mapping[str, Any], order: Sequence[str]) -> bytes:
    text = raw.removeprefix(_BOM).decode("utf-8")
    breaks = "\r\n" if "\r\n" in text else "\n"
    text = text.replace("\r\n", "\n")
    if "\r" in text:
        raise _UnsafeError("its lines end as those of very old computers")
    if marks_of(text):
        raise _UnsafeError("it has anchors or tags")
    root = composed(text)
    if root is None:
        made = text + ("" if not text or text.endswith("\n") else "\n")
        made += "".join(entry(key, value, 0) for key, value in wanted.items())
    elif not isinstance(root, yaml.MappingNode):
        raise _UnsafeError("it holds no keys at its top")
    else:
        edit = _Edit(text, order)
        edit.mapping(root, old, wanted)
        made = edit.text()
    data = made.replace("\n", breaks).encode("utf-8")
    return _BOM + data if raw.startswith(_BOM) else data


def _by_hand(name: str, old: Mapping[str, Any], wanted: Mapping[str, Any], why: str) -> HandoutsError:
    """That the file cannot be changed here, and what to write into it."""
    found = [Problem(name, 0, f"cannot be changed here without harm: {why}", "Change these lines by hand.")]
    for key in dict.fromkeys((*wanted, *old)):
        if key not in wanted:
            found.append(Problem(name, 0, f"remove “{key}” and what belongs to it"))
        elif key not in old or not same(old[key], wanted[key]):
            found.append(Problem(name, 0, f"write: {entry(key, wanted[key], 0).rstrip()}"))
    return HandoutsError(found)


class _Edit:
    """Collects replacements of parts of a text; none of them overlaps another."""

    def __init__(self, text: str, order: Sequence[str]) -> None:
        self._text, self._order = text, list(order)
        self._parts: list[tuple[int, int, str]] = []

    def text(self) -> str:
        """The text with all that was put in."""
        out, at = [], 0
        for start, end, new in sorted(self._parts, key=lambda part: part[:2]):
            if start < at:
                raise _UnsafeError("two changes stand on one line")
            out += [self._text[at:start], new]
            at = end
        return "".join([*out, self._text[at:]])

    def _put(self, start: int, end: int, new: str) -> None:
        self._parts.append((start, end, new))

    def _line_start(self, at: int) -> int:
        return self._text.rfind("\n", 0, at) + 1

    def _line_end(self, at: int) -> int:
        """After the end of the line that holds a place."""
        found = self._text.find("\n", at)
        return len(self._text) if found < 0 else found + 1

    def _end(self, node: yaml.Node) -> int:
        """Where a value ends, without the break after its last line."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self._end(last[1] if isinstance(last, tuple) else last)
        end = int(node.end_mark.index)
        if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
            end = len(self._text[:end].rstrip())
        return end

    def _inserted(self, at: int, lines: str) -> None:
        """Put whole lines in before a place where a line starts, or at the text's end."""
        bare = at and self._text[at - 1] != "\n"
        self._put(at, at, f"\n{lines}" if bare else lines)

    def _taken_out(self, start: int, end: int) -> None:
        """Take whole lines out, but for those of comments between them."""
        rows = self._text[start:end].splitlines(keepends=True)
        self._put(start, end, "".join(row for row in rows[1:] if row.lstrip().startswith("#")))

    # --- keys -------------------------------------------------------------------------------------

    def mapping(self, node: yaml.MappingNode, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        """Change a block of keys, or keys in braces."""
        there = {str(key.value): (key, value) for key, value in node.value}
        gone, added = [key for key in there if key not in new], [key for key in new if key not in there]
        if node.flow_style and (gone or added):
            self._whole(node, new)
            return
        for key, (key_node, value) in there.items():
            if key in new and not same(old[key], new[key]):
                self._value(key_node, value, old[key], new[key], inside=bool(node.flow_style))
        if gone:
            self._without(node, [there[key] for key in gone], gone)
        for after, keys in self._places(list(there), [key for key in new if key not in gone], added):
            self._add(there[after], node, {key: new[key] for key in keys})

    def _places(self, there: list[str], new: list[str], added: list[str]) -> Iterator[tuple[str, list[str]]]:
        """After which key that is there each new one comes."""
        order = self._order if set(added) <= set(self._order) else new
        found: dict[str, list[str]] = {}
        for key in sorted(added, key=order.index):
            before = [one for one in order[: order.index(key)] if one in there and one in new]
            found.setdefault(before[-1] if before else there[0], []).append(key)
        yield from found.items()

    def _add(self, after: tuple[yaml.Node, yaml.Node], node: yaml.MappingNode, values: Mapping[str, Any]) -> None:
        """Put keys in after one that is there; each after a comment that shows how to write it, where one does."""
        indent = int(node.value[0][0].start_mark.column)
        usual = self._line_end(self._end(after[1]))
        for key, value in values.items():
            shown = re.search(rf"^[ ]{{{indent}}}#[ ]?{re.escape(key)}:.*(?:\n|\Z)", self._text, re.MULTILINE)
            self._inserted(shown.end() if shown and not indent else usual, entry(key, value, indent))

    def _without(
        self, node: yaml.MappingNode, gone: Sequence[tuple[yaml.Node, yaml.Node]], names: Sequence[str]
    ) -> None:
        if len(gone) == len(node.value):
            raise _UnsafeError("nothing would be left of a block")
        for key, value in gone:
            start = self._line_start(key.start_mark.index)
            if self._text[start : key.start_mark.index].strip():  # after the dash of an item
                after = node.value[1][0]
                between = self._text[self._end(value) : after.start_mark.index]
                if between.strip() or str(after.value) in names:
                    raise _UnsafeError("a comment stands between the keys of an item")
                self._put(key.start_mark.index, after.start_mark.index, "")
            else:
                self._taken_out(start, self._line_end(self._end(value)))

    # --- values -----------------------------------------------------------------------------------

    def _value(self, key: yaml.Node | None, node: yaml.Node, old: Any, new: Any, *, inside: bool) -> None:
        """Change what stands after a key, or (None) after a dash; ``inside`` brackets or not."""
        if isinstance(node, yaml.MappingNode) and isinstance(new, Mapping) and old and new:
            if set(old) & set(new):
                self.mapping(node, old, new)
                return
        elif isinstance(node, yaml.SequenceNode) and isinstance(new, (list, tuple)) and old and new:
            self._sequence(node, old, new)
            return
        if isinstance(node, yaml.ScalarNode) and not isinstance(new, (Mapping, list, tuple)):
            self._scalar(key, node, new, inside=inside)
        elif key is None or inside or getattr(node, "flow_style", False):
            self._whole(node, new)
        else:
            self._after_colon(key, node, new)

    def _scalar(self, key: yaml.Node | None, node: yaml.ScalarNode, new: Any, *, inside: bool) -> None:
        start, end = int(node.start_mark.index), self._end(node)
        if node.style in ("|", ">") and key is not None and isinstance(new, str):
            indent = int(key.start_mark.column) + 2
            block = block_scalar(new, indent, "|" if "\n" in new else cast("Any", node.style))
            self._put(start, end, block or scalar(new))
            return
        quotes = cast("Quotes", node.style if isinstance(new, str) and node.style in ("'", '"') else "")
        text = scalar(new, quotes, inside=inside)
        rest = self._text[end : self._line_end(end)].strip()
        if key is not None and not inside and isinstance(new, str) and not rest:
            text = self._long(new, int(key.start_mark.column), text)
        spaced = start and self._text[start - 1] in ":-"  # nothing stood there
        self._put(start, end, f" {text}" if spaced else text)

    def _long(self, new: str, column: int, otherwise: str) -> str:
        """A text that takes several lines as a block."""
        if "\n" in new or column + len(otherwise) > WIDTH + 20:
            return block_scalar(new, column + 2, "|" if "\n" in new else ">") or otherwise
        return otherwise

    def _whole(self, node: yaml.Node, new: Any) -> None:
        """Write a value in brackets anew."""
        start, end = int(node.start_mark.index), self._end(node)
        span = self._text[start:end]
        if not getattr(node, "flow_style", True) or re.search(r"(^|\s)#", span):
            raise _UnsafeError("a comment or a block stands where there would be one value")
        self._put(start, end, flow(new, padded=span.startswith("{ ")))

    def _after_colon(self, key: yaml.Node, node: yaml.Node, new: Any) -> None:
        """Write all that stands after a key anew; whole lines of comments there are kept below it."""
        colon = self._text.index(":", int(key.end_mark.index)) + 1
        end = max(self._end(node), colon)
        indent = int(key.start_mark.column)
        kept = re.findall(r"^[ ]*(#.*)$", self._text[colon:end], re.MULTILINE)
        lines = entry("x", new, indent).rstrip("\n")[indent + 2 :]
        comments = "".join(f"\n{' ' * (indent + 2)}{one}" for one in kept)
        head = self._text[colon : self._text.find("\n", colon)] if "\n" in self._text[colon:end] else ""
        if head.strip() and not lines.startswith("\n"):
            raise _UnsafeError("a comment stands after the key")
        self._put(colon, end, f"{head}{lines}" + comments if lines.startswith("\n") else lines + comments)

    # --- lists ------------------------------------------------------------------------------------

    def _sequence(self, node: yaml.SequenceNode, old: Sequence[Any], new: Sequence[Any]) -> None:
        if node.flow_style and (len(old) != len(new)):
            self._whole(node, new)
            return
        before, after = ([json.dumps(one, sort_keys=True, default=str) for one in many] for many in (old, new))
        blocks = [("replace", 0, len(old), 0, len(new))]
        if len(old) != len(new):
            blocks = [*SequenceMatcher(None, before, after, autojunk=False).get_opcodes()]
        inside = bool(node.flow_style)
        for _, low, high, first, last in blocks:
            both = min(high - low, last - first)
            for at in range(both):
                if not same(old[low + at], new[first + at]):
                    self._value(None, node.value[low + at], old[low + at], new[first + at], inside=inside)
            for at in range(low + both, high):
                self._taken_out(*self._item(node.value[at]))
            if last - first > both:
                self._new_items(node, low + both, new[first + both : last])

    def _item(self, node: yaml.Node) -> tuple[int, int]:
        """From where to where the lines of an item stand."""
        start = self._line_start(node.start_mark.index)
        if not _DASH.fullmatch(self._text[start : node.start_mark.index]):
            raise _UnsafeError("an item of a list does not stand on a line of its own")
        return start, self._line_end(self._end(node))

    def _new_items(self, node: yaml.SequenceNode, at: int, values: Sequence[Any]) -> None:
        """Put items in before the one of that number, or after the last."""
        start = self._item(node.value[0])[0]
        indent = len(re.match("[ ]*", self._text[start:])[0])  # type: ignore[index]  # it matches nothing, too
        where = self._item(node.value[at - 1])[1] if at else start
        self._inserted(where, "".join(item(value, indent) for value in values))
