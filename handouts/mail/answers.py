"""What a mail server's answer is about: this patient's address, this message, or the clinic and its account. Pure.

Only an answer about the address settles a message as refused. Whatever may be about the clinic, such as a day's limit,
would be said to the next patient too, so nothing is settled by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Literal, get_args

from handouts.base.records import dataclass

__all__ = ["HAPPENS", "RULES", "STAGES", "About", "Rule", "Stage", "about", "as_table", "codes"]

Stage = Literal["MAIL", "RCPT", "DATA", "message"]
"""What was answered: who sends, who gets it, that a message follows, the message itself."""
STAGES: tuple[Stage, ...] = get_args(Stage)
About = Literal["address", "likely", "message", "unclear", "clinic"]
"""``likely`` is about the address by the standard of mail, but no code says so, or it says so only after the address
was taken."""

HAPPENS: dict[About, str] = {
    "address": "5xx: refused. 4xx: it waits, the next one goes",
    "likely": "as above, but where three in a row get it: nothing is settled, the run stops",
    "message": "it waits, the next one goes",
    "unclear": "it waits, the next one goes",
    "clinic": "it and all others wait, the run stops",
}
"""What happens to the message, and to the run. A 4xx is tried three times before."""


@dataclass(frozen=True)
class Rule:
    """What answers with one of these codes are about."""

    codes: tuple[str, ...]
    """Reply code and enhanced code; “*” stands for any, “?” for any figure, “-” for no enhanced code."""
    stages: tuple[Stage, ...]
    about: About
    why: str
    words: str = ""
    """A pattern that must stand in the answer's words as well."""


_NAMED: tuple[Stage, ...] = ("RCPT", "DATA", "message")
"""Where the server knows who is to get it."""

RULES = (
    Rule(("421 *",), STAGES, "clinic", "the server hangs up, also when called anew"),
    Rule(("* ?.4.5",), STAGES, "clinic", "a limit on sending, such as a day’s, or a system under load"),
    Rule(("530 *", "534 *", "535 *", "538 *", "521 *"), STAGES, "clinic", "the log-in, or no service"),
    Rule(("* ?.2.3", "* ?.3.4"), STAGES, "message", "it is too large"),
    Rule(("* *",), ("MAIL",), "clinic", "no patient has been named yet"),
    Rule(("* ?.1.7", "* ?.1.8"), _NAMED, "clinic", "the clinic’s own address"),
    Rule(
        ("* ?.7.3", "* ?.7.8", "* ?.7.9", "* ?.7.1[0-4]", "* ?.7.2?", "* ?.7.57", "* ?.7.6?", "* ?.7.[567]??"),
        _NAMED,
        "clinic",
        "the account, its log-in or its name is not accepted",
    ),
    Rule(("4?? 4.7.*",), ("RCPT",), "address", "grey-listed: taken later", "(?i)gr[ae]y.?list"),
    Rule(("* 4.7.*",), _NAMED, "clinic", "too much at once, by a rule of the server’s"),
    Rule(("* 4.2.1",), ("DATA", "message"), "clinic", "too much at once"),
    Rule(("* ?.3.1", "* ?.3.2"), _NAMED, "clinic", "the server is full, or being closed"),
    Rule(
        ("* ?.1.[12346]", "* ?.1.10", "* ?.2.[12]"),
        ("RCPT",),
        "address",
        "there is no such mailbox, or it is closed or full",
    ),
    Rule(  # by then the address was taken at RCPT: the same code also comes for a day's limit
        ("* ?.1.[12346]", "* ?.1.10", "* ?.2.[12]"),
        ("DATA", "message"),
        "likely",
        "the mailbox, where the words name no limit, sender, log-in or policy",
    ),
    Rule(
        ("55[01236] -", "* ?.1.0", "* ?.2.0", "* ?.4.[14]"),
        ("RCPT",),
        "likely",
        "the mailbox, where the words name no limit, sender, log-in or policy",
    ),
    Rule(("* *",), STAGES, "unclear", "a policy, the contents, or no reason that we know"),
)
"""The first that fits counts; the last fits everything."""
_DOUBT = re.compile(
    r"(?i)limit|quota|\brates?\b|too (?:many|much|fast|often)|exceed|per (?:day|hour|minute)|daily|hourly|sender"
    r"|sending|relay|auth|log.?in|spam|blocked|blacklist|blocklist|listed (?:in|at|by|on)|reputation|polic|suspend"
    r"|banned|\bip\b|denied|permi|tempor|later"
)
"""Words that speak against an answer being about the patient. They never settle anything, they only leave it open."""
_CAUTION: tuple[About, ...] = ("address", "likely", "message", "unclear", "clinic")


def codes(code: int, words: bytes | str) -> str:
    """The codes of an answer, without its words: 550 5.1.1."""
    extended = next(_extended(_text(words)), "")
    return f"{code} {extended}".rstrip()


def about(stage: Stage, code: int, words: bytes | str) -> About:
    """What an answer of 4xx or 5xx is about. Where its lines disagree, the one that settles least counts."""
    text = _text(words)
    found = {_by_rules(stage, f"{code} {extended}", text) for extended in _extended(text)}
    return max(found, key=_CAUTION.index) if found else _by_rules(stage, f"{code} -", text)


def _by_rules(stage: Stage, answer: str, text: str) -> About:
    rule = next(
        rule
        for rule in RULES
        if stage in rule.stages
        and any(fnmatchcase(answer, pattern) for pattern in rule.codes)
        and (not rule.words or re.search(rule.words, text))
    )
    code, _, extended = answer.partition(" ")
    at_odds = extended != "-" and extended[0] != code[0]  # a reply code that says the opposite
    if at_odds and rule.about in ("address", "likely"):
        return "unclear"
    return "unclear" if rule.about == "likely" and _DOUBT.search(text) else rule.about


def _text(words: bytes | str) -> str:
    return words.decode("ascii", "replace") if isinstance(words, bytes) else words


def _extended(text: str) -> Iterator[str]:
    """The enhanced codes at the beginnings of an answer's lines."""
    for line in text.split("\n"):
        if match := re.match(r"#?([245]\.\d{1,3}\.\d{1,3})(?!\S)", line, re.ASCII):
            yield match[1]


def as_table() -> list[str]:
    """The rules as lines of a table, as ``docs/mail.md`` shows them."""
    lines = ["| answer | to | is about | what happens |", "|---|---|---|---|"]
    for rule in RULES:
        stages = "anything" if rule.stages == STAGES else ", ".join(rule.stages)
        answers = ", ".join(f"`{code}`" for code in rule.codes)
        lines.append(f"| {answers} | {stages} | {rule.about}: {rule.why} | {HAPPENS[rule.about]} |")
    return lines
