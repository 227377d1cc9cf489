"""In every language the leafs of a file's structure tree say what the handout says, as it is read."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from handouts.library.load import Library, load_library
from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.sheet import compose
from handouts.write.heard import Element, heard
from tests.conformance.listener import Listener
from tests.conftest import LAYOUTS

LANGUAGES = ("en", "zh-Hans", "zh-Hant", "ms", "ta", "hi", "es", "fr", "de", "pt", "pl", "vi", "ar", "he")
SMALL = "chair-exercises"
NAMES = {"ar": "محمد Smith", "he": "דוד Cohen"}


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def _fits(monkeypatch: pytest.MonkeyPatch, cache: Path) -> None:
    """Whether a language's texts fit a layout is another test's; so what is kept here is for nobody else."""
    monkeypatch.setenv("HANDOUTS_CACHE", str(cache))
    monkeypatch.setattr(compose, "refuse_collisions", lambda *_: None)


@pytest.fixture(scope="module")
def whole() -> Library:
    return load_library(None)


def leafs(elements: Iterable[Element]) -> Iterator[str]:
    for one in elements:
        if one.inside:
            yield from leafs(one.inside)
        else:
            yield " ".join(one.words.split())


def both(library: Library, order: Order) -> tuple[list[str], list[str]]:
    """What the leafs of the file say, and what those of the composed sheet do."""
    press, handout = Press(library), Planner(library).plan(order)[0]
    file = Listener(PdfReader(io.BytesIO(press.pdf(handout))))
    return (
        list(leafs(element for _, element in file.elements())),
        list(leafs(element for page in heard(press.sheet(handout)) for element in page)),
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "layout", ["standard", *(pytest.param(one, marks=pytest.mark.slow) for one in LAYOUTS if one != "standard")]
)
def test_leafs_say_what_the_handout_says(whole: Library, make_order: Callable[..., Order], language: str, layout: str):
    name = NAMES.get(language, "陈美玲")
    order = make_order(
        items=(SMALL,), language=language, layout=layout, patient=name, note="خذ 5 دقائق (Slow).", week=1
    )
    found, said = both(whole, order)
    assert found == said
    assert len(found) > 50
    assert any(name in text for text in found)
    assert any("خذ 5 دقائق (Slow)." in text for text in found)
