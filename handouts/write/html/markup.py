"""WRITE: mark-up that cannot be broken out of: what is text is escaped, always, and only what was made here is not."""

from __future__ import annotations

from html import escape
from typing import Final
from urllib.parse import quote

from handouts.base.twofold import MARK, first_of, parted
from handouts.plan.handout import Run, Runs

__all__ = ["Html", "alone", "el", "inside", "mail_link", "runs", "said", "second"]

_VOID: Final = frozenset(("input", "img", "meta", "br"))
_RTL: Final = frozenset(("ar", "he", "fa", "ur"))


class Html(str):
    """Mark-up that was made here: it is put into other mark-up as it is."""

    __slots__ = ()


def el(tag: str, *parts: str, **attributes: str | int | bool | None) -> Html:
    """An element. Of its parts those that are no ``Html`` are text. Attributes are named as in HTML, with ``_`` for
    ``-`` and at the end of words of Python; None and False leave one out, True says its name alone.
    """
    head = "".join(_attribute(name.rstrip("_").replace("_", "-"), value) for name, value in attributes.items())
    return Html(f"<{tag}{head}>" if tag in _VOID else f"<{tag}{head}>{inside(*parts)}</{tag}>")


def _attribute(name: str, value: str | int | bool | None) -> str:
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'


def inside(*parts: str) -> Html:
    """Parts one after the other."""
    return Html("".join([part if isinstance(part, Html) else escape(part) for part in parts]))


def said(text: str) -> Html:
    """A text, and under it, with its own language, what it says in a second one."""
    return inside(first_of(text), second(text))


def second(text: str) -> Html:
    """What a text says in a second language, with that; nothing where it is in one."""
    _, tag, other = parted(text)
    if not other:
        return Html("")
    way = "rtl" if tag.partition("-")[0] in _RTL else "ltr"
    return el("span", other, class_="second", lang=tag, dir=way)


def mail_link(address: str) -> str:
    """The link that writes to an address, whatever stands in it."""
    return f"mailto:{quote(address, safe='@')}"


def runs(texts: Runs) -> Html:
    """Stretches of text, each with its weight."""
    return inside(*map(_run, texts))


def _run(run: Run) -> Html:
    if MARK in run.text:
        return said(run.text)
    if run.strong:
        return el("strong", run.text)
    return el("span", run.text, class_="soft") if run.soft else inside(run.text)


def alone(shown: Html, spoken: str) -> Html:
    """What is shown to the eye, and what is read aloud in its place."""
    return inside(el("span", shown, aria_hidden="true"), el("span", spoken, class_="vh"))
