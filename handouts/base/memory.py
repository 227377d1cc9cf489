"""How Python looks for memory to take back, where many handouts are made one after the other.

Python's collector looks for objects that refer to each other in a circle. What a handout is made of holds no circles:
it is freed as soon as nothing refers to it. But a library and what handouts share are hundreds of thousands of objects,
which the collector would go through again and again: a tenth of the time of a batch.
"""

from __future__ import annotations

import gc

__all__ = ["settle"]

_NEW = 20_000
"""How many objects more than before make the collector look at the new ones; Python's own is 700."""
_in_use = [0]
"""How many objects were in use when they were looked at the last time; 0 before."""


def settle() -> None:
    """Leave out of the collector's rounds what is there by now, and have it make fewer. Called once the library is
    loaded and the press is set up. May be called again: what was left out before is looked at once more as soon as it
    may have grown to twice of what was found in use the last time, so that calling it often costs little.
    """
    left_out = gc.get_freeze_count()
    if not left_out:
        _in_use[0] = 0
    elif left_out > 2 * _in_use[0]:
        gc.unfreeze()
        gc.collect()
        _in_use[0] = len(gc.get_objects())
    gc.freeze()
    gc.set_threshold(_NEW, 10, 10)
