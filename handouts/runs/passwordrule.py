"""What makes a password of the desk good enough: length, and that nobody would try it first. No rules of composition.

A password that is typed is put in one form (NFC), for keyboards differ in how they make “é”.
"""

from __future__ import annotations

import re
import unicodedata

from handouts.base.people import folded, unaccented

__all__ = ["LONGEST", "SHORTEST", "password_fault", "typed_password"]

SHORTEST, LONGEST = 10, 200
"""Characters."""
_WORDS = """
password passw passwort motdepasse contrasena senha haslo wachtwoord parola qwerty qwertz azerty qwertyuiop
qwertzuiop azertyuiop asdfghjkl asdfgh zxcvbnm yxcvbnm qazwsx qazwsxedc wsxedc abcabc abcdef abcdefg abcdefgh
welcome willkommen bienvenue letmein letmeinnow open opensesame trustno iloveyou iloveu loveyou sunshine princess
dragon monkey football baseball superman batman starwars pokemon master mustang shadow michael jennifer jordan
computer internet login logmein changeme change default secret topsecret test testing tester guest user admin
administrator root system manager owner desk frontdesk reception receptionist clinician clinic practice surgery
physio physiotherapy physiotherapist therapist therapy osteopath chiropractor doctor nurse patient patients handout
handouts exercise exercises rehab hospital health healthcare medical spring summer autumn winter january february
march april may june july august september october november december monday tuesday wednesday thursday friday
saturday sunday hello helloworld goodmorning whatever nothing freedom flower cheese chocolate
"""
"""Words that a guesser tries first, with whatever figures and signs round them."""
_COMMON = frozenset(_WORDS.split())
_ROWS = ("01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl")
_LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"})
_WORDS_OF_NAME = 4
"""A word of an account's or clinic's name counts within others from so many letters on."""


def typed_password(text: str) -> str:
    """The password in the form that is compared."""
    return unicodedata.normalize("NFC", text)


def password_fault(password: str, *names: str) -> str:
    """Why a password is not good enough, empty where it is. ``names``: of the account and the clinic."""
    password = typed_password(password)
    if not SHORTEST <= len(password) <= LONGEST:
        return f"has {len(password):,} characters; it is to have {SHORTEST} at least and {LONGEST} at most"
    if not password.isprintable():
        return "holds a character that cannot be seen"
    plain = _plain(password)
    if _repeats(plain) or _in_a_row(plain):
        return "is a pattern that is guessed at once"
    if _core(plain) in _COMMON or _core(_core(plain).translate(_LEET)) in _COMMON or not _core(plain, letters=False):
        return "is one of those that are guessed first"
    words = _words(names)
    if _core(plain) in words or any(
        word in plain and len(plain) - len(word) < SHORTEST - 2 for word in words if len(word) >= _WORDS_OF_NAME
    ):
        return "is little more than the account’s or the clinic’s name"
    return ""


def _plain(text: str) -> str:
    return unaccented(folded(text)).replace(" ", "")


def _repeats(text: str) -> bool:
    """Whether it is a short text again and again."""
    return any(text == (text[:size] * len(text))[: len(text)] for size in range(1, min(5, len(text) // 2) + 1))


def _in_a_row(text: str) -> bool:
    """Whether it is a run of the alphabet, of figures or of keys, forth or back."""
    return any(text in row * 2 or text[::-1] in row * 2 for row in _ROWS)


def _core(text: str, *, letters: bool = True) -> str:
    """What is left without figures and signs at both ends; ``letters`` False: without figures that are in a row."""
    if not letters:
        return "" if text.isdigit() and len(set(text)) < SHORTEST // 2 else text
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", text)
    half = len(core) // 2
    return core[:half] if half and core == core[:half] * 2 else core


def _words(names: tuple[str, ...]) -> set[str]:
    """The words of names, and whole names."""
    found = {_plain(word) for name in names for word in (name, *name.split())}
    return found - {""}
