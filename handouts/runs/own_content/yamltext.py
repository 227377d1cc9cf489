"""Plain data as YAML text that our strict reader, and every other reader of YAML, takes for just that data.

Text is written without quotes only where YAML 1.1 and 1.2 both read it as text: ``no``, ``1.20``, ``12:30`` and ``on``
get quotes.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import yaml

__all__ = ["WIDTH", "Quotes", "block_scalar", "document", "entry", "flow", "item", "scalar"]

WIDTH = 100
"""Columns that a line may take before it is broken or becomes a block."""
Quotes = Literal["", "'", '"']

_NUMBERISH = re.compile(r"[-+.]?[0-9][0-9_.,:eExXoOa-fA-F+/-]*")
_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", "=", "<<"})
_UNSAFE = re.compile(r""": |:$| #|^[\s\-?:,\[\]{}#&*!|>'"%@`]|\s$|\.\.\.|---""")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
_RESOLVER = yaml.SafeLoader("")
_SHORT, _SHORT_ITEM = 90, 28


def scalar(value: Any, quotes: Quotes = "", *, inside: bool = False) -> str:
    """One value on one line. ``quotes`` are those that it had; ``inside`` brackets fewer signs go without any.

    ValueError where it is no text, number, true, false or null.
    """
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, (int, float)):
        return str(int(value)) if value == int(value) else f"{value:.6f}".rstrip("0")
    if not isinstance(value, str):
        raise ValueError(f"cannot be written: {type(value).__name__}")  # noqa: TRY004  # callers collect ValueErrors
    if not quotes and _is_plain(value, inside=inside):
        return value
    if quotes == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    return '"' + "".join(map(_escaped, value)) + '"'


def _is_plain(text: str, *, inside: bool) -> bool:
    if not text or _UNSAFE.search(text) or not text.isprintable():
        return False
    if inside and any(sign in text for sign in ",[]{}"):
        return False
    if _NUMBERISH.fullmatch(text) or text.lower() in _WORDS:
        return False
    resolved = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]  # PyYAML's own
    return bool(resolved == "tag:yaml.org,2002:str")


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char.isprintable():
        return char
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def block_scalar(text: str, indent: int, sign: Literal[">", "|"]) -> str | None:
    """A text as a block of lines, each ``indent`` deep, without the last line's end; None where it cannot be one."""
    if not text.strip() or not text.replace("\n", "").isprintable() or text != text.strip():
        return None
    pad = " " * indent
    if sign == "|":
        rows = text.split("\n")
        if any(row != row.strip() for row in rows):
            return None
    else:
        if "\n" in text or "  " in text:
            return None
        rows = textwrap.wrap(text, WIDTH + 10 - indent, break_long_words=False, break_on_hyphens=False)
    return f"{sign}-\n" + "\n".join(f"{pad}{row}" if row else "" for row in rows)


def flow(value: Any, *, padded: bool = False) -> str:
    """A value in brackets, on one line. ``padded`` has a space within braces."""
    if isinstance(value, Mapping):
        inner = ", ".join(f"{scalar(key, inside=True)}: {flow(one, padded=padded)}" for key, one in value.items())
        return f"{{ {inner} }}" if padded and inner else f"{{{inner}}}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(flow(one, padded=padded) for one in value) + "]"
    return scalar(value, inside=True)


def entry(key: str, value: Any, indent: int) -> str:
    """A key and its value as lines, ``indent`` deep, each with its end."""
    return f"{' ' * indent}{scalar(key)}:{_after(value, indent, 2)}"


def item(value: Any, indent: int) -> str:
    """An item of a list as lines, its dash ``indent`` deep."""
    if isinstance(value, Mapping) and value and not (_fits(value, indent) and not _has_blocks(value)):
        first, *rest = [entry(str(key), one, indent + 2) for key, one in value.items()]
        return f"{' ' * indent}- {first[indent + 2 :]}" + "".join(rest)
    if isinstance(value, (list, tuple)):
        return f"{' ' * indent}- {flow(value)}\n"
    return f"{' ' * indent}-{_after(value, indent, 2)}"


def _after(value: Any, indent: int, step: int) -> str:
    """What comes after a colon or a dash."""
    if isinstance(value, str):
        return f" {_text(value, indent + step)}\n"
    if not isinstance(value, (Mapping, list, tuple)):
        return f" {scalar(value)}\n"
    if not value or _fits(value, indent):
        return f" {flow(value)}\n"
    if isinstance(value, Mapping):
        return "\n" + "".join(entry(str(key), one, indent + step) for key, one in value.items())
    return "\n" + "".join(item(one, indent + step) for one in value)


def _text(value: str, indent: int) -> str:
    if "\n" in value:
        return block_scalar(value, indent, "|") or scalar(value)
    if len(value) > WIDTH + 10 - indent:
        return block_scalar(value, indent, ">") or scalar(value)
    return scalar(value)


def _fits(value: Mapping[str, Any] | Sequence[Any], indent: int) -> bool:
    """Whether a value reads well in brackets on one line: few short things."""
    if isinstance(value, Mapping):
        leaves = [one for one in value.values() if isinstance(one, Mapping)]
        depth = all(not isinstance(one, Mapping) or not any(map(_holds, one.values())) for one in leaves)
        lists = [one for one in value.values() if isinstance(one, (list, tuple))]
        return depth and not any(_holds(one) for many in lists for one in many) and len(flow(value)) + indent <= _SHORT
    short = all(not _holds(one) and len(str(one)) <= _SHORT_ITEM and "," not in str(one) for one in value)
    return short and len(flow(value)) + indent <= _SHORT


def _has_blocks(value: Mapping[str, Any]) -> bool:
    return len(value) == 1 or any(isinstance(one, Mapping) for one in value.values())


def _holds(value: Any) -> bool:
    return isinstance(value, (Mapping, list, tuple))


def document(data: Mapping[str, Any], head: Sequence[str] = ()) -> str:
    """A whole file. ``head`` are lines of comments, without their “#”."""
    return "".join(f"# {line}\n" for line in head) + "".join(entry(str(key), one, 0) for key, one in data.items())
