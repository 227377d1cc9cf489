"""Compresses streams: swiftly, quickly, or as small as can be where the outcome is kept. All are plain zlib."""

from __future__ import annotations

from deflate import zlib_compress

__all__ = ["quick", "small", "swift"]

_SWIFT, _QUICK, _SMALL = 1, 6, 12
"""Levels of libdeflate. The second is as small as zlib's 9 in a third of its time, the last a tenth smaller in three
times as much; the first takes a third of the time, and a fifth more room.
"""


def swift(data: bytes) -> bytes:
    """Data compressed for one patient among many."""
    return bytes(zlib_compress(data, _SWIFT))


def quick(data: bytes) -> bytes:
    """Data compressed for a document, or for a family of them."""
    return bytes(zlib_compress(data, _QUICK))


def small(data: bytes) -> bytes:
    """Data compressed once and for all."""
    return bytes(zlib_compress(data, _SMALL))
