"""Colours of a figure: one table of roles, from a clinic's colours, a skin, hair and the way of drawing."""

from __future__ import annotations

import colorsys
import math
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, Protocol

from handouts.base.colour import INK, WHITE, hexadecimal, mixed, rgb
from handouts.base.colour import contrast as ratio
from handouts.base.records import dataclass
from handouts.figures.person import Person
from handouts.figures.shapes import Drawing, Painted

__all__ = ["HAIR", "SKINS", "BrandColours", "Theme", "line_width", "make_theme", "shown", "theme_of"]

SKINS = {"light": "#F3DFCF", "tan": "#DFB48F", "olive": "#C99873", "brown": "#96603F", "deep": "#5F3A28"}
"""Five skins, from light to dark."""
HAIR = {"black": "#231F20", "brown": "#4B3226", "auburn": "#7A3B22", "blond": "#C79A4B", "grey": "#9A9DA1"}
SIGNALS = ("#D9541E", "#B0127B", "#0A5FA8")
"""Arrows: a warm signal; others where clothes or skin have that colour."""
BANDS = ("#E0A030", "#5E7385", "#2F8F7F", "#8E5BA6")
"""Bands and straps: ochre, or slate where the arrow has the clinic's own warm colour; others where clothes have it."""
SHORT_OF = 22.0
"""The least difference between two colours that say different things (CIE 1976): plain to see side by side."""
_PATCH = 16.0
"""The least for a patch with lines on it, which says by them too what it is."""
_WORKS, _STRETCHED = (0.2, 0.0, 0.35), (0.65, 0.55, 0.75, 0.45, 0.85)
"""How much white is in the tint of a muscle that works, and of one that is stretched; the best first."""
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
    if all(ratio(colour, other) >= least for other in others):
        return colour
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
    "grey": "#C9C9C9", "wall": "#DADADA", "cloth": "#F2F2F2", "iron": "#5A5A5A", "floor": "#EDEDED",
    "arrow": "#000000",
    "muscle": "#FFFFFF", "tint": "#2E2E2E", "muscle cloth": "#000000", "tint cloth": "#FFFFFF",
    "muscle stretched": "#000000", "tint stretched": "#FFFFFF",
    "muscle stretched cloth": "#FFFFFF", "tint stretched cloth": "#4A4A4A",
    "shadow": "#D5D5D5", "line": "#000000", "note": "#000000",
}  # fmt: skip
"""Black on a mono printer."""
_LINE = _SHARED | {
    "skin": "#FFFFFF", "shirt": "#FFFFFF", "shoe": "#FFFFFF", "steel": "#FFFFFF", "wood": "#FFFFFF", "mat": "#FFFFFF",
    "wall": "#FFFFFF", "cloth": "#FFFFFF", "iron": "#FFFFFF", "floor": "#FFFFFF",
    "shorts": "#E2E2E2", "sole": "#BBBBBB", "hair": "#8A8A8A", "grey": "#D5D5D5", "shadow": "#EEEEEE",
}  # fmt: skip
"""Outlines only; what has the accent colour is added."""
_COLOUR = _SHARED | {
    "shoe": "#FFFFFF", "sole": "#39434D", "steel": "#8C98A5", "iron": "#56616D", "wood": "#DDA75F",
    "wall": "#C9D0D8", "cloth": "#E9EEF2", "floor": "#EBEEF1", "shadow": "#D3D9DF",
}  # fmt: skip
"""What has the same colour for every clinic and person; the rest is added."""
FAR_LINE = {"colour": "#6B7680", "mono": "#757575"}
"""What limbs on the far side are drawn in: greyer than the near ones, as all that is farther away."""
_PALER = 0.55
"""How much white there is in the far side's colours."""
_FLAT = frozenset(["line", "white", "note", "floor", "shadow", "arrow", "hem"])
"""Roles that have no far side, light or shade."""


def _coloured(primary: str, accent: str, skin: str, hair: str, grey: str) -> dict[str, str]:
    """Clothes stand out from the skin and from each other; arrow, band and muscle from those and one another."""
    bare, curls = SKINS[skin], HAIR[hair]
    shorts = mixed(primary, INK, 0.25)
    shorts = apart(shorts, bare, least=1.9) if ratio(shorts, bare) < 1.9 else shorts
    shirt = apart(_mid_tone(primary), bare, shorts, least=1.5)
    return _COLOUR | {
        "skin": bare,
        "hair": apart(curls, bare, least=1.5),
        "grey": apart(HAIR[grey], bare, least=1.5),
        "shirt": shirt,
        "shorts": shorts,
        "mat": mixed(shirt, WHITE, 0.65),
        **_signals(accent, (shirt, shorts, bare)),
    }


def _signals(accent: str, around: tuple[str, ...]) -> dict[str, str]:
    """Arrow, band and muscle: three colours with three meanings. A clinic's warm accent is its arrow's."""
    warm = is_warm(accent)
    arrows = [apart(colour, WHITE, least=3.0) for colour in ((accent, *SIGNALS) if warm else SIGNALS)]
    arrow = _first_unlike(arrows, around)
    bands = BANDS[1:] + BANDS[:1] if warm else BANDS
    band = _first_unlike(bands, (arrow, *around))
    paler = {share: mixed(arrow, WHITE, share) for share in (*_WORKS, *_STRETCHED)}
    works = _first_unlike((paler[share] for share in _WORKS), around, _PATCH)
    long = _first_unlike((paler[share] for share in _STRETCHED), (works, *around), _PATCH)
    fibres = _first_unlike((mixed(arrow, INK, share) for share in (0.35, 0.6, 0.85)), (works,))
    muscles = {"muscle": fibres, "muscle stretched": fibres, "tint": works, "tint stretched": long}
    return (
        {"arrow": arrow, "band": band, "strap": band}
        | muscles
        | {f"{role} cloth": one for role, one in muscles.items()}
    )


def _first_unlike(colours: Iterable[str], others: tuple[str, ...], least: float = SHORT_OF) -> str:
    """The first colour that differs enough from others; the one that differs most where none does."""
    tries = list(colours)
    unlike = [min(difference(colour, other) for other in others) for colour in tries]
    good = [colour for colour, off in zip(tries, unlike, strict=True) if off >= least]
    return good[0] if good else tries[unlike.index(max(unlike))]


def is_warm(colour: str) -> bool:
    """Whether a colour is a red, an orange or a yellow that is not pale or grey."""
    hue, light, saturation = colorsys.rgb_to_hls(*rgb(colour))
    return saturation > 0.35 and 0.15 < light < 0.85 and (hue < 0.14 or hue > 0.92)


def _mid_tone(colour: str) -> str:
    """A colour of the same hue, neither light nor dark; greys stay grey."""
    hue, _, saturation = colorsys.rgb_to_hls(*rgb(colour))
    return hexadecimal(colorsys.hls_to_rgb(hue, 0.48, 0.36 if saturation > 0.08 else 0.0))


def _lab(colour: str) -> tuple[float, float, float]:
    r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb(colour))
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.0888
    fx, fy, fz = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def difference(one: str, other: str) -> float:
    """How different two colours look, hue and all (CIE 1976): 2 is just seen, 100 is black from white."""
    return math.dist(_lab(one), _lab(other))


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
        roles = _LINE | _signals(accent, (WHITE,))
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
        if role in _FLAT or role.startswith(("tint", "muscle")):
            continue
        sides[f"{role} far"] = mixed(colour, WHITE, _PALER)
        sides[f"{role} light"] = mixed(colour, WHITE, 0.30)
        sides[f"{role} shade"] = mixed(colour, ink, 0.10)
    if art == "line":
        sides |= {f"{role}{end}": colour for role, colour in roles.items() for end in (" shade", " light")}
    sides["floor far"] = mixed(roles["floor"], ink, 0.25)
    sides["hem far"] = sides["leg far"] if roles["hem"] != ink else FAR_LINE["mono" if art == "mono" else "colour"]
    sides["line far"] = FAR_LINE["mono" if art == "mono" else "colour"]
    return sides


def line_width(drawing: Drawing, height: float) -> float:
    """The base line in the figure's cm where it is drawn ``height`` mm high: the same on paper on a whole sheet."""
    points = height * 72 / 25.4 / drawing.height
    wide = BASE * max(1.0, points / LARGE) * min(1.0, points / TINY)
    return round(_STEPS ** round(math.log(wide / points, _STEPS)), 2)


_MUSCLES_FROM = 2.0
"""The base line in the figure's cm from which on marks of muscles are too small: 30 mm for somebody who stands."""


def shown(drawing: Drawing, line: float) -> tuple[Painted, ...]:
    """The shapes of a drawing that are worth drawing where its base line is so wide in its own cm."""
    if line < _MUSCLES_FROM:
        return drawing.shapes
    return tuple(shape for shape in drawing.shapes if not (shape.fill + shape.line).startswith(("tint", "muscle")))


def theme_of(colours: BrandColours, person: Person, *, mono: bool) -> Theme:
    """The theme of a clinic's brand and the person that is drawn."""
    art = "mono" if mono else person.art
    accent = colours.accent or SIGNALS[0]
    chosen = person.heads == "own" or person.hair != Person.hair
    grey = person.hair if chosen else "grey"
    return make_theme(colours.primary, accent, person.skin, person.hair, art, person.clothes, grey)
