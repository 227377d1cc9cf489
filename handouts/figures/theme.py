"""Colours of a figure: one table of roles, from a clinic's colours, a skin, hair and the way of drawing."""

from __future__ import annotations

import colorsys
from functools import lru_cache
from typing import Literal, Protocol

from handouts.base.colour import INK, mixed
from handouts.base.colour import contrast as ratio
from handouts.base.records import dataclass
from handouts.figures.person import Person
from handouts.figures.shapes import Drawing

__all__ = ["HAIR", "SKINS", "BrandColours", "Theme", "line_width", "make_theme", "theme_of"]

SKINS = {"light": "#F3DFCF", "tan": "#DFB48F", "olive": "#C99873", "brown": "#96603F", "deep": "#5F3A28"}
"""Five skins, from light to dark."""
HAIR = {"black": "#231F20", "brown": "#4B3226", "auburn": "#7A3B22", "blond": "#C79A4B", "grey": "#9A9DA1"}
ARROW = "#D9480F"
"""Arrow, band and muscles where the clinic has no accent colour."""
THINNEST, THICKEST = 0.62, 1.5
"""Of the base line, pt."""
Art = Literal["colour", "line", "mono"]


class BrandColours(Protocol):
    """A clinic's colours, #RRGGBB."""

    @property
    def primary(self) -> str: ...
    @property
    def accent(self) -> str | None: ...


@dataclass(frozen=True, eq=False)
class Theme:
    """The value, #RRGGBB, of each role. Made once for each choice, and so compared by identity."""

    art: Art
    roles: tuple[tuple[str, str], ...]

    def as_dict(self) -> dict[str, str]:
        return dict(self.roles)


def apart(colour: str, *others: str, least: float) -> str:
    """The colour made lighter, or else darker, until it stands out from others by a contrast."""
    hue, light, saturation = colorsys.rgb_to_hls(*(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)))
    tries = sorted(range(101), key=lambda step: abs(step / 100 - light))
    for step in tries:
        rgb = colorsys.hls_to_rgb(hue, step / 100, saturation)
        shifted = "#" + "".join(f"{round(part * 255):02X}" for part in rgb)
        if all(ratio(shifted, other) >= least for other in others):
            return shifted
    return colour


_SHARED = {"line": INK, "white": "#FFFFFF", "note": INK}
_MONO = _SHARED | {
    "skin": "#FFFFFF", "shirt": "#9B9B9B", "shorts": "#4A4A4A", "shoe": "#FFFFFF", "sole": "#333333",
    "hair": "#2B2B2B", "steel": "#8A8A8A", "wood": "#C4C4C4", "mat": "#E4E4E4", "band": "#FFFFFF", "strap": "#FFFFFF",
    "grey": "#C9C9C9", "wall": "#DADADA", "cloth": "#F2F2F2", "iron": "#5A5A5A", "floor": "#EDEDED", "arrow": "#000000",
    "muscle": "#000000", "tint": "#FFFFFF", "shadow": "#D5D5D5", "line": "#000000", "note": "#000000",
}  # fmt: skip
"""Black on a mono printer."""
_LINE = _SHARED | {
    "skin": "#FFFFFF", "shirt": "#FFFFFF", "shoe": "#FFFFFF", "steel": "#FFFFFF", "wood": "#FFFFFF", "mat": "#FFFFFF",
    "strap": "#FFFFFF", "wall": "#FFFFFF", "cloth": "#FFFFFF", "iron": "#FFFFFF", "floor": "#FFFFFF",
    "shorts": "#E2E2E2", "sole": "#BBBBBB", "hair": "#8A8A8A", "grey": "#D5D5D5", "tint": "#FFFFFF",
    "shadow": "#EEEEEE",
}  # fmt: skip
"""Outlines only; what has the accent colour is added."""
_COLOUR = _SHARED | {
    "shoe": "#FFFFFF", "sole": "#39434D", "steel": "#8C98A5", "iron": "#56616D", "wood": "#DDA75F", "strap": "#E3B128",
    "wall": "#C9D0D8", "cloth": "#E9EEF2", "floor": "#EBEEF1", "shadow": "#D3D9DF",
}  # fmt: skip
"""What has the same colour for every clinic and person; the rest is added."""
_FLAT = frozenset(["line", "white", "note", "floor", "shadow", "arrow", "muscle", "tint", "hem"])
"""Roles that have no far side, light or shade."""


def _coloured(primary: str, accent: str, skin: str, hair: str, grey: str) -> dict[str, str]:
    """Clothes stand out from the skin and from each other; the arrow from both and from paper."""
    bare, curls = SKINS[skin], HAIR[hair]
    shorts = mixed(primary, INK, 0.25)
    shorts = apart(shorts, bare, least=1.9) if ratio(shorts, bare) < 1.9 else shorts
    shirt = apart(mixed(primary, "#FFFFFF", 0.45), bare, shorts, least=1.5)
    bright = apart(accent, shorts, shirt, "#FFFFFF", least=1.6)
    return _COLOUR | {
        "skin": bare,
        "hair": apart(curls, bare, least=1.5),
        "grey": apart(HAIR[grey], bare, least=1.5),
        "shirt": shirt,
        "shorts": shorts,
        "mat": mixed(shirt, "#FFFFFF", 0.65),
        "tint": mixed(bright, "#FFFFFF", 0.35),
        **dict.fromkeys(_ACCENTED, bright),
    }


_ACCENTED = ("band", "arrow", "muscle")
"""Roles that have the accent colour."""


@lru_cache(maxsize=64)
def make_theme(
    primary: str = "#1B3A57",
    accent: str = "#D9480F",
    skin: str = "light",
    hair: str = "brown",
    art: Art = "colour",
    clothes: str = "shorts",
    grey: str = "grey",
) -> Theme:
    """A theme of a clinic's colours, #RRGGBB, the names of a skin, of hair, of clothes and of “grey” hair.

    One display list serves all clothes: below the hem a leg has the colour of the skin or of the cloth.
    """
    if art == "mono":
        roles = _MONO
    elif art == "line":
        roles = _LINE | dict.fromkeys(_ACCENTED, accent)
    else:
        roles = _coloured(primary, accent, skin, hair, grey)
    bare, line = roles["skin"], roles["line"]
    if clothes == "trousers":
        roles = roles | {"leg": roles["shorts"], "hem": roles["shorts"], "cuff": line}
    else:
        roles = roles | {"leg": bare, "hem": line, "cuff": bare}
    return Theme(art, tuple((roles | _sides(roles, art)).items()))


def _sides(roles: dict[str, str], art: Art) -> dict[str, str]:
    """The far side, the light and the shade of each role that has them."""
    ink = roles["line"]
    sides = {}
    for role, colour in roles.items():
        if role in _FLAT:
            continue
        far = mixed(colour, ink, 0.22 if art == "colour" else 0.12)
        sides[f"{role} far"] = apart(far, ink, least=1.5) if role in ("skin", "leg", "cuff") else far
        sides[f"{role} light"] = mixed(colour, "#FFFFFF", 0.30)
        sides[f"{role} shade"] = mixed(colour, ink, 0.10)
    if art == "line":
        sides |= {f"{role}{end}": colour for role, colour in roles.items() for end in (" shade", " light")}
    sides["hem far"] = sides["leg far"] if roles["hem"] != ink else ink
    sides["floor far"] = mixed(roles["floor"], ink, 0.25)
    return sides


def line_width(drawing: Drawing, height: float) -> float:
    """The base line in the figure's cm where it is drawn ``height`` mm high: kept between two widths on paper."""
    points = height * 72 / 25.4 / drawing.height
    return round(min(max(0.95 * points, THINNEST), THICKEST) / points, 2)


def theme_of(colours: BrandColours, person: Person, *, mono: bool) -> Theme:
    """The theme of a clinic's brand and the person that is drawn."""
    art = "mono" if mono else person.art
    accent = colours.accent or ARROW
    chosen = person.heads == "own" or person.hair != Person.hair
    grey = person.hair if chosen else "grey"
    return make_theme(colours.primary, accent, person.skin, person.hair, art, person.clothes, grey)
