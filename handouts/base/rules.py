"""What pydantic is to hold values to, said without loading it: it takes longer to load than a handout takes to make.

A rule stands in ``Annotated`` like pydantic's own ``Field``. It is metadata of the grouped kind (see the package
annotated-types), which pydantic takes apart when a file is checked, and not before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal, TypeVar

__all__ = ["MODELS", "FieldRule", "checked", "limits", "read", "strict", "strict_but"]

Kind = TypeVar("Kind", bound=type)

MODELS: dict[str, type] = {}
"""Every class that is a block of keys in a YAML file, by its name."""


class FieldRule:
    """Metadata that is made when it is asked for."""

    __is_annotated_types_grouped_metadata__: Literal[True] = True

    def __init__(self, make: Callable[[], tuple[Any, ...]]) -> None:
        self._make = make

    def __iter__(self) -> Iterator[Any]:
        return iter(self._make())


def limits(**given: Any) -> FieldRule:
    """What pydantic's ``Field`` takes: ge, le, strict, min_length, max_length, pattern, discriminator, description."""

    def make() -> tuple[Any, ...]:
        from pydantic import Field

        return (Field(**given),)

    return FieldRule(make)


def read(parse: Callable[[Any], Any], schema: Mapping[str, Any]) -> FieldRule:
    """The value is what ``parse`` makes of the one in the file, which the JSON Schema describes.

    ``parse`` raises a ValueError that says what it expected.
    """

    def make() -> tuple[Any, ...]:
        from pydantic import BeforeValidator, WithJsonSchema

        return BeforeValidator(parse), WithJsonSchema(dict(schema))

    return FieldRule(make)


def checked(check: Callable[[Any], Any], schema: Mapping[str, Any] | None = None) -> FieldRule:
    """The same for a value that has its type already."""

    def make() -> tuple[Any, ...]:
        from pydantic import AfterValidator, WithJsonSchema

        return (AfterValidator(check), *([WithJsonSchema(dict(schema))] if schema else []))

    return FieldRule(make)


def strict(kind: Kind) -> Kind:
    """Mark a data class as a block of keys in a YAML file: a key that it does not have is a fault."""
    kind.__pydantic_config__ = {"extra": "forbid"}  # type: ignore[attr-defined]  # what pydantic's with_config sets
    MODELS[kind.__name__] = kind
    return kind


def strict_but(written: Mapping[str, str]) -> Callable[[Kind], Kind]:
    """The same for one with fields that have another name in the file, such as a word that Python keeps for itself."""

    def mark(kind: Kind) -> Kind:
        strict(kind)
        kind.__pydantic_config__["alias_generator"] = lambda name: written.get(name, name)  # type: ignore[attr-defined]  # set above
        return kind

    return mark
