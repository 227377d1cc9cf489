"""PWG raster, which printers without an interpreter of their own are sent (PWG 5102.4), as pictures."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from tests.scan.worn.sheets import Picture

_HEAD, _WHITE = 1796, 255


def raster_pages(path: Path) -> Iterator[tuple[Picture, int]]:
    """Pages of grey, eight bits a dot, and their dots an inch."""
    data = path.read_bytes()
    assert data[:4] == b"RaS2", "no PWG raster"
    at = 4
    while at < len(data):
        head = data[at : at + _HEAD]
        across, down = struct.unpack_from(">2I", head, 276)
        width, height, _, _, bits, _ = struct.unpack_from(">6I", head, 372)
        assert across == down
        assert bits == 8, f"{bits} bits a dot"
        picture, at = _unpacked(data, at + _HEAD, width, height)
        yield picture, across


def _unpacked(data: bytes, at: int, width: int, height: int) -> tuple[Picture, int]:
    """Rows come once with how often they are repeated; dots in runs of one tone, or one by one."""
    picture = np.empty((height, width), np.uint8)
    row = 0
    while row < height:
        again, at = data[at] + 1, at + 1
        line, at = _row(data, at, width)
        picture[row : row + again] = line
        row += again
    return picture, at


def _row(data: bytes, at: int, width: int) -> tuple[Picture, int]:
    line = np.full(width, _WHITE, np.uint8)
    x = 0
    while x < width:
        code, at = data[at], at + 1
        if code == 128:  # the rest of the row stays white
            break
        count = code + 1 if code < 128 else 257 - code
        if code < 128:
            line[x : x + count] = data[at]
            at += 1
        else:
            line[x : x + count] = np.frombuffer(data, np.uint8, count, at)
            at += count
        x += count
    return line, at
