"""What a prop is: a YAML model that also knows how it is drawn, held, pointed at and checked. And all that there are.

A new prop is one class that is marked ``@registered``, in one of the modules beside this one: the YAML, its JSON
Schema, call-outs, arrows, hands, drawing and checks take it from the registry.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, TypeVar, get_args, get_type_hints

from handouts.figures.camera import Camera
from handouts.figures.shapes import Unit
from handouts.figures.space import P3

if TYPE_CHECKING:
    from handouts.figures.body import Body, BodySide, HandPlace

__all__ = ["PROPS", "AnyProp", "Cuboid", "point_at", "point_words", "reach_words", "registered"]

Cuboid = tuple[P3, P3]
"""Low and high corner of something square, cm."""


class AnyProp:
    """What every prop can be asked. The answers here are those of a thing that merely stands there."""

    kind: str
    """Its name in the YAML; each prop's own is a literal, which tells the models apart."""
    pointed_at: ClassVar[tuple[str, ...]] = ()
    """Names of its places that call-outs and arrows may point at."""
    reached_for: ClassVar[str] = ""
    """Name that hands may reach for it by."""
    held_parts: ClassVar[str] = ""
    """How the names of those of its units begin that a closed hand is painted over."""
    covers_floor: ClassVar[bool] = False
    """Whether it lies under the body, so that no shadow falls on the floor."""

    @classmethod
    def word(cls) -> str:
        """Its kind, for messages."""
        kind: str = get_args(get_type_hints(cls)["kind"])[0]
        return kind

    def units(self, body: Body, camera: Camera) -> list[Unit]:
        """What is drawn of it."""
        raise NotImplementedError

    def mount(self, others: list[Cuboid], camera: Camera) -> list[Unit]:
        """What is drawn where it is fixed, among what is solid of all props."""
        del others, camera
        return []

    def places(self) -> tuple[str, ...]:
        """Those names of ``pointed_at`` that this one has a place for, however the body stands."""
        return self.pointed_at

    def anchors(self, body: Body) -> dict[str, P3]:
        """Where call-outs and arrows meet it, for each of its ``places``."""
        del body
        return {}

    def hand_place(self, body: Body, side: BodySide) -> HandPlace | None:
        """Where a hand that reaches for it goes; None where it has no such place."""
        del body, side
        return None

    def closes(self, side: BodySide) -> bool:
        """Whether it closes the hand of a side by being there."""
        del side
        return False

    def hand_shape(self, side: BodySide) -> str:
        """The shape that it gives a hand of a side by lying in it; empty where it gives none."""
        del side
        return ""

    def solids(self) -> list[Cuboid]:
        """What of it nothing of the body may pass through."""
        return []

    def steadies(self, body: Body) -> bool:
        """Whether it takes part of the weight, so that balance cannot be judged."""
        del body
        return False

    def treads(self) -> tuple[float, ...]:
        """Heights, cm, at which one may stand on it."""
        return ()

    def fixed_length(self, body: Body) -> float | None:
        """A length, cm, that must be the same in every position; None where there is none."""
        del body
        return None

    def faults(self, body: Body) -> Iterator[tuple[str, str]]:
        """What is wrong with it where this body is: a message, and how to mend it."""
        del body
        yield from ()


PropT = TypeVar("PropT", bound=AnyProp)

PROPS: list[type[AnyProp]] = []
"""All props, in the order in which the schema lists them."""


def registered(prop: type[PropT]) -> type[PropT]:
    """Enter a prop's class among those that a figure may hold."""
    PROPS.append(prop)
    return prop


def point_words() -> tuple[str, ...]:
    """Names of places on props, each once: what call-outs and arrows may point at beside the body."""
    return tuple(dict.fromkeys(name for prop in PROPS for name in prop.pointed_at))


def reach_words() -> tuple[str, ...]:
    """Names of props that hands may reach for."""
    return tuple(prop.reached_for for prop in PROPS if prop.reached_for)


def point_at(at: tuple[float, ...]) -> P3:
    """A place from the YAML in space: in the middle, if it does not say how far aside."""
    return at[0], at[1], at[2] if len(at) > 2 else 0.0
