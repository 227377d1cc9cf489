"""READ: e-mail addresses. What gets through here can stand in a header and in an envelope. Pure: no name server."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from handouts.base.problems import Problem

__all__ = ["domain", "doubts", "mask", "read_address", "shared_addresses"]

LIMIT = 254
"""Characters of an address, as the standard of mail has it."""


_LARGE = (
    "aol.com", "bigpond.com", "btinternet.com", "comcast.net", "email.com", "fastmail.com", "free.fr", "gmail.com",
    "gmx.at", "gmx.ch", "gmx.com", "gmx.de", "gmx.net", "googlemail.com", "hotmail.co.uk", "hotmail.com", "icloud.com",
    "libero.it", "live.co.uk", "live.com", "mac.com", "mail.com", "me.com", "msn.com", "orange.fr", "outlook.com",
    "proton.me", "protonmail.com", "rocketmail.com", "sky.com", "t-online.de", "verizon.net", "wanadoo.fr", "web.de",
    "yahoo.ca", "yahoo.co.in", "yahoo.co.uk", "yahoo.com", "yahoo.com.au", "yahoo.de", "yahoo.es", "yahoo.fr",
    "yahoo.in", "yahoo.it", "ymail.com",
)  # fmt: skip
"""Where most patients have their mailbox. A slip of the pen in one of these leads to a stranger."""


def read_address(value: object) -> str:
    """The address as it is to be used: without outer space, its domain in ASCII where that is possible.

    ValueError says what is wrong, without repeating the address.
    """
    from email_validator import EmailNotValidError, validate_email

    text = str(value).strip()
    if any(char in text for char in "\r\n\0") or not text.isprintable():
        raise ValueError("holds a line break or an invisible character")
    if len(text) > LIMIT:
        raise ValueError(f"is longer than {LIMIT} characters")
    if "<" in text:
        raise ValueError("holds more than the address: leave the name and the angle brackets out")
    if text.count("@") > 1 or "," in text or ";" in text:
        raise ValueError("holds several addresses: keep one")
    if "@" not in text:
        raise ValueError("is not an e-mail address: it has no @")
    try:
        found = validate_email(text, check_deliverability=False)
    except EmailNotValidError as error:
        side = "after" if "after the @" in str(error) else "before" if "before the @" in str(error) else "round"
        raise ValueError(f"is not an e-mail address: look at what stands {side} the @") from error
    return found.ascii_email or found.normalized


def domain(address: str) -> str:
    """What stands after the @, in ASCII."""
    name = address.rpartition("@")[2]
    return name if name.isascii() else name.encode("idna").decode()


def doubts(address: str) -> str:
    """What may be wrong with an address that is sound, or empty; names nothing that stands before the @."""
    before, _, after = address.rpartition("@")
    after = after.casefold()
    near = difflib.get_close_matches(after, _LARGE, 1, 0.86)
    if near and after not in _LARGE:
        return f"what stands after the @ is nearly {near[0]}, but not quite"
    if not before.isascii():
        return "has letters before the @ that some mail servers refuse"
    return ""


def mask(address: str) -> str:
    """The address as a bystander may see it: m…@example.com."""
    before, at, after = address.rpartition("@")
    return f"{before[:1]}…{at}{after}"


def shared_addresses(found: Iterable[tuple[int, str]], roster: str) -> list[Problem]:
    """A warning for each address that several patients have, with all their lines. Case makes no difference."""
    lines: dict[str, list[int]] = {}
    for line, address in found:
        lines.setdefault(address.casefold(), []).append(line)
    problems = []
    for several in lines.values():
        if len(several) > 1:
            others = ", ".join(map(str, several[:-1]))
            message = f"email: is also that of line{'s' if len(several) > 2 else ''} {others}"
            hint = "That may be right, for parents or a couple. Check that it is."
            problems.append(Problem(roster, several[-1], message, hint, warning=True, kind="mail"))
    return problems
