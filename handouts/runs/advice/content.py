"""All advice on a library: on a clinic's own drills and programs, or on the shipped ones where there is no clinic."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.library.load import Library
from handouts.library.models import Drill, Program
from handouts.library.sources import sources_of
from handouts.runs.advice.parts import amounts, missing_parts
from handouts.runs.advice.piece import Advice, Remark
from handouts.runs.advice.texts import texts_of
from handouts.runs.advice.wording import english, long_sentences, names

__all__ = ["advice_on", "remarks_on"]


def advice_on(library: Library) -> list[Advice]:
    """Every piece of advice, by file and line. What is shipped is not a clinic's to mend."""
    found: list[Advice] = []
    sources = sources_of(library)
    for shelf in (library.drills, library.programs):
        for key, item in shelf.items():
            if key in sources and (not library.folder or key in library.own):
                source = sources[key]
                found += [
                    Advice(one.rule, source.name, source.line(one.loc), one.found, one.better)
                    for one in remarks_on(item, library)
                ]
    return sorted(dict.fromkeys(found), key=lambda one: (one.file, one.line))


def remarks_on(item: Drill | Program, library: Library) -> Iterator[Remark]:
    """All advice on one drill or program, by the places of its keys."""
    texts = list(texts_of(item))
    yield from long_sentences(texts)
    yield from names(item)
    if item.language.partition("-")[0] == "en":
        yield from english(item, texts)
    yield from missing_parts(item, texts)
    if isinstance(item, Program):
        yield from amounts(item, library)
