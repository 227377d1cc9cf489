"""How people mark a box and write a number: lines in a square of side one, its top left at 0, 0; they may leave it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from tests.scan.worn.pens import Dice, Points, smooth

Lines = list[Points]


def _line(*points: tuple[float, float]) -> Points:
    return np.array(points, np.float64)


def tick(dice: Dice) -> Lines:
    """Most stay near the box, some leave it far up."""
    out = dice.choice([dice.uniform(-0.15, 0.15), dice.uniform(0.15, 0.55)], p=[0.75, 0.25])
    return [
        smooth(
            _line(
                (dice.uniform(0.05, 0.25), dice.uniform(0.4, 0.6)),
                (dice.uniform(0.3, 0.5), 0.85),
                (0.95 + out * 0.6, 0.05 - out),
            ),
            5,
        )
    ]


def cross(dice: Dice) -> Lines:
    a, b, c, d = dice.uniform(-0.12, 0.22, 4)
    return [_line((a, a), (1 - b, 1 - b)), _line((1 - c, c), (d, 1 - d))]


def slash(dice: Dice) -> Lines:
    a, b = dice.uniform(-0.15, 0.2, 2)
    return [_line((a, 1 - a), (0.5 + dice.uniform(-0.06, 0.06), 0.5), (1 - b, b))]


def fill(dice: Dice) -> Lines:
    """Backwards and forwards until it is dark."""
    turns = int(dice.integers(6, 12))
    x = np.linspace(0.08, 0.92, turns * 2)
    y = np.where(np.arange(turns * 2) % 2, 0.9, 0.1) + dice.normal(0, 0.05, turns * 2)
    return [np.column_stack([x, y])]


def dot(dice: Dice) -> Lines:
    """A thick point, meant as a mark: about a millimetre and a half."""
    turn = np.linspace(0, 4 * np.pi, 30)
    reach = np.linspace(0.03, dice.uniform(0.13, 0.2), 30)
    return [np.column_stack([0.5 + reach * np.cos(turn), 0.5 + reach * np.sin(turn)])]


def ring(dice: Dice) -> Lines:
    """A circle in the box."""
    return [_ellipse(dice, dice.uniform(0.25, 0.38))]


def round_about(dice: Dice) -> Lines:
    """A circle about the box, which may mean anything."""
    return [_ellipse(dice, dice.uniform(0.85, 1.0))]


def touch(dice: Dice) -> Lines:
    """The pen only touched the paper."""
    x, y = dice.uniform(0.2, 0.8, 2)
    return [_line((x, y), (x + dice.uniform(0.03, 0.1), y + dice.uniform(-0.05, 0.05)))]


def crossed_out(dice: Dice) -> Lines:
    """A tick, and then a scrawl over it: it was a mistake."""
    turns = int(dice.integers(4, 7))
    x = np.linspace(-0.25, 1.25, turns * 2)
    y = np.where(np.arange(turns * 2) % 2, dice.uniform(1.0, 1.3), dice.uniform(-0.3, 0.0)) + dice.normal(
        0, 0.06, turns * 2
    )
    return [*tick(dice), np.column_stack([x, y])]


def _ellipse(dice: Dice, reach: float) -> Points:
    start = dice.uniform(0, 6)
    turn = np.linspace(start, start + dice.uniform(5.8, 6.8), 28)
    return np.column_stack([0.5 + reach * np.cos(turn), 0.5 + reach * dice.uniform(0.8, 1.15) * np.sin(turn)])


MARKS: Mapping[str, Callable[[Dice], Lines]] = {
    "tick": tick,
    "cross": cross,
    "slash": slash,
    "fill": fill,
    "dot": dot,
    "ring": ring,
}
"""What counts as a tick, whoever looks."""

_DIGITS: Mapping[str, Lines] = {
    "0": [_line((0.5, 0), (0.1, 0.3), (0.1, 0.7), (0.5, 1), (0.9, 0.7), (0.9, 0.3), (0.5, 0))],
    "1": [_line((0.2, 0.3), (0.55, 0), (0.5, 1))],
    "2": [_line((0.1, 0.25), (0.45, 0), (0.85, 0.25), (0.5, 0.6), (0.1, 1), (0.9, 0.95))],
    "3": [_line((0.15, 0.1), (0.6, 0), (0.8, 0.25), (0.45, 0.45), (0.85, 0.7), (0.5, 1), (0.1, 0.9))],
    "4": [_line((0.6, 0), (0.1, 0.65), (0.9, 0.6)), _line((0.65, 0.35), (0.6, 1))],
    "5": [_line((0.85, 0), (0.25, 0.05), (0.2, 0.45), (0.7, 0.45), (0.8, 0.8), (0.4, 1), (0.1, 0.9))],
    "6": [_line((0.75, 0), (0.25, 0.4), (0.15, 0.8), (0.5, 1), (0.85, 0.75), (0.5, 0.5), (0.2, 0.7))],
    "7": [_line((0.1, 0.05), (0.9, 0), (0.4, 1)), _line((0.3, 0.5), (0.75, 0.45))],
    "8": [_line((0.75, 0.15), (0.4, 0), (0.25, 0.25), (0.75, 0.7), (0.45, 1), (0.2, 0.75), (0.75, 0.2))],
    "9": [_line((0.8, 0.3), (0.45, 0.5), (0.15, 0.25), (0.5, 0), (0.8, 0.2), (0.7, 1))],
}


def number(text: str, height: float, dice: Dice) -> Lines:
    """A number by hand, mm, from its top left."""
    lines, x, wide = [], 0.0, height * dice.uniform(0.45, 0.65)
    for figure in text:
        for line in _DIGITS[figure]:
            shaken = smooth(line + dice.normal(0, 0.03, line.shape), 5)
            lines.append(shaken * (wide, height) + (x, 0))
        x += wide * 1.25
    return lines


def scrawl(width: float, height: float, dice: Dice) -> Lines:
    """Words in joined-up writing that nobody can read, mm, from their top left: a few loops a word."""
    lines, x = [], 0.0
    while x < width - height:
        word = min(dice.uniform(2, 7) * height, width - x)
        turns = max(3, int(word / height * 2.2))
        along = np.linspace(0, turns * 2 * np.pi, turns * 7)
        tall = np.repeat(dice.choice([0.25, 0.3, 0.5], turns), 7) * height
        curve_x = x + along / along[-1] * word + 0.15 * height * np.sin(along)
        lines.append(np.column_stack([curve_x, 0.6 * height - tall * np.sin(along + 0.6)]))
        x += word + 0.7 * height
    return lines
