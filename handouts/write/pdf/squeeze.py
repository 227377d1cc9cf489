"""Compresses streams: swiftly, quickly, or as small as can be where the outcome is kept. All are plain zlib."""

from __future__ import annotations

from deflate import zlib_compress

__all__ = ["quick", "small", "swift"]

_SWIFT, _QUICK, _SMALL, _LARGE = 1, 6, 12, 9
"""Levels of libdeflate: a fifth larger than the next in a third of its time; nearly as small as zlib's 9 in a quarter
of its time (at 4 a file is over a hundredth larger); a tenth smaller in three times as much; and for large data, which
would take long, something between the two.
"""
_MUCH = 100_000
"""From how many bytes on data is large."""


def swift(data: bytes) -> bytes:
    """Data compressed for one patient among many."""
    return bytes(zlib_compress(data, _SWIFT))


def quick(data: bytes) -> bytes:
    """Data compressed for a document, or for a family of them."""
    return bytes(zlib_compress(data, _QUICK))


def small(data: bytes) -> bytes:
    """Data compressed once and for all."""
    return bytes(zlib_compress(data, _SMALL if len(data) < _MUCH else _LARGE))
