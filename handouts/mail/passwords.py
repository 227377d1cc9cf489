"""Passwords of protected PDFs, generated: words that can be said, and a number.

They follow from a secret of the clinic's and from who the patient is. So a patient keeps one password, a command that
runs twice does not give a second, and no list of passwords is stored.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.deliver.save import save

__all__ = ["FILE", "WORDS", "password_for", "secret_of", "tag_of"]

FILE = "mail.key"
COUNT = 4
"""Words in a password."""
_DIGITS = 900
"""How many numbers there are for its end, from 100: together more than 40 bits."""
WORDS = tuple(
    """
    acorn actor album alley amber anchor angle apple apron arch arrow atlas attic autumn badge bagel baker bamboo banjo
    barn barrel basil basket beach beacon bell bench berry birch bird biscuit blanket blue boat bonnet book bottle bowl
    branch bread breeze brick bridge bronze brook broom brush bucket butter button cabin cable cactus camel camera
    canal candle canoe canvas carpet carrot castle cedar cellar chalk chapel cherry chess circle citrus clock cloud
    clover cobalt coffee comet copper coral corn cotton cradle crane crayon cricket crown cube cup curtain daisy dawn
    desert diamond dinner dolphin donkey dove dragon drawer drum eagle easel echo elm ember engine falcon farm feather
    fence fern ferry fiddle field finch flag flint flute forest fossil fountain fox frame garden garlic gate ginger
    glacier glass globe goose granite grape gravel green guitar hammer harbour harp hazel hedge heron hill honey hotel
    igloo indigo island ivory ivy jacket jasmine jigsaw jungle kettle kite ladder lagoon lake lamp lantern lapel laurel
    lemon letter lilac lily linen lion lobster locket lotus magnet mango maple marble market meadow melon meteor mirror
    mitten moon mosaic moss motor museum mustard needle nest nickel noodle nutmeg oak oasis oat ocean olive onion opal
    orange orchid organ otter oven owl oyster paddle palace panda paper parrot pasta pearl pebble pencil pepper piano
    pine planet plum pocket pond poppy prism pumpkin purple puzzle quartz quilt rabbit radio radish raft rain raven
    ribbon river robin rocket rope rose ruby saddle saffron sail salad salmon sand satin scarf school shell silver
    """.split()  # noqa: SIM905  # as a list it would fill a page
)
"""Short, easily said and spelt, and of nothing that has to do with health."""


def secret_of(folder: Path, *, keep: bool = True) -> bytes:
    """The secret of a clinic's folder, made where there is none, for its owner alone. HandoutsError where it is unfit.

    Without ``keep`` a missing one is made for this time only.
    """
    path = folder / FILE
    if os.path.lexists(path):
        return _kept(path)
    found = secrets.token_bytes(32)
    if keep:
        try:
            save(path, found.hex().encode(), force=False)
        except HandoutsError as error:
            if error.code != Exit.EXISTS:
                raise
            return _kept(path)  # another command was quicker
    return found


def _kept(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise ValueError
        with path.open("rb") as file:
            found = bytes.fromhex(file.read(100).decode("ascii"))
        if len(found) != 32:
            raise ValueError
        if os.name == "posix" and path.stat().st_mode & 0o077:
            with contextlib.suppress(OSError):  # not ours
                path.chmod(0o600)
    except (ValueError, OSError) as error:
        hint = "Put back a copy of it. Without it, patients' generated passwords change."
        raise HandoutsError(
            [Problem(str(path), 0, "cannot be read as the clinic's secret", hint)], Exit.OUTPUT
        ) from error
    return found


def tag_of(secret: bytes, text: str) -> str:
    """What stands for a text where the text itself must not stand: 16 characters that no one can trace back."""
    return hmac.digest(secret, b"tag\0" + text.encode(), hashlib.sha256).hex()[:16]


def password_for(secret: bytes, key: str, patient: str, address: str) -> str:
    """A patient's password, such as “lamp-river-tulip-comet-427”: by id; where there is none by name and address."""
    name = " ".join(patient.casefold().split())
    who = f"id\0{key.casefold()}" if key else f"name\0{name}\0{address.casefold()}"
    drawn = hmac.digest(secret, who.encode(), hashlib.sha256)
    parts = [int.from_bytes(drawn[at : at + 6]) for at in range(0, 6 * (COUNT + 1), 6)]
    return "-".join([*(WORDS[part % len(WORDS)] for part in parts[:COUNT]), f"{100 + parts[COUNT] % _DIGITS}"])
