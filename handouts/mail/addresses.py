"""READ: e-mail addresses. What gets through here can stand in a header and in an envelope. Pure: no name server."""

from __future__ import annotations

from collections.abc import Iterable

from handouts.errors import Problem

__all__ = ["domain", "mask", "read_address", "shared_addresses"]

LIMIT = 254
"""Characters of an address, as the standard of mail has it."""


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
        raise ValueError("is no e-mail address: it has no @")
    try:
        found = validate_email(text, check_deliverability=False)
    except EmailNotValidError as error:
        side = "after" if "after the @" in str(error) else "before" if "before the @" in str(error) else "round"
        raise ValueError(f"is no e-mail address: look at what stands {side} the @") from error
    return found.ascii_email or found.normalized


def domain(address: str) -> str:
    """What stands after the @, in ASCII."""
    name = address.rpartition("@")[2]
    return name if name.isascii() else name.encode("idna").decode()


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
            problems.append(Problem(roster, several[-1], message, hint, warning=True))
    return problems
