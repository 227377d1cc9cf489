"""All checks of a figure, position by position."""

from __future__ import annotations

from collections.abc import Sequence

from handouts.figures.checks.balance import check_balance
from handouts.figures.checks.bands import check_bands, check_slack
from handouts.figures.checks.callouts import check_pointing
from handouts.figures.checks.expectations import check_expectations
from handouts.figures.checks.finding import Finding, Rule
from handouts.figures.checks.floor import check_contacts, check_floor
from handouts.figures.checks.joints import check_joints
from handouts.figures.checks.props import check_hands, check_lengths, check_props, check_through
from handouts.figures.checks.seating import check_seats
from handouts.figures.checks.seen import check_seen
from handouts.figures.checks.words import Spoken, check_words
from handouts.figures.measures import BUILDS
from handouts.figures.poses import Figure
from handouts.figures.posing import posed

__all__ = ["check_figure"]

_RULES: tuple[Rule, ...] = (
    check_floor, check_contacts, check_joints, check_balance, check_through, check_hands, check_props,
    check_expectations, check_bands, check_seats, check_seen,
)  # fmt: skip


def check_figure(figure: Figure, build: str = "straight", said: Sequence[Sequence[Spoken]] = ()) -> list[Finding]:
    """All that is wrong with a figure's poses, props and annotations.

    ``said`` are English words about each position, which the pictures are held against; none for other languages.
    """
    bodies = [posed(figure, position, BUILDS[build]) for position in figure.positions]
    findings = [
        Finding(index, message, hint)
        for index, (position, body) in enumerate(zip(figure.positions, bodies, strict=True))
        for rule in _RULES
        for message, hint in rule(figure, position, body)
    ]
    findings += [
        Finding(index, message, hint)
        for index, (position, body, words) in enumerate(zip(figure.positions, bodies, said, strict=False))
        for message, hint in check_words(figure, position, body, words)
    ]
    return [*findings, *check_pointing(figure, bodies), *check_lengths(figure, bodies), *check_slack(figure, bodies)]
