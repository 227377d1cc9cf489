"""The head of page 1: who hands it out, in small; then for whom and what, as one unit; then the week and its dates."""

from __future__ import annotations

from dataclasses import replace

from handouts.library.assets import Asset
from handouts.plan.handout import Handout, Header, Run, Runs
from handouts.sheet.blocks import Block, Image, Pad
from handouts.sheet.foot import says_address, says_name
from handouts.sheet.look import Look
from handouts.sheet.style import apart
from handouts.sheet.text import Style, TextLine, put, wrap

__all__ = ["head_width", "heading", "logo_mark", "logo_says_name", "masthead", "title_of", "title_style", "title_top"]

_LOGO = 11.0
"""Height of the logo, mm."""
_LOGO_MOST = 60.0
"""Most that a wide one takes of the line, mm."""
_BESIDE = 5.0
"""Between a wide logo and the words beside it, mm."""
_UNDER = 3.4
"""Between the clinic's lines and the patient's name, mm."""
_UNDER_LOGO = 1.6
"""Between a wide logo and words under it, mm."""
_WORDMARK = 3.0
"""A logo this many times as wide as high is taken for the clinic's name in its own letters."""


def logo_mark(pad: Pad, look: Look, logo: Asset | None, y: float, size: float, most: float) -> float:
    """The logo at the left margin, at most ``size`` mm high and ``most`` mm wide; gives its width, 0 without one."""
    if not logo:
        return 0.0
    width = min(most, size * logo.aspect)
    height = width / logo.aspect
    pad.add(Image(look.frame.left, y + (size - height) / 2, width, height, logo))
    return width


def masthead(handout: Handout, look: Look) -> Block:
    """The clinic's lines on page 1, as tall as they need: nothing of them is left out. Kept: patients share it."""
    return look.kept(("masthead", handout.header, handout.stop.short), lambda: _masthead(handout, look))


def _masthead(handout: Handout, look: Look) -> Block:
    pad, who = Pad(), handout.header
    wide = logo_says_name(who) and says_name(handout, look)  # which is said somewhere in any case
    drawn = Pad()
    width = logo_mark(drawn, look, who.logo, 0.0, _LOGO, _LOGO_MOST)
    if wide:
        with pad.group("Figure", who.name):
            pad.add(*drawn.block().items)
    else:
        pad.add(*drawn.block().items)
    x, y, lines = _beside(handout, look, width, named=not wide)
    for one, style, language in lines:
        with pad.group("P", language=language):
            y = put(pad, x, y, one, style, look.faces)
    return pad.block(max(y, _LOGO if width else 0.0))


_Words = list[tuple[list[TextLine], Style, str]]


def _beside(handout: Handout, look: Look, logo: float, *, named: bool) -> tuple[float, float, _Words]:
    """The clinic's words, and where they begin, mm: right of the logo, level with its middle; under a wide one where
    that is lower.
    """
    end = look.frame.left + look.frame.header_w

    def at(x: float) -> tuple[float, _Words]:
        words = _lines(handout, look, end - x, named=named)
        return sum(len(one) * style.line for one, style, _ in words), words

    right = look.frame.left + logo + _BESIDE
    if right <= look.axis + _BESIDE / 2 or not logo:
        tall, words = at(look.axis)
        return look.axis, max(0.0, (_LOGO - tall) / 2) if logo else 0.0, words
    tall, words = at(right)
    under, broad = at(look.axis)
    if _LOGO + _UNDER_LOGO + under < tall:
        return look.axis, _LOGO + _UNDER_LOGO, broad
    return right, max(0.0, (_LOGO - tall) / 2), words


def logo_says_name(who: Header) -> bool:
    """Whether the clinic's logo says its name, so that it need not stand beside it."""
    if who.logo is None:
        return False
    return who.logo.aspect >= _WORDMARK if who.logo_named is None else who.logo_named


def _lines(handout: Handout, look: Look, width: float, *, named: bool) -> _Words:
    """The clinic's words: each of name, tagline and contacts with its style, and its language where it has one;
    web site and address only where the foot of the page has no room for them.
    """
    who, faces, small = handout.header, look.faces, look.style("small", "mute")
    name = look.style("clinic", "primary", strong=True)
    found = []
    if named:
        lines = wrap(who.name, name, faces, width)
        if len(lines) > 1:
            name = look.style("clinic_long", "primary", strong=True)
            lines = wrap(who.name, name, faces, width)
        found.append((lines, name, who.language))
    if who.tagline and look.layout.front.tagline:
        found.append((wrap(who.tagline, small, faces, width), small, who.language))
    found += [(contact, replace(small, role="ink"), "") for contact in _contacts(who, small, look, width)]
    if who.more and not says_address(handout, look):
        found.append((wrap(who.more, small, faces, width), small, ""))
    return found


def _contacts(who: Header, small: Style, look: Look, width: float) -> list[list[TextLine]]:
    """Phone and e-mail beside each other; under each other where there is no room for that."""
    phone: Runs = (Run(who.phone, strong=True),)
    email: Runs = (Run(who.email, soft=True),)
    both = wrap((*phone, Run(" \u00a0\u00a0" if who.phone and who.email else ""), *email), small, look.faces, width)
    if len(both) > 1:
        return [wrap(one, small, look.faces, width) for one in (phone, email)]
    return [both] if both else []


def title_top(handout: Handout, look: Look) -> float:
    """Where the title's unit begins, mm below the body's top: over it (below 0) where the clinic's lines are low."""
    return masthead(handout, look).height + _UNDER - (look.frame.body - look.frame.header)


def head_width(look: Look) -> float:
    """Width of text from the axis that leaves the place for a code free, right of the page's head, mm."""
    return look.frame.left + look.frame.header_w - look.axis


def heading(handout: Handout, look: Look, room: float, above: float) -> Block:
    """Program, week and dates. The patient's name takes ``room`` mm of its first line, or ``above`` mm over it. Its
    height counts from the body's top, over which it may begin.
    """
    text, width = title_of(handout, look), (head_width(look) if room else look.text_w) - room
    top = title_top(handout, look) + above
    key = ("title", text, handout.dates, width, top)
    return look.kept(key, lambda: _heading(text, handout, look, width, top))


def title_of(handout: Handout, look: Look) -> str:
    """The title that this layout shows."""
    return handout.log_title if look.layout.drill.grid_alone else handout.title


def title_style(text: str, look: Look, width: float) -> tuple[Style, list[TextLine]]:
    """The title's style and lines: smaller where it is too long for one."""
    style = look.style("title", "primary", strong=True)
    lines = look.lines(text, style, width)
    if _firsts(lines) > 1:
        style = look.style("title_long", "primary", strong=True)
        lines = look.lines(text, style, width)
    return style, lines


def _firsts(lines: list[TextLine]) -> int:
    """How many lines are in the patient's language."""
    return sum(not line.second for line in lines)


def _heading(text: str, handout: Handout, look: Look, width: float, top: float) -> Block:
    pad, faces, dates = Pad(), look.faces, look.style("dates")
    pad.y = top
    style, lines = title_style(text, look, width)
    with pad.group("H1"):
        pad.y = put(pad, look.axis, pad.y, lines, style, faces)
    pad.y += apart(lines[-1].pieces[-1][0], style, "".join(run.text for run in handout.dates), dates, faces)
    lines = wrap(handout.dates, dates, faces, look.text_w)
    if _firsts(lines) > 1 and handout.dates[0].strong:  # the week on one line, its dates on the next
        first, *rest = handout.dates
        plain = "".join(run.text for run in rest).lstrip()
        lines = [*wrap((first,), dates, faces, look.text_w), *wrap(plain, dates, faces, look.text_w)]
    with pad.group("P"):
        pad.y = put(pad, look.axis, pad.y, lines, dates, faces)
    pad.y += look.layout.front.title_gap
    return pad.block()
