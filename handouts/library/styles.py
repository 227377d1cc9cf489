"""READ: the styles of an SVG picture. Comes in: its elements; goes out: for each, the values that it is drawn with.

Style sheets, classes, ``style`` attributes, variables and inheritance are worked out here, as a browser does it, so
that the drawing needs none of them. What would be drawn otherwise than it looks on a screen is refused by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

if TYPE_CHECKING:
    from cssselect2 import ElementWrapper, Matcher

__all__ = ["DEFAULTS", "Styles", "flat_or_png"]

flat_or_png = "use flat shapes only, or save it as PNG"
"""How to mend most of what is refused."""

DEFAULTS: Mapping[str, str] = {
    "fill": "black", "fill-opacity": "1", "fill-rule": "nonzero",
    "stroke": "none", "stroke-opacity": "1", "stroke-width": "1", "stroke-linecap": "butt", "stroke-linejoin": "miter",
    "stroke-miterlimit": "4", "stroke-dasharray": "none", "stroke-dashoffset": "0",
    "visibility": "visible", "color": "black", "paint-order": "normal",
    "opacity": "1", "display": "inline", "vector-effect": "none",
}  # fmt: skip
"""What is drawn with, and what it is where nothing says otherwise."""
_OWN = ("opacity", "display", "vector-effect")
"""Those that are not inherited."""
_ONLY = {
    "filter": ("none",), "mask": ("none",), "clip-path": ("none",), "clip": ("auto",), "transform": ("none",),
    "marker": ("none",), "marker-start": ("none",), "marker-mid": ("none",), "marker-end": ("none",),
    "mix-blend-mode": ("normal",), "backdrop-filter": ("none",), "mask-image": ("none",),
    "background": ("none", "white", "#fff", "#ffffff"), "background-color": ("none", "transparent", "white"),
}  # fmt: skip
"""Those that are not drawn, and the values at which that makes no difference."""
_HARMLESS = frozenset(
    [
        "isolation", "enable-background", "overflow", "clip-rule", "color-interpolation", "color-rendering",
        "color-interpolation-filters", "color-profile", "shape-rendering", "image-rendering", "letter-spacing",
        "word-spacing", "line-height", "writing-mode", "direction", "unicode-bidi", "dominant-baseline", "white-space",
        "alignment-baseline", "baseline-shift", "cursor", "pointer-events", "stop-color", "stop-opacity", "flood-color",
        "flood-opacity", "lighting-color", "solid-color", "solid-opacity", "kerning", "inline-size", "shape-inside",
        "shape-padding", "shape-margin", "user-select", "glyph-orientation-vertical", "font", "quotes", "mask-type",
    ]
)  # fmt: skip
"""Those that change nothing of a flat shape."""
_HARMLESS_START = ("font-", "text-", "-inkscape-", "-webkit-", "-moz-", "-ms-")
_FUNCTIONS = frozenset(["rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color", "var"])
_SIMPLE = re.compile(r"[#\w.%,\s+-]{0,200}", re.ASCII)
"""Numbers and words: nothing to parse, so that most logos are read without loading a parser."""
_LONGEST = 500
"""Longest value, in characters: variables may be made of variables."""
_ATTRIBUTES = frozenset([*DEFAULTS, *_ONLY]) - {"transform"}

Values = dict[str, str]


class Styles:
    """The values of every element of one picture."""

    def __init__(self, root: Element) -> None:
        """ValueError where a style sheet holds what is not printed."""
        self._matcher: Matcher | None = None
        self._wrappers: dict[int, ElementWrapper] = {}
        for node in root.iter():
            if str(node.tag).rpartition("}")[2] == "style":
                if node.get("type", "").strip().lower() not in ("", "text/css"):
                    continue  # a browser passes it over
                if node.get("media", "all").strip() not in ("all", "screen", ""):
                    raise ValueError(f"has a style sheet for “{node.get('media', '')[:30]}”; {flat_or_png}")
                self._add_sheet(root, "".join(node.itertext()))

    def of(self, node: Element, parent: Mapping[str, str]) -> Values:
        """The values of an element inside one that has the values ``parent``."""
        values = {**parent, **{name: DEFAULTS[name] for name in _OWN}}
        declared = list(self._declared(node))
        values |= {name: text for name, text in declared if name.startswith("--")}
        for name, text in declared:
            if not name.startswith("--"):
                value = _resolved(text, values)
                if value == "inherit" or (value == "unset" and name not in _OWN):
                    value = parent.get(name, "")
                elif value in ("initial", "unset", "revert", "revert-layer"):
                    value = ""
                _check(name, value)
                if name in DEFAULTS:
                    values[name] = value or DEFAULTS[name]
        return values

    def _add_sheet(self, root: Element, text: str) -> None:
        import tinycss2
        from cssselect2 import ElementWrapper, Matcher, SelectorError, compile_selector_list

        if self._matcher is None:
            self._matcher = Matcher()
            wrapper = ElementWrapper.from_xml_root(root)
            self._wrappers = {id(item.etree_element): item for item in wrapper.iter_subtree()}
        for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
            if rule.type == "at-rule" and rule.lower_at_keyword == "import":
                raise ValueError("has a style that points elsewhere; use flat colours only, or save it as PNG")
            if rule.type == "at-rule" and rule.lower_at_keyword == "charset":
                continue
            if rule.type != "qualified-rule":
                what = f"@{rule.at_keyword[:30]}" if rule.type == "at-rule" else "a rule that cannot be read"
                raise ValueError(f"has {what} in its style sheet; {flat_or_png}")
            try:
                selectors = compile_selector_list(rule.prelude)
            except SelectorError as error:
                written = tinycss2.serialize(rule.prelude).strip()[:40]
                raise ValueError(f"has the style rule “{written}”, which cannot be read; {flat_or_png}") from error
            declarations = list(_declarations(rule.content))
            for selector in selectors:
                self._matcher.add_selector(selector, declarations)

    def _declared(self, node: Element) -> Iterator[tuple[str, str]]:
        """Name and value, the one that counts last."""
        attributes = [(name, _value(node.attrib[name]), False) for name in sorted(_ATTRIBUTES & node.attrib.keys())]
        rules: list[tuple[str, str, bool]] = []
        matches = self._matcher.match(self._wrappers[id(node)]) if self._matcher else []
        for _, _, pseudo, declarations in sorted(matches, key=lambda match: match[:2]):
            if pseudo is None:
                rules += declarations
        inline = list(_declarations(node.attrib["style"])) if "style" in node.attrib else []
        everything = [*attributes, *rules, *inline]
        for important in (False, True):
            yield from ((name, value) for name, value, first in everything if first is important)


def _declarations(content: Any) -> Iterator[tuple[str, str, bool]]:
    """Name, value and weight of each of a rule's lines, given as text or as tokens."""
    import tinycss2

    for item in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if item.type != "declaration":
            raise ValueError(f"has a style that cannot be read; {flat_or_png}")
        name = item.name if item.name.startswith("--") else item.lower_name
        yield name, _text(item.value), item.important


def _value(text: str) -> str:
    """The value of an attribute."""
    if _SIMPLE.fullmatch(text):
        return text.strip()
    import tinycss2

    return _text(tinycss2.parse_component_value_list(text))


def _text(tokens: Iterable[Any]) -> str:
    """A value as text without escapes, or ValueError where it points elsewhere or asks for a calculation."""
    import tinycss2

    tokens = list(tokens)
    _look_inside(tokens)
    text = str(tinycss2.serialize([token for token in tokens if token.type != "comment"])).strip()
    if len(text) > _LONGEST:
        raise ValueError(f"has a style value of {len(text)} characters; {flat_or_png}")
    return text


def _look_inside(tokens: Iterable[Any]) -> None:
    stack = list(tokens)
    while stack:
        token = stack.pop()
        if token.type == "error":
            raise ValueError(f"has a style that cannot be read; {flat_or_png}")
        if token.type == "url" or (token.type == "function" and token.lower_name in ("url", "src", "image")):
            raise ValueError(f"has a style that points elsewhere, such as a gradient or a file; {flat_or_png}")
        if token.type == "function":
            if token.lower_name not in _FUNCTIONS:
                raise ValueError(f"has a style with {token.name[:30]}(…), which is not printed; {flat_or_png}")
            stack += token.arguments
        elif token.type.endswith("block"):
            stack += token.content


def _resolved(text: str, values: Mapping[str, str], depth: int = 0) -> str:
    """A value with its variables put in; empty where one is not there, which is as if nothing was said."""
    if "var(" not in text.lower():
        return text
    if depth > 8:
        raise ValueError(f"has variables within variables; {flat_or_png}")
    import tinycss2

    parts: list[str] = []
    for token in tinycss2.parse_component_value_list(text):
        if token.type == "function" and token.lower_name == "var":
            words = [part for part in token.arguments if part.type not in ("whitespace", "comment")]
            name = words[0].value if words and words[0].type == "ident" else ""
            fallback = tinycss2.serialize(words[2:]) if len(words) > 2 else ""
            known = values.get(name, fallback)
            if not known:
                raise ValueError(f"uses the variable “{name[:30]}”, which has no value; write the colour itself")
            parts.append(_resolved(known, values, depth + 1))
        elif token.type == "function":
            inner = _resolved(tinycss2.serialize(token.arguments), values, depth + 1)
            parts.append(f"{token.name}({inner})")
        else:
            parts.append(token.serialize())
    result = "".join(parts).strip()
    if len(result) > _LONGEST:
        raise ValueError(f"has variables within variables; {flat_or_png}")
    return result


def _check(name: str, value: str) -> None:
    """ValueError where a property changes the look and is not drawn."""
    if name in DEFAULTS or name in _HARMLESS or name.startswith(_HARMLESS_START):
        return
    if value and value.lower() not in _ONLY.get(name, ()):
        raise ValueError(f"uses the style “{name[:30]}: {value[:30]}”, which is not printed; {flat_or_png}")
