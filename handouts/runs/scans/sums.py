"""What is known by now of each sheet of a pile: whose it is, how much of it came back, and what waits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from handouts.base.records import dataclass
from handouts.deliver.register import Issued, Register
from handouts.returned.returns import Return, ReturnSource, answers, pain_value
from handouts.returned.returnstable import ReturnsTable
from handouts.runs.scans.fates import pages_in_words
from handouts.runs.scans.points import PAGE
from handouts.sheet.boxnames import BoxName, MeasureName, PainName, parse_name

__all__ = ["SheetSum", "came_words", "sums_of", "waiting_words"]

_SHOWN = 3
"""Most texts that are quoted."""
_WHOLE: dict[ReturnSource, str] = {"pdf": "as a PDF", "phone": "from a phone", "typed": "typed in", "scan": "as a scan"}


@dataclass(frozen=True)
class SheetSum:
    """A sheet, by all that the register has of it; not by one pile alone."""

    of: Issued
    pages: int
    """Pages with boxes or places to write in; 0 where that is not known."""
    entered: tuple[int, ...]
    """Pages that count; 0 stands for a whole PDF."""
    waiting: tuple[int, ...]
    """Pages that wait to be settled."""
    done: int
    planned: int
    """Boxes ticked, and all boxes, on the pages that count."""
    pain: int
    """Sessions for which pain is written, as far as it is settled, or has no answer yet."""
    unsure_boxes: int
    unsure_writing: int
    unsure_pages: int
    """Places to settle, by kind."""
    whole: tuple[ReturnSource, ...] = ()
    """What those were read from that count and are of the whole sheet, each once."""
    waits_whole: tuple[ReturnSource, ...] = ()
    """The same of those that wait."""
    no_number: tuple[str, ...] = ()
    """What is written for pain and is no number from 0 to 10."""

    @property
    def unsure(self) -> int:
        """Places to settle."""
        return self.unsure_boxes + self.unsure_writing + self.unsure_pages


def sums_of(register: Register, handouts: Iterable[str], more: Sequence[Return] = ()) -> list[SheetSum]:
    """What is known of sheets, in this order; of those that the register does not know, nothing.

    ``more`` are returns that were only looked at.
    """
    table = ReturnsTable(register)
    known = [rows[0] for handout in dict.fromkeys(handouts) if (rows := register.find(handout))]
    return [
        _sum(of, [*table.of_handout(of.handout), *(one for one in more if one.handout == of.handout)], table)
        for of in known
    ]


def _sum(of: Issued, returns: list[Return], table: ReturnsTable) -> SheetSum:
    told = answers(of.handout, returns)
    waiting = [one for one in returns if one.state == "pending"]
    names = [name for one in waiting for name in set(one.unsure) - table.said(one.id).keys()]
    boxes = sum(isinstance(parse_name(name), BoxName | MeasureName) for name in names)
    pages = names.count(PAGE)
    pain = {name.name() for name in told.pain} | {name for name in names if isinstance(parse_name(name), PainName)}
    return SheetSum(
        of,
        pages=max((one.pages for one in returns), default=0),
        entered=tuple(sorted({one.page for one in returns if one.state == "entered"})),
        waiting=tuple(sorted({one.page for one in waiting})),
        done=told.done,
        planned=told.planned,
        pain=len(pain),
        unsure_boxes=boxes,
        unsure_writing=len(names) - boxes - pages,
        unsure_pages=pages,
        whole=_sources(one for one in returns if one.state == "entered"),
        waits_whole=_sources(waiting),
        no_number=tuple(text for text in told.pain.values() if pain_value(text) is None),
    )


def _sources(returns: Iterable[Return]) -> tuple[ReturnSource, ...]:
    return tuple(dict.fromkeys(one.source for one in returns if not one.page))


def came_words(one: SheetSum) -> str:
    """“2 of 3 pages with boxes, 20 of 24 ticked, pain written 3 times”."""
    back = len({*one.entered, *one.waiting} - {0})
    pages = f"{back} of {_count(one.pages, 'page') if one.pages else '? pages'} with boxes"
    parts = [f"came back {' and '.join(_WHOLE[source] for source in one.whole)}" if one.whole else pages]
    if one.entered:
        parts.append(f"{one.done} of {one.planned} ticked")
    if one.pain:
        parts.append(f"pain written {'once' if one.pain == 1 else f'{one.pain} times'}{_no_number(one.no_number)}")
    return ", ".join(parts)


def _no_number(texts: tuple[str, ...]) -> str:
    """What of pain is no number, and so counts in no sum."""
    if not texts:
        return ""
    quoted = ", ".join(f"“{text}”" for text in texts[:_SHOWN]) + (", …" if len(texts) > _SHOWN else "")
    return f" ({quoted} cannot be read as a number from 0 to 10)"


def waiting_words(one: SheetSum) -> str:
    """What does not count yet: “page 2, with 1 box to settle”; empty where nothing waits."""
    if not one.waiting:
        return ""
    waits = [
        *([_count(one.unsure_boxes, "box", "boxes")] if one.unsure_boxes else []),
        *([_count(one.unsure_writing, "place", "places") + " written on"] if one.unsure_writing else []),
        *([_count(one.unsure_pages, "page") + " to be looked at"] if one.unsure_pages else []),
    ]
    pages = f"page{'s' if len(one.waiting) > 1 else ''} {pages_in_words(one.waiting)}"
    if 0 in one.waiting:
        pages = "what the phone sent" if one.waits_whole == ("phone",) else "the PDF"
    return f"{pages}, with {', '.join(waits) or 'something'} to settle"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or f'{one}s'}"
