from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from handouts.base.colour import INK, contrast
from handouts.library.clinic import Colours
from handouts.library.palette import READABLE, make_palette

COLOUR = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06X}")


@given(COLOUR, st.one_of(st.none(), COLOUR), st.booleans())
def test_every_brand_can_be_read(primary: str, accent: str | None, mono: bool):
    roles = make_palette(Colours(primary=primary, accent=accent), mono=mono).as_dict()
    assert contrast(roles["primary"], "#FFFFFF") >= READABLE
    assert contrast(roles["primary"], roles["tint"]) >= READABLE
    assert contrast(roles["on_accent"], roles["accent"]) >= READABLE
    assert contrast(roles["mute"], roles["rest"]) >= READABLE
    assert contrast(roles["ink"], roles["tint"]) >= READABLE
    assert contrast(roles["stop"], "#FFFFFF") >= READABLE


def test_readable_colours_are_left_alone():
    palette = make_palette(Colours(primary="#1B3A57", accent="#0A6E6E"), mono=False)
    assert palette.changes == ()
    assert palette.as_dict()["primary"] == "#1B3A57"


def test_a_pale_colour_is_darkened_and_reported():
    palette = make_palette(Colours(primary="#FFCC00", accent="#F2A900"), mono=False)
    assert [change.name for change in palette.changes] == ["primary"]
    assert palette.as_dict()["accent"] == "#F2A900"  # dark text stands on it
    assert palette.as_dict()["on_accent"] == INK


def test_the_stop_colour_is_never_a_brand_s():
    one, other = (
        make_palette(Colours(primary=colour), mono=False).as_dict()["stop"] for colour in ("#1B3A57", "#5B2A6E")
    )
    assert one == other
