"""The clinic's look and particulars: clinic.yaml as a form's fields, and a real page with what is not saved yet."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from handouts.base.colour import WHITE, contrast
from handouts.base.problems import HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.deliver.save import save
from handouts.library.assets import load_asset
from handouts.library.clinic import Clinic, Colours
from handouts.library.load import Library
from handouts.library.models import Region
from handouts.library.palette import READABLE, make_palette
from handouts.library.read import with_clinic
from handouts.library.yamlfile import Source, parse_yaml
from handouts.runs.own_content.fields import ShownField, filled, shown
from handouts.runs.own_content.keeping import KeptFile
from handouts.runs.own_content.yamledit import changed

__all__ = [
    "BRAND_FIELDS",
    "REGIONS",
    "BrandDraft",
    "ColourTold",
    "brand_draft",
    "brand_shown",
    "colours_told",
    "keep_logo",
    "logos",
]

REGIONS: tuple[Region, ...] = get_args(Region)
BRAND_FIELDS: tuple[ShownField, ...] = (
    *(ShownField(key, (key,)) for key in ("name", "tagline", "phone", "email", "web", "address", "hours", "emergency")),
    ShownField("logo", ("logo",)),
    ShownField("logo_has_name", ("logo_has_name",), "value"),
    ShownField("primary", ("colours", "primary"), usual=Colours().primary),
    ShownField("accent", ("colours", "accent")),
    ShownField("mono", ("mono",), "flag"),
    ShownField("skin", ("person", "skin"), usual="tan"),
    ShownField("hair", ("person", "hair"), usual="black"),
    ShownField("build", ("person", "build"), usual="straight"),
    ShownField("art", ("person", "art"), usual="colour"),
    ShownField("clothes", ("person", "clothes"), usual="shorts"),
    ShownField("paper", ("paper",), usual="a4"),
    ShownField("layout", ("layout",), usual="standard"),
    ShownField("language", ("language",), usual="en"),
    ShownField("second_language", ("second_language",)),
    ShownField("clinician", ("clinician",)),
    ShownField("stop", ("stop",), "lines"),
    *(ShownField(f"stop_{region}", ("stop_regions", region), "lines") for region in REGIONS),
    ShownField("disclaimer", ("disclaimer",), "paragraphs"),
)
_ORDER = tuple(Clinic.__dataclass_fields__)
_ENDINGS = {b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg"}
_PICTURES = (".png", ".jpg", ".jpeg", ".svg")


@dataclass(frozen=True)
class BrandDraft:
    """clinic.yaml as it would be, and the library with it."""

    data: bytes
    source: Source
    library: Library
    problems: tuple[Problem, ...]

    @property
    def sound(self) -> bool:
        """Whether sheets can be made with it."""
        return all(problem.warning for problem in self.problems)


@dataclass(frozen=True)
class ColourTold:
    """A brand colour as it is asked for and printed, and how well it can be read."""

    name: str
    asked: str
    printed: str
    ratio: float
    """Contrast of what is asked for with white paper, 1 to 21."""
    printed_ratio: float
    readable: bool
    words: str


def _data(file: KeptFile) -> dict[str, Any]:
    source = parse_yaml(file.raw, file.name)
    if source.problems:
        raise HandoutsError(source.problems)
    return source.data if isinstance(source.data, dict) else {}


def brand_shown(file: KeptFile) -> dict[str, Any]:
    """What the form shows of clinic.yaml. HandoutsError where that cannot be read."""
    return dict(shown(_data(file), BRAND_FIELDS))


def brand_draft(file: KeptFile, given: Mapping[str, Any], base: Mapping[str, Any], library: Library) -> BrandDraft:
    """clinic.yaml with what was changed in the form, its comments kept; nothing is saved.

    HandoutsError where the file is at fault, or cannot be changed without harm.
    """
    wanted = filled(_data(file), BRAND_FIELDS, given, base)
    data = changed(file.raw, file.name, wanted, _ORDER)
    source = parse_yaml(data, file.name)
    tried, problems = with_clinic(library, source, file.path.parent)
    return BrandDraft(data, source, tried, tuple(problems))


def colours_told(primary: str, accent: str, *, mono: bool) -> list[ColourTold]:
    """Each brand colour with its contrast in numbers and words; of a text that is no colour nothing is told."""
    asked = [("primary", primary), ("accent", accent or primary)]
    if mono or not all(_is_colour(one) for _, one in asked):
        return []
    palette = make_palette(Colours(primary=primary, accent=accent or None), mono=False).as_dict()
    found = []
    for name, colour in asked:
        printed, ratio = palette[name], contrast(colour, WHITE)
        kept = printed.upper() == colour.upper()
        words = _contrast_words(name, ratio, printed, kept=kept)
        told = contrast(printed, WHITE)
        found.append(ColourTold(name, colour.upper(), printed, round(ratio, 1), round(told, 1), kept, words))
    return found


def _contrast_words(name: str, ratio: float, printed: str, *, kept: bool) -> str:
    if not kept:
        why = "too pale for letters" if name == "primary" else "too pale to be seen well"
        return f"{ratio:.1f} : 1 on white, {why}: the darker {printed} is printed instead."
    if name == "accent" and ratio < READABLE:
        return f"{ratio:.1f} : 1 on white: light, so dark letters stand on it."
    how = "very easy to read" if ratio >= 7 else "easy to read"
    return f"{ratio:.1f} : 1 on white: {how}."


def _is_colour(text: str) -> bool:
    return len(text) == 7 and text[0] == "#" and all(sign in "0123456789abcdefABCDEF" for sign in text[1:])


def logos(folder: Path) -> list[str]:
    """Names of the pictures beside clinic.yaml."""
    if not folder.is_dir():  # its disk went away
        return []
    return sorted(one.name for one in folder.iterdir() if one.suffix.lower() in _PICTURES and one.is_file())


def keep_logo(folder: Path, data: bytes) -> str:
    """Put a picture into the clinic's folder; gives its name, which is ours and not the one that it came with.

    HandoutsError where it is no picture that can be printed.
    """
    ending = next((name for start, name in _ENDINGS.items() if data.startswith(start)), ".svg")
    with tempfile.TemporaryDirectory(prefix="handouts-logo-") as away:
        tried = Path(away) / f"logo{ending}"
        tried.write_bytes(data)
        try:
            asset = load_asset(tried)
        except ValueError as error:
            hint = "Save it as PNG, JPEG or plain SVG, and choose it again."
            raise HandoutsError([Problem("logo", 0, f"the picture {error}", hint)]) from error
    if asset.blank:
        message = "the picture shows nothing on white paper: all of it is white, clear or outside of its edges"
        raise HandoutsError([Problem("logo", 0, message, "Save it in a dark colour.")])
    name = f"logo-{asset.digest[:8]}{ending}"
    save(folder / name, data, force=True)
    return name
