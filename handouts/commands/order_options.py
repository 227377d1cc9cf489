"""The options of an order, built from how its fields are given; and problems of fields, told as problems of options."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

import click

from handouts.base.problems import Exit, HandoutsError
from handouts.commands.options import complete_items, complete_layouts
from handouts.orders.given import Option
from handouts.orders.order import givens

__all__ = ["from_options", "order_options", "place_of_field", "shared_fields"]

F = TypeVar("F", bound=Callable[..., Any])

_COMPLETE: dict[str, Callable[..., list[str]]] = {"items": complete_items, "layout": complete_layouts}
"""What the shell proposes for a field."""


@cache
def _options() -> Mapping[str, Option]:
    return {name: how.option for name, how in givens().items() if how.option}


def shared_fields() -> tuple[str, ...]:
    """Fields whose options are for many handouts too, and not for one patient's only."""
    return tuple(name for name, option in _options().items() if not option.single)


def order_options(*, defaults_only: bool = False) -> Callable[[F], F]:
    """Options of an order. ``defaults_only`` leaves out what a roster gives row by row."""

    def decorate(function: F) -> F:
        names = shared_fields() if defaults_only else (*_singles(), *shared_fields())
        for option in reversed([*(_decorator(name, _options()[name]) for name in names), *_LOOK]):
            function = option(function)
        return function

    return decorate


def _singles() -> tuple[str, ...]:
    return tuple(name for name, option in _options().items() if option.single)


def _decorator(name: str, option: Option) -> Callable[[F], F]:
    complete = _COMPLETE.get(name)
    if not option.flags:
        return click.argument(
            name, nargs=-1 if option.repeats else 1, metavar=_metavar(option), shell_complete=complete
        )
    return click.option(
        *option.flags,
        name,
        multiple=option.repeats,
        metavar=option.metavar,
        help=option.help,
        shell_complete=complete,
    )


def _metavar(option: Option) -> str:
    return f"{option.metavar}..." if option.repeats else option.metavar


_LOOK = (
    click.option("--mono", is_flag=True, help="All in black, for a laser printer."),
    click.option("--no-form", is_flag=True, help="No form fields: the boxes are for paper only."),
    click.option("--no-codes", is_flag=True, help="No codes and corner marks: paper is read back by eye alone."),
    click.option(
        "--allow-stale",
        is_flag=True,
        help="Print translations that are older than the English text; the sheet says so.",
    ),
)
"""Options of how a handout is printed; they are not part of the order."""


def place_of_field(name: str) -> str | None:
    """What a field is called on the command line; None where it cannot be given there."""
    if name == "clinic":  # no field, but what the clinic's own file says in place of one
        return "clinic.yaml"
    option = _options().get(name)
    return (option.flags[0] if option.flags else option.metavar) if option else None


def from_options(error: HandoutsError) -> HandoutsError:
    """The error with option names in place of the names of an order's fields."""
    places = [place_of_field(problem.place) for problem in error.problems]
    problems = [
        replace(problem, place=place or problem.place) for problem, place in zip(error.problems, places, strict=True)
    ]
    return HandoutsError(problems, Exit.USAGE if all(places) else error.code)
