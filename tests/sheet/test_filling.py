"""How pages are filled: against every way there is, for small sheets."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.sheet.filling import FilledPage, Loose, Piece, Place, Puzzle, Spot, Stood, fill, page_set
from handouts.sheet.filling.pieces import EDGE, FILL, LONELY
from handouts.sheet.forms import Choice

ROOM, PEN = 100.0, 4.0


def piece(*heights: float, gap: float = 0.0, grid: bool = False, fresh: bool = False, bound: bool = False) -> Piece:
    """A piece whose lower forms are uglier."""
    choices = tuple(Choice(height, float(index)) for index, height in enumerate(heights))
    return Piece(choices, gap, fresh, bound, grid)


def loose(height: float, *, optional: bool = False, grid: bool = False, **at: float) -> Loose:
    """A loose piece with what it costs at each place."""
    return Loose({place: Spot(cost, (Choice(height, 0.0),)) for place, cost in at.items()}, grid, optional)  # type: ignore[misc]  # names of places


def shown(puzzle: Puzzle) -> list[list[tuple[int, float, Place | None]]]:
    return [[(one.piece, one.choice.height, one.place) for one in page] for page in fill(puzzle)]


def test_pages_hold_what_fits() -> None:
    assert shown(Puzzle(ROOM, PEN, 0, (piece(40), piece(50), piece(30)))) == [
        [(0, 40, None), (1, 50, None)],
        [(2, 30, None)],
    ]


def test_the_room_left_decides_the_forms() -> None:
    puzzle = Puzzle(ROOM, PEN, 0, (piece(60, 50), piece(60, 40)))
    assert shown(puzzle) == [[(0, 60, None), (1, 40, None)]]


def test_a_loose_piece_stands_where_it_saves_a_page() -> None:
    pieces = (piece(20), piece(50), piece(60), piece(40))
    end = loose(20, front=1, foot=3, end=0)
    assert shown(Puzzle(ROOM, PEN, 1, pieces, (end,))) == [
        [(0, 20, None), (4, 20, "front"), (1, 50, None)],
        [(2, 60, None), (3, 40, None)],
    ]


def test_the_pen_line_follows_the_last_grid_of_a_page() -> None:
    assert len(fill(Puzzle(ROOM, PEN, 0, (piece(60, grid=True), piece(36, grid=True))))) == 1
    assert len(fill(Puzzle(ROOM, PEN, 0, (piece(60, grid=True), piece(37, grid=True))))) == 2
    assert len(fill(Puzzle(ROOM, PEN, 0, (piece(60),), (loose(37, grid=True, end=0),)))) == 2


def test_no_gap_stands_first_on_a_page() -> None:
    assert len(fill(Puzzle(ROOM, PEN, 0, (piece(50, gap=9), piece(50))))) == 1
    assert len(fill(Puzzle(ROOM, PEN, 0, (piece(50), piece(50, gap=1))))) == 2


def test_what_is_bound_is_not_parted_and_what_is_fresh_starts_a_page() -> None:
    assert [len(page) for page in fill(Puzzle(ROOM, PEN, 0, (piece(60), piece(30, bound=True), piece(30))))] == [1, 2]
    assert [len(page) for page in fill(Puzzle(ROOM, PEN, 0, (piece(10), piece(10, fresh=True))))] == [1, 1]


def test_an_optional_piece_takes_no_page() -> None:
    glance = loose(60, optional=True, front=-2)
    assert shown(Puzzle(ROOM, PEN, 1, (piece(50),), (glance,))) == [[(0, 50, None)]]
    assert shown(Puzzle(ROOM, PEN, 1, (piece(40),), (glance,))) == [[(0, 40, None), (1, 60, "front")]]


def test_a_piece_too_tall_for_any_page_is_refused() -> None:
    with pytest.raises(ValueError, match="taller"):
        fill(Puzzle(ROOM, PEN, 0, (piece(101),)))


def test_drills_of_one_page_get_one_edge() -> None:
    first = Piece((Choice(50, 0.0, 80.0), Choice(45, 0.3, 90.0)))
    second = Piece((Choice(54, 0.0, 80.0), Choice(50, 0.1, 90.0)))
    (page,) = fill(Puzzle(ROOM, PEN, 0, (first, second)))
    assert [one.choice.edge for one in page] == [90.0, 90.0]


CHOICES = st.lists(
    st.tuples(st.integers(5, 70), st.integers(0, 4), st.sampled_from([0.0, 80.0, 90.0])), min_size=1, max_size=3
).map(lambda found: tuple(_fronted([Choice(float(high), bad / 2, edge) for high, bad, edge in found])))


def _fronted(found: list[Choice]) -> list[Choice]:
    best: list[Choice] = []
    for one in sorted(found, key=lambda choice: (choice.badness, choice.height)):
        if not best or one.height < best[-1].height:
            best.append(one)
    return best


PIECES = st.builds(
    Piece,
    CHOICES,
    st.sampled_from([0.0, 4.0]),
    st.booleans(),
    st.just(False),
    st.booleans(),
    st.sampled_from([0.0, 3.0]),
)
SPOTS = st.builds(
    Spot, st.integers(0, 3).map(float), CHOICES, st.sampled_from([0.0, 4.0]), st.integers(0, 2)
)  # fmt: skip
LOOSE = st.builds(
    lambda end, others, grid, optional: Loose({"end": end, **others}, grid, optional),
    SPOTS,
    st.dictionaries(st.sampled_from(["front", "first_foot", "foot", "top"]), SPOTS, max_size=2),
    st.booleans(),
    st.booleans(),
)


@st.composite
def puzzles(draw: st.DrawFn) -> Puzzle:
    pieces = tuple(draw(st.lists(PIECES, min_size=1, max_size=4)))
    front = draw(st.integers(0, len(pieces)))
    return Puzzle(ROOM, PEN, front, pieces, tuple(draw(st.lists(LOOSE, max_size=2))))


@given(puzzles())
def test_no_other_way_is_better(puzzle: Puzzle) -> None:
    found = fill(puzzle)
    best = min(_every_way(puzzle), default=None)
    assert best is not None
    assert _cost(puzzle, found) == pytest.approx(best)


@given(puzzles())
def test_everything_stands_once_in_its_order_and_fits(puzzle: Puzzle) -> None:
    pages = fill(puzzle)
    count = len(puzzle.pieces)
    assert [one.piece for page in pages for one in page if one.piece < count] == list(range(count))
    placed = [one.piece - count for page in pages for one in page if one.piece >= count]
    assert sorted(placed) == sorted(set(placed))
    assert set(placed) >= {index for index, one in enumerate(puzzle.loose) if not one.optional}
    assert all(_height(puzzle, page) <= ROOM + 1e-6 for page in pages)


@given(st.lists(PIECES, min_size=1, max_size=4), st.integers(10, 300).map(float))
def test_no_choice_of_forms_is_better_and_no_taller(pieces: list[Piece], room: float) -> None:
    gaps = sum(one.gap for one in pieces[1:])
    every = []
    for chosen in itertools.product(*(one.choices for one in pieces)):
        edges = {one.edge for one in chosen if one.edge}
        badness = sum(one.badness for one in chosen) + EDGE * max(0, len(edges) - 1)
        every.append((badness, sum(one.height for one in chosen) + gaps))
    fitting = [one for one in every if one[1] <= room]
    way = page_set(pieces).tallest(room)
    assert (way is None) == (not fitting)
    if way is not None:
        assert way.badness == pytest.approx(min(fitting)[0])
        assert way.height == pytest.approx(min(one[1] for one in every if one[0] == min(fitting)[0]))


def _height(puzzle: Puzzle, page: FilledPage) -> float:
    """A page's height, summed from its top down."""
    count, grid = len(puzzle.pieces), False
    y = next((puzzle.pieces[one.piece].lead for one in page if one.place is None), 0.0)
    for index, one in enumerate(page):
        if one.place is None:
            gap, has_grid = puzzle.pieces[one.piece].gap, puzzle.pieces[one.piece].grid
        else:
            it = puzzle.loose[one.piece - count]
            gap, has_grid = it.at[one.place].gap, it.grid
        y += (gap if index else 0.0) + one.choice.height
        grid = grid or has_grid
    return y + (PEN if grid else 0.0)


def _cost(puzzle: Puzzle, pages: tuple[FilledPage, ...]) -> tuple[int, float]:
    """Pages, then how ugly they are."""
    count, total = len(puzzle.pieces), 0.0
    for number, page in enumerate(pages, 1):
        edges = {one.choice.edge for one in page if one.place is None and one.choice.edge}
        total += sum(one.choice.badness for one in page) + EDGE * max(0, len(edges) - 1)
        total += sum(puzzle.loose[one.piece - count].at[one.place].cost for one in page if one.place is not None)
        if number < len(pages):
            total += FILL * ((ROOM - _height(puzzle, page)) / ROOM) ** 2
        elif all(one.place is not None for one in page):
            total += LONELY
    return len(pages), total


def _every_way(puzzle: Puzzle) -> Iterator[tuple[int, float]]:
    """The cost of every way to cut the pieces into pages, to place the loose ones, and to choose heights, but for ways in
    which the pieces of a page are both taller and uglier than they need be.
    """
    count = len(puzzle.pieces)
    for cuts in itertools.product([False, True], repeat=count - 1):
        if any(puzzle.pieces[at + 1].fresh and not cut for at, cut in enumerate(cuts)):
            continue
        edges = [0, *(at + 1 for at, cut in enumerate(cuts) if cut), count]
        spans = list(itertools.pairwise(edges))
        for more in range(len(puzzle.loose) + 1):  # pages of loose pieces alone, at the end
            yield from _placed(puzzle, [*spans, *[(count, count)] * more])


def _placed(puzzle: Puzzle, spans: list[tuple[int, int]]) -> Iterator[tuple[int, float]]:
    count = len(puzzle.pieces)
    options = []
    for one in puzzle.loose:
        spots = [
            (page, place)
            for page, (start, end) in enumerate(spans)
            for place in one.at
            if (place == "front" and start < puzzle.front <= end)
            or (place == "first_foot" and start < puzzle.front < end < count)
            or (place == "foot" and puzzle.front <= start < end < count and puzzle.front < end)
            or (place == "top" and max(1, puzzle.front) <= start < end)
            or (place == "end" and end == count)
        ]
        options.append([*spots, *([None] if one.optional else [])])
    for chosen in itertools.product(*options):
        pages = []
        for page, (start, end) in enumerate(spans):
            here = [(index, where[1]) for index, where in enumerate(chosen) if where and where[0] == page]
            if start == end and not here:
                break
            pages.append(list(_pages(puzzle, start, end, here)))
        else:
            for whole in itertools.product(*pages):
                yield _cost(puzzle, whole)


def _pages(puzzle: Puzzle, start: int, end: int, here: list[tuple[int, Place]]) -> Iterator[FilledPage]:
    """Every form of a page that fits."""
    count = len(puzzle.pieces)
    here = sorted(here, key=lambda one: puzzle.loose[one[0]].at[one[1]].order)
    for heights in itertools.product(*(puzzle.loose[index].at[place].choices for index, place in here)):
        stood = [Stood(count + index, choice, place) for (index, place), choice in zip(here, heights, strict=True)]
        for way in page_set(puzzle.pieces[start:end]).ways if end > start else [None]:
            drills = [Stood(start + at, choice) for at, choice in enumerate(way.choices)] if way else []
            at = puzzle.front - start
            front = [one for one in stood if one.place == "front"]
            page = (
                *(one for one in stood if one.place == "top"),
                *(drills[:at] if front else drills),
                *front,
                *(drills[at:] if front else []),
                *(one for one in stood if one.place in ("first_foot", "foot", "end")),
            )
            if _height(puzzle, page) <= ROOM + 1e-6:
                yield page
