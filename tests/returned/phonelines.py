"""Makes the line that a phone page sends back, as its script does: for tests of what reads it."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from handouts.returned.replyline import EPOCH
from handouts.sheet.boxnames import BoxName, parse_name

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def number(value: int) -> bytes:
    out = b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def base32(data: bytes) -> str:
    bits = "".join(f"{byte:08b}" for byte in data)
    bits += "0" * (-len(bits) % 5)
    return "".join(ALPHABET[int(bits[at : at + 5], 2)] for at in range(0, len(bits), 5))


def line(
    handout: str,
    week: date,
    changed: datetime,
    drills: Sequence[tuple[Sequence[str], int, Sequence[tuple[int, str]]]],
    ticked: Sequence[str] = (),
    pains: tuple[Sequence[int], Sequence[str]] = ((), ()),
    pain: Mapping[str, int] | None = None,
    measures: Sequence[tuple[int, int, bool]] = (),
    answers: Sequence[int] = (),
    activities: Sequence[str] = (),
    note: str = "",
) -> str:
    """``drills``: days, sets, and rows as session and side; ``pains``: sessions and days; the rest by names of boxes."""
    mask = lambda days: sum(1 << DAYS.index(day) for day in days)  # noqa: E731  # a word for it
    out = number((week - EPOCH).days) + number(
        int((changed.date() - EPOCH).days * 1440 + changed.hour * 60 + changed.minute)
    )
    out += number(len(drills))
    boxes: list[str] = []
    for at, (days, sets, rows) in enumerate(drills, 1):
        out += number(mask(days)) + number(sets) + number(len(rows))
        for session, side in rows:
            out += number(session * 4 + ("", "l", "r").index(side))
            boxes += [
                BoxName(at, day, session, one, side).name() for day in DAYS if day in days for one in range(1, sets + 1)
            ]
    sessions, days = pains
    out += number(len(sessions)) + b"".join(map(number, sessions)) + number(mask(days))
    out += number(len(measures)) + b"".join(number(kind * 8 + asked * 4 + nth) for kind, nth, asked in measures)
    bits = "".join("1" if name in ticked else "0" for name in boxes)
    bits += "0" * (-len(bits) % 8)
    out += bytes(int(bits[at : at + 8], 2) for at in range(0, len(bits), 8))
    for session in sessions:
        for day in (day for day in DAYS if day in days):
            value = (pain or {}).get(f"pain_{day}_s{session}")
            out += number(0 if value is None else value + 1)
    out += b"".join(map(number, answers))
    for text in (*activities, note):
        raw = text.encode()
        out += number(len(raw)) + raw
    assert all(map(parse_name, ticked))
    out += zlib.crc32(handout.encode() + out).to_bytes(4, "big")
    letters = base32(out)
    shown = "-".join(handout[at : at + 4] for at in (0, 4, 8))
    return f"[Handouts 1 {shown} {' '.join(letters[at : at + 5] for at in range(0, len(letters), 5))}]"
