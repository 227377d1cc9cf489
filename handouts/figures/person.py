"""How the person in the pictures looks: what a clinic, an order or a command may choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from handouts.base.records import dataclass, later
from handouts.base.rules import strict

__all__ = ["BuildName", "Clothes", "Hair", "Person", "Skin", "looking"]

Skin = Literal["light", "tan", "olive", "brown", "deep"]
Hair = Literal["black", "brown", "auburn", "blond", "grey"]
Clothes = Literal["shorts", "trousers"]
BuildName = Literal["straight", "curved", "broad"]


@strict
@dataclass(frozen=True, kw_only=True)
class Person:
    """How the person in the pictures looks."""

    skin: Skin = "tan"
    hair: Hair = "black"
    build: BuildName = "straight"
    """straight, curved (longer hair, tied) or broad."""
    art: Literal["colour", "line"] = "colour"
    """line draws outlines only, which saves ink."""
    heads: Literal["in-turn", "own"] = later("in-turn")
    """in-turn: half of the drills show grey hair, unless another colour than black is chosen; own: all have this."""
    clothes: Clothes = later("shorts")
    """trousers are long: warmer, and more like what patients wear."""


def looking(person: Person, look: Mapping[str, Any]) -> Person:
    """The person with a look that was asked for. Hair that is asked for is drawn in all drills, black as well."""
    own: dict[str, Any] = {"heads": "own"} if look.get("hair") == Person.hair else {}
    return replace(person, **look, **own)
