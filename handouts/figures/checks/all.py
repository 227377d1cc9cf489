"""All checks of a figure, position by position."""

from __future__ import annotations

from handouts.figures.checks.balance import check_balance
from handouts.figures.checks.callouts import check_pointing
from handouts.figures.checks.expectations import check_expectations
from handouts.figures.checks.finding import Finding, Rule
from handouts.figures.checks.floor import check_contacts, check_floor
from handouts.figures.checks.joints import check_joints
from handouts.figures.checks.props import check_hands, check_lengths, check_props, check_through
from handouts.figures.measures import BUILDS
from handouts.figures.poses import Figure
from handouts.figures.posing import posed

__all__ = ["check_figure"]

_RULES: tuple[Rule, ...] = (
    check_floor, check_contacts, check_joints, check_balance, check_through, check_hands, check_props,
    check_expectations,
)  # fmt: skip


def check_figure(figure: Figure, build: str = "straight") -> list[Finding]:
    """All that is wrong with a figure's poses, props and annotations."""
    bodies = [posed(figure, position, BUILDS[build]) for position in figure.positions]
    findings = [
        Finding(index, message, hint)
        for index, (position, body) in enumerate(zip(figure.positions, bodies, strict=True))
        for rule in _RULES
        for message, hint in rule(figure, position, body)
    ]
    return [*findings, *check_pointing(figure), *check_lengths(figure, bodies)]
