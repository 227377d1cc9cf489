"""Colours of a figure: one table of roles, from a clinic's colours, a skin, hair and the way of drawing."""

from __future__ import annotations

import colorsys
import math
from functools import lru_cache
from typing import Literal, Protocol

from handouts.base.colour import INK, WHITE, mixed
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
BASE = 0.9
"""The base line on paper, pt, on every picture of a sheet: the silhouette of a body."""
LARGE, TINY = 1.6, 0.42
"""Points to a cm of the figure from which on lines grow with it, as on a poster; or shrink with it, as on a stamp."""
_STEPS = 1.06
"""Widths are a power of this, so that few forms are written of one picture: no eye tells the steps."""
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
    "wall": "#DADADA", "cloth": "#F2F2F2", "iron": "#5A5A5A", "floor": "#EDEDED", "arrow": "#000000",
    "muscle": "#000000", "tint": "#FFFFFF", "shadow": "#D5D5D5", "line": "#000000", "note": "#000000",
}  # fmt: skip
"""Black on a mono printer."""
_LINE = _SHARED | {
    "skin": "#FFFFFF", "shirt": "#FFFFFF", "shoe": "#FFFFFF", "steel": "#FFFFFF", "wood": "#FFFFFF", "mat": "#FFFFFF",
    "strap": "#FFFFFF", "wall": "#FFFFFF", "cloth": "#FFFFFF", "iron": "#FFFFFF", "floor": "#FFFFFF",
    "shorts": "#E2E2E2", "sole": "#BBBBBB", "hair": "#8A8A8A", "tint": "#FFFFFF", "shadow": "#EEEEEE",
}  # fmt: skip
"""Outlines only; what has the accent colour is added."""
_COLOUR = _SHARED | {
    "shoe": "#FFFFFF", "sole": "#39434D", "steel": "#8C98A5", "iron": "#56616D", "wood": "#DDA75F", "strap": "#E3B128",
    "wall": "#C9D0D8", "cloth": "#E9EEF2", "floor": "#EBEEF1", "shadow": "#D3D9DF",
}  # fmt: skip
"""What has the same colour for every clinic and person; the rest is added."""
FAR_LINE = {"colour": "#6B7680", "mono": "#757575"}
"""What limbs on the far side are drawn in: greyer than the near ones, as all that is farther away."""
_PALER = 0.55
"""How much white there is in the far side's colours."""
_FLAT = frozenset(["line", "white", "note", "floor", "shadow", "arrow", "muscle", "tint"])
"""Roles that have no far side, light or shade."""


def _coloured(primary: str, accent: str, skin: str, hair: str) -> dict[str, str]:
    """Clothes stand out from the skin and from each other; the arrow from both and from paper."""
    bare, curls = SKINS[skin], HAIR[hair]
    shorts = mixed(primary, INK, 0.25)
    shorts = apart(shorts, bare, least=1.9) if ratio(shorts, bare) < 1.9 else shorts
    shirt = apart(mixed(primary, WHITE, 0.45), bare, shorts, least=1.5)
    bright = apart(accent, shorts, shirt, "#FFFFFF", least=1.6)
    return _COLOUR | {
        "skin": bare,
        "hair": apart(curls, bare, least=1.5),
        "shirt": shirt,
        "shorts": shorts,
        "mat": mixed(shirt, WHITE, 0.65),
        "tint": mixed(bright, WHITE, 0.35),
        **dict.fromkeys(_ACCENTED, bright),
    }


_ACCENTED = ("band", "arrow", "muscle")
"""Roles that have the accent colour."""


@lru_cache(maxsize=64)
def make_theme(
    primary: str = "#1B3A57", accent: str = "#D9480F", skin: str = "light", hair: str = "brown", art: Art = "colour"
) -> Theme:
    """A theme of a clinic's colours, #RRGGBB, and the names of a skin and of hair."""
    if art == "mono":
        roles = _MONO
    elif art == "line":
        roles = _LINE | dict.fromkeys(_ACCENTED, accent)
    else:
        roles = _coloured(primary, accent, skin, hair)
    return Theme(art, tuple((roles | _sides(roles, art)).items()))


def _sides(roles: dict[str, str], art: Art) -> dict[str, str]:
    """The far side, the light and the shade of each role that has them."""
    ink = roles["line"]
    sides = {}
    for role, colour in roles.items():
        if role in _FLAT:
            continue
        sides[f"{role} far"] = mixed(colour, WHITE, _PALER)
        sides[f"{role} light"] = mixed(colour, WHITE, 0.30)
        sides[f"{role} shade"] = mixed(colour, ink, 0.10)
    if art == "line":
        sides |= {f"{role}{end}": colour for role, colour in roles.items() for end in (" shade", " light")}
    sides["floor far"] = mixed(roles["floor"], ink, 0.25)
    sides["line far"] = FAR_LINE["mono" if art == "mono" else "colour"]
    return sides


def line_width(drawing: Drawing, height: float) -> float:
    """The base line in the figure's cm where it is drawn ``height`` mm high: the same on paper on a whole sheet."""
    points = height * 72 / 25.4 / drawing.height
    wide = BASE * max(1.0, points / LARGE) * min(1.0, points / TINY)
    return round(_STEPS ** round(math.log(wide / points, _STEPS)), 2)


def theme_of(colours: BrandColours, person: Person, *, mono: bool) -> Theme:
    """The theme of a clinic's brand and the person that is drawn."""
    art = "mono" if mono else person.art
    accent = colours.accent or ARROW
    return make_theme(colours.primary, accent, person.skin, person.hair, art)
