"""Notes that come with a web page's mark-up: line breaks and written-out characters are resolved, the rest is told."""

from __future__ import annotations

import html
import re
from html.entities import html5

__all__ = ["ENTITY", "OPEN_ENTITY", "TAG", "plain_note"]

_COMMON = ("amp", "nbsp", "quot", "lt", "gt")
ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE | re.ASCII)
"""A character written out, such as &amp; or &#233;."""
OPEN_ENTITY = re.compile(
    "&(?:#\\d{2,7}|#[xX][0-9a-fA-F]{2,6}|"
    + "|".join(sorted(name for name, char in html5.items() if name[-1] != ";" and (char.isalpha() or name in _COMMON)))
    + ")"
)
"""A letter written out without the semicolon, such as &euml, and the commonest signs; small and large as they are."""
_NAMES = (
    "a|abbr|b|big|blockquote|br|center|code|del|div|em|font|h[1-6]|hr|i|img|ins|li|mark|ol|p|pre|s|script|small|span|"
    "strike|strong|style|sub|sup|table|tbody|td|th|tr|u|ul"
)
TAG = re.compile(rf"</?(?:{_NAMES})(?:\s[^<>]*)?/?>", re.IGNORECASE)
"""Mark-up of a web page; “<3” and “<me@clinic.example>” are none."""
_SIGNS = ("<", "&", "\xa0")
"""Without these there is nothing to be done."""
_BREAK = re.compile(r"\s*(?:<br\s*/?>|</?p>|</?div>)\s*", re.IGNORECASE)


def plain_note(text: str) -> tuple[str, str]:
    """A note without mark-up, and what is to be said of that, if anything.

    ValueError, with a hint after a line break, for mark-up that may carry a meaning, such as struck-out words.
    """
    if not any(sign in text for sign in _SIGNS) and text == text.strip():
        return text, ""
    broken = _BREAK.sub("\n", text).strip()
    if match := TAG.search(broken):
        hint = "Write the note without it, or export the list as plain text."
        raise ValueError(f"holds mark-up of a web page, “{re.sub(r'[^</a-z0-9]', '', match[0].lower())[:8]}…”\n{hint}")
    plain = broken
    for _ in range(2):  # some programs write them out twice: &amp;amp;
        plain = ENTITY.sub(lambda match: html.unescape(match[0]), plain)
    if TAG.search(plain) or _BREAK.search(plain):
        raise ValueError("holds mark-up of a web page\nWrite the note without it, or export the list as plain text.")
    plain = plain.replace("\xa0", " ")
    return (plain, "mark-up of a web page is read as plain text") if plain != text else (text, "")
