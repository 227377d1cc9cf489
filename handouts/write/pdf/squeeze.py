"""Compresses streams: quickly, or as small as can be where the outcome is kept. Both are plain zlib streams."""

from __future__ import annotations

from deflate import zlib_compress

__all__ = ["quick", "small"]

_QUICK, _SMALL, _LARGE = 6, 12, 9
"""Levels of libdeflate: as small as zlib's 9 in a third of its time; a tenth smaller in three times as much; and for
large data, which would take long, something between the two.
"""
_MUCH = 100_000
"""From how many bytes on data is large."""


def quick(data: bytes) -> bytes:
    """Data compressed for a document, or for a family of them."""
    return bytes(zlib_compress(data, _QUICK))


def small(data: bytes) -> bytes:
    """Data compressed once and for all."""
    return bytes(zlib_compress(data, _SMALL if len(data) < _MUCH else _LARGE))
