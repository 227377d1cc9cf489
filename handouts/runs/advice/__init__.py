"""Advice on the words and amounts of drills and programs: what is allowed, but is read, understood or done less well.

In: a library whose files are sound. Out: pieces of advice, each with file, line, what was found and a better example.
It must not know who prints them, nor stop anything: what is wrong is told by ``runs.check``.
"""

from __future__ import annotations

from handouts.runs.advice.content import advice_on
from handouts.runs.advice.piece import Advice, few

__all__ = ["Advice", "advice_on", "few"]
