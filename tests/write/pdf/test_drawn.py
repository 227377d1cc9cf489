"""SVG and raster pictures in pixels: what a PDF shows is what a browser would show."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from handouts.library.assets import Asset, load_asset
from handouts.write.pdf.images import image_object

BOX = 'viewBox="0 0 100 100"'
TEAL = "#117a65"
CARD = f'<rect x="10" y="20" width="50" height="40" fill="{TEAL}"/>'


def svg(inside: str, attributes: str = BOX) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inside}</svg>'


def asset_of(folder: Path, text: str) -> Asset:
    path = folder / "x.svg"
    path.write_text(text)
    return load_asset(path)


def pixels(asset: Asset, *, mono: bool = False) -> Image.Image:
    """The picture on white paper, 100 pixels high."""
    width = round(100 * asset.aspect)
    content = f"{width} 0 0 100 0 0 cm /X Do".encode()
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} 100]/Resources<</XObject<</X 5 0 R>>>>/Contents 4 0 R>>".encode(),
        f"<</Length {len(content)}>>stream\n".encode() + content + b"\nendstream",
        image_object(asset, mono),
    ]
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 6\n0000000000 65535 f \n{table}trailer<</Size 6/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF"
    document = pypdfium2.PdfDocument(out + end.encode())
    return document[0].render(scale=1).to_pil().convert("RGB")


def differing(one: Image.Image, other: Image.Image) -> int:
    """How many pixels differ clearly; edges may differ a little."""
    assert one.size == other.size
    return sum(ImageChops.difference(one, other).convert("L").histogram()[31:])


PAIRS = {
    "a viewBox that starts elsewhere": (svg(CARD.replace('x="10" y="20"', 'x="-40" y="-30"'), 'viewBox="-50 -50 100 100"'), svg(CARD)),
    "wider than its viewBox": (svg(CARD, f'width="200" height="100" {BOX}'), svg(CARD.replace('"10"', '"60"'), 'viewBox="0 0 200 100"')),
    "taller than its viewBox": (svg(CARD, f'width="100" height="200" {BOX}'), svg(CARD.replace('"20"', '"70"'), 'viewBox="0 0 100 200"')),
    "aligned": (svg(CARD, f'width="200" height="100" preserveAspectRatio="xMaxYMid" {BOX}'), svg(CARD.replace('"10"', '"110"'), 'viewBox="0 0 200 100"')),
    "sliced": (svg(CARD, f'width="200" height="100" preserveAspectRatio="xMinYMin slice" {BOX}'),
               svg(f'<rect x="20" y="40" width="100" height="80" fill="{TEAL}"/>', 'viewBox="0 0 200 100"')),
    "squeezed as asked": (svg(CARD, f'width="200" height="100" preserveAspectRatio="none" {BOX}'),
                          svg(f'<rect x="20" y="20" width="100" height="40" fill="{TEAL}"/>', 'viewBox="0 0 200 100"')),
    "percentages": (svg(f'<rect x="10%" y="20%" width="50%" height="40%" fill="{TEAL}"/>'), svg(CARD)),
    "units": (svg(f'<rect x="7.5pt" y="20px" width="50" height="30pt" fill="{TEAL}"/>', 'width="100px" height="75pt"'), svg(CARD)),
    "group opacity": (svg('<g opacity=".5"><g opacity="50%"><rect width="60" height="60" fill="#f00"/></g></g>'), svg('<rect width="60" height="60" fill="#ffbfbf"/>')),
    "a half-clear group of shapes": (svg('<g opacity=".5"><rect width="60" height="60" fill="#f00"/><rect x="30" y="30" width="60" height="60" fill="#00f"/></g>'),
                                     svg('<rect width="60" height="60" fill="#ff8080"/><rect x="30" y="30" width="60" height="60" fill="#8080ff"/>')),
    "hidden": (svg(CARD + '<g display="none"><rect width="99" height="99"/></g><g style="visibility:hidden"><rect width="99" height="99"/></g>'
                   '<rect style="display: none" width="99" height="99"/><defs><rect width="99" height="99"/></defs>'), svg(CARD)),
    "shown inside hidden": (svg('<g visibility="hidden"><circle r="90"/>' + CARD.replace("/>", ' visibility="visible"/></g>')), svg(CARD)),
    "hidden by a class": (svg(CARD + '<circle class="off" r="90"/><style>.off{display:none}</style>'), svg(CARD)),
    "styles after the shapes": (svg(CARD.replace(f'fill="{TEAL}"', 'class="k m"') + f"<style>.k{{fill:{TEAL}}}</style>"), svg(CARD)),
    "the cascade": (svg('<g><rect id="r" class="a b" x="10" y="20" width="50" height="40" fill="red"/></g>'
                        f"<style>g .b{{fill:red}} rect.b{{fill:{TEAL}!important}} .a{{fill:blue}} #r{{fill:red}}</style>"), svg(CARD)),
    "a style attribute": (svg(CARD.replace("fill=", f'style="fill: {TEAL}" fill=').replace(f'fill="{TEAL}"', 'fill="red"')), svg(CARD)),
    "variables": (svg(CARD.replace(f'"{TEAL}"', '"var(--no, var(--yes))"') + f"<style>:root{{--yes:{TEAL}}}</style>"), svg(CARD)),
    "escapes": (svg(CARD.replace(f'fill="{TEAL}"', 'class="k"') + f"<style>.\\6b{{f\\69ll:{TEAL}}}</style>"), svg(CARD)),
    "currentColor": (svg(f'<g color="{TEAL}">' + CARD.replace(TEAL, "currentColor") + "</g>"), svg(CARD)),
    "inherit": (svg(f'<g fill="{TEAL}">' + CARD.replace(f'fill="{TEAL}"', 'style="fill:inherit" fill="red"') + "</g>"), svg(CARD)),
    "clear colours": (svg(CARD.replace(TEAL, "rgba(255, 0, 0, .5)")), svg(CARD.replace(TEAL, "#ff8080"))),
    "hsl": (svg(CARD.replace(TEAL, "hsl(120 100% 25%)")), svg(CARD.replace(TEAL, "green"))),
    "a wide gamut": (svg(CARD.replace(TEAL, "color(display-p3 0.267 0.471 0.4)")), svg(CARD.replace(TEAL, "#287a65"))),
    "red of a wide gamut": (svg(CARD.replace(TEAL, "color(display-p3 1 0 0)")), svg(CARD.replace(TEAL, "red"))),
    "styles of another kind": (svg('<style type="text/less">rect{fill:red}</style>' + CARD), svg(CARD)),
    "even-odd": (svg('<path fill-rule="evenodd" d="M10 10H90V90H10ZM30 30H70V70H30Z"/>'), svg('<path d="M10 10H90V90H10ZM30 30V70H70V30Z"/>')),
    "round corners of a pill": (svg('<rect x="10" y="20" width="60" height="40" rx="99" ry="10"/>'),
                                svg('<path d="M40 20A30 10 0 0 1 70 30V50A30 10 0 0 1 40 60A30 10 0 0 1 10 50V30A30 10 0 0 1 40 20"/>')),
    "one radius": (svg('<rect x="10" y="20" width="60" height="40" ry="15"/>'), svg('<rect x="10" y="20" width="60" height="40" rx="15" ry="15"/>')),
    "a blunt corner": (svg('<path d="M40 90L50 20L60 90" fill="none" stroke="#000" stroke-width="10"/>'),
                       svg('<path d="M40 90L50 20L60 90" fill="none" stroke="#000" stroke-width="10" stroke-linejoin="bevel"/>')),
    "a pointed corner": (svg('<path d="M40 90L50 40L60 90" fill="none" stroke="#000" stroke-width="10" stroke-miterlimit="8"/>'),
                         svg('<path d="M35.1 89.02L50 14.5L64.9 89.02L55.1 90.98L50 65.5L44.9 90.98Z"/>')),
    "a line has no inside": (svg('<path d="M10 50H90"/>' + CARD), svg(CARD)),
    "strokes are scaled": (svg('<g transform="scale(2 1)"><path d="M10 10V90M20 50H40" stroke="#000" stroke-width="6"/></g>'), svg('<path d="M14 10H26V90H14ZM40 47H80V53H40Z"/>')),
    "transforms": (svg('<g transform="translate(20) rotate(90,30 40),scale(.5)"><rect x="20" y="20" width="40" height="20"/></g>'), svg('<rect x="70" y="20" width="10" height="20"/>')),
    "a smooth path": (svg('<path d="M10 50C20 10 40 10 50 50S80 90 90 50" fill="none" stroke="#000" stroke-width="4"/>'),
                      svg('<path d="M10 50C20 10 40 10 50 50C60 90 80 90 90 50" fill="none" stroke="#000" stroke-width="4"/>')),
    "compact arcs": (svg('<path d="M20,50a30,30 0 1060,0a30 30 0 10-60 0z"/>'), svg('<circle cx="50" cy="50" r="30"/>')),
    "an arc too small for its ends": (svg('<path d="M10 50A5 5 0 0 1 90 50"/>'), svg('<path d="M10 50A40 40 0 0 1 90 50"/>')),
    "dashes": (svg('<path d="M10 50H90" fill="none" stroke="#000" stroke-width="10" style="stroke-dasharray:10,6px"/>'),
               svg('<path d="M10 45h10v10h-10zm16 0h10v10h-10zm16 0h10v10h-10zm16 0h10v10h-10zm16 0h10v10h-10z"/>')),
}  # fmt: skip


@pytest.mark.parametrize("name", PAIRS)
def test_a_picture_looks_as_in_a_browser(tmp_path: Path, name: str):
    one, other = (pixels(asset_of(tmp_path, text)) for text in PAIRS[name])
    assert differing(one, other) <= 12
    assert one.getextrema() != ((255, 255),) * 3


REFUSED = {
    "a gradient by an escape": (svg(CARD.replace(f'fill="{TEAL}"', r'style="fill:u\72l(#g)"')), "points elsewhere"),
    "an import by an escape": (svg(r"<style>@\69mport 'x.css';</style>" + CARD), "points elsewhere"),
    "a sheet for some screens": (svg("<style>@media (min-width:1px){rect{fill:red}}</style>" + CARD), "@media"),
    "a calculation": (svg(CARD.replace(f'fill="{TEAL}"', 'style="stroke-width:calc(1px*2)"')), "calc"),
    "a colour that is none": (svg(CARD.replace(TEAL, "teel")), "“teel”"),
    "a variable without a value": (svg(CARD.replace(TEAL, "var(--brand)")), "“--brand”"),
    "a filter": (svg(CARD.replace("fill=", 'style="filter:blur(2px)" fill=')), "blur"),
    "a size in a style": (svg("<style>rect{width:20px}</style>" + CARD), "“width: 20px”"),
    "a blend": (svg(CARD.replace("fill=", 'style="mix-blend-mode:multiply" fill=')), "mix-blend-mode"),
    "a stroke that is not scaled": (svg(CARD.replace("fill=", 'stroke="red" vector-effect="non-scaling-stroke" fill=')), "vector-effect"),
    "the stroke first": (svg(CARD.replace("fill=", 'stroke="red" paint-order="stroke" fill=')), "paint-order"),
    "moved dashes": (svg('<path d="M0 9H90" stroke="#000" stroke-dasharray="4" stroke-dashoffset="2"/>'), "stroke-dashoffset"),
    "half-clear over another": (svg(CARD + '<circle cx="30" cy="30" r="20" fill-opacity=".5"/>'), "half-clear shape over another"),
    "a half-clear group over another": (svg(CARD + '<g opacity=".5"><g><circle cx="30" cy="30" r="20"/></g></g>'), "half-clear shape over another"),
    "a half-clear stroke": (svg(CARD.replace("fill=", 'stroke="red" stroke-opacity=".5" fill=')), "half-clear stroke"),
    "a picture in a picture": (svg(f"<svg {BOX}>{CARD}</svg>"), "holds <svg>"),
    "styles elsewhere": ('<?xml-stylesheet href="x.css"?>' + svg(CARD), "another file"),
    "a colour of another gamut": (svg(CARD.replace(TEAL, "color(rec2020 1 0 0)")), "rec2020"),
    "an origin of moves": (svg(CARD.replace("fill=", 'transform="rotate(9)" transform-origin="20 20" fill=')), "transform-origin"),
    "dashes by length": (svg('<path d="M0 9H90" stroke="#000" stroke-dasharray="1" pathLength="9"/>'), "pathLength"),
    "a part in one language": (svg(CARD.replace("fill=", 'systemLanguage="de" fill=')), "some screens only"),
    "a part for some programs": (svg(CARD.replace("fill=", 'requiredExtensions="x" fill=')), "some screens only"),
    "a sheet for print": (svg('<style media="print">rect{fill:#fff}</style>' + CARD), "“print”"),
    "a size that is a sum": (svg('<rect width="calc(1px + 2px)" height="9"/>'), "calc"),
    "a size in letters": (svg('<rect width="5em" height="9"/>'), "“5em”"),
    "a damaged path": (svg('<path d="M0 0L1e999 5"/>'), "damaged path"),
    "a broken viewBox": (svg(CARD, 'viewBox="0 0 ten ten"'), "viewBox"),
    "no size": (svg(CARD, ""), "viewBox"),
    "a broken preserveAspectRatio": (svg(CARD, f'width="9" height="90" {BOX} preserveAspectRatio="middle"'), "preserveAspectRatio"),
    "a broken transform": (svg(CARD.replace("fill=", 'transform="turn(9)" fill=')), "turn"),
    "a broken style": (svg("<style>rect{{{</style>" + CARD), "cannot be read"),
    "variables of variables": (svg(CARD.replace(TEAL, "var(--z)") + "<style>:root{--a:red red red red red;" + "".join(
        f"--{b}:var(--{a}) var(--{a}) var(--{a}) var(--{a});" for a, b in zip("abcdefghi", "bcdefghiz", strict=True)) + "}</style>"), "variables"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_be_drawn_otherwise_is_refused_by_name(tmp_path: Path, name: str):
    text, says = REFUSED[name]
    with pytest.raises(ValueError, match=says.replace("(", r"\(")):
        asset_of(tmp_path, text)


@pytest.mark.parametrize(
    "inside",
    [
        "",
        CARD.replace(TEAL, "#FFF"),
        CARD.replace(TEAL, "none"),
        CARD.replace("fill=", 'opacity="0" fill='),
        CARD.replace('x="10"', 'x="200"'),
        f'<g transform="translate(0 -500)">{CARD}</g>',
        f'<g display="none">{CARD}</g>',
        '<path d="M5 5H90"/>',
        CARD + '<rect width="100" height="100" fill="#fff"/>',
        CARD.replace('x="10"', 'x="-10"') + '<g transform="scale(2)"><rect width="50" height="50" fill="white"/></g>',
        '<rect width="0" height="9" fill="red"/>',
        '<rect width="9" height="9" fill="none" stroke="red" stroke-width="0"/>',
    ],
)
def test_a_drawing_that_shows_nothing_is_told_apart(tmp_path: Path, inside: str):
    asset = asset_of(tmp_path, svg(inside))
    assert asset.blank
    assert pixels(asset).getextrema() == ((255, 255),) * 3


@pytest.mark.parametrize(
    "over",
    [
        '<rect x="11" width="89" height="100" fill="#fff"/>',
        '<rect width="100" height="100" fill="#fff" stroke="red"/>',
        '<rect width="100" height="100" rx="50" fill="#fff"/>',
        '<circle cx="50" cy="50" r="90" fill="#fff" opacity="0"/>',
        '<g transform="rotate(45 50 50)"><rect width="100" height="100" fill="#fff"/></g>',
        '<rect width="100" height="100" fill="#fff" display="none"/>',
    ],
)
def test_white_that_hides_a_part_only_leaves_something_to_see(tmp_path: Path, over: str):
    assert not asset_of(tmp_path, svg(CARD + over)).blank


_number = st.integers(-40, 140)
_size = st.integers(1, 120)
_shape = st.one_of(
    st.builds('<rect x="{}" y="{}" width="{}" height="{}" {{}}/>'.format, _number, _number, _size, _size),
    st.builds('<circle cx="{}" cy="{}" r="{}" {{}}/>'.format, _number, _number, _size),
    st.builds('<path d="M{} {}L{} {}Q{} {} 9 9" {{}}/>'.format, *[_number] * 6),
)
_look = st.fixed_dictionaries(
    {},
    optional={
        "fill": st.sampled_from(["red", "none", "#fff", "hsl(20 50% 50%)", "currentColor", "transparent"]),
        "stroke": st.sampled_from(["black", "none", "rgb(9, 9, 200)"]),
        "opacity": st.sampled_from(["1", ".4", "60%", "0"]),
        "display": st.sampled_from(["inline", "none"]),
        "visibility": st.sampled_from(["visible", "hidden"]),
        "stroke-width": st.sampled_from(["4", "3px", "2pt", "5%"]),
    },
)


@settings(max_examples=80, deadline=None)
@given(shape=_shape, look=_look, group=_look, way=st.sampled_from(["attributes", "style", "sheet"]))
def test_a_look_is_the_same_however_it_is_written(
    tmp_path_factory: pytest.TempPathFactory, shape: str, look: dict[str, str], group: dict[str, str], way: str
):
    folder = tmp_path_factory.mktemp("svg")

    def written(values: dict[str, str], name: str, manner: str) -> tuple[str, str]:
        if manner == "attributes":
            return " ".join(f'{key}="{value}"' for key, value in values.items()), ""
        rules = ";".join(f"{key}:{value}" for key, value in values.items())
        return (f'style="{rules}"', "") if manner == "style" else (f'class="{name}"', f".{name}{{{rules}}}")

    def drawn(manner: str) -> tuple[Asset, Image.Image]:
        (of_group, rule), (of_shape, other) = written(group, "g", manner), written(look, "s", manner)
        body = f"<g {of_group}>{shape.format(of_shape)}</g><style>{rule}{other}</style>"
        asset = asset_of(folder, svg(body))
        return asset, pixels(asset)

    (plain, expected), (asset, image) = drawn("attributes"), drawn(way)
    assert asset.data == plain.data
    assert differing(image, expected) == 0
    if asset.blank:
        assert differing(image, Image.new("RGB", image.size, "white")) == 0


# --- raster --------------------------------------------------------------------------------------


def raster(folder: Path, image: Image.Image, kind: str = "PNG", **more: object) -> Asset:
    path = folder / "x"
    image.save(path, kind, **more)
    return load_asset(path)


def sixteen(shades: tuple[int, ...]) -> Image.Image:
    """Stripes of 20 points, each of a shade of 16 bits."""
    row = b"".join(shade.to_bytes(2, "little") * 20 for shade in shades)
    return Image.frombytes("I;16", (20 * len(shades), 100), row * 100)


def test_sixteen_bits_of_grey_keep_their_shades(tmp_path: Path):
    image = sixteen((0, 65535, 30000, 257, 50000, 20000))
    asset = raster(tmp_path, image)
    for mono in (False, True):
        shown = pixels(asset, mono=mono)
        assert [shown.getpixel((column * 20 + 10, 50))[0] for column in range(6)] == [0, 255, 117, 1, 195, 78]


def test_a_clear_shade_of_sixteen_bits_is_paper(tmp_path: Path):
    image = sixteen((40000, 40000, 20000, 20000, 20000))
    asset = raster(tmp_path, image, transparency=20000)
    assert [pixels(asset).getpixel((x, 50))[0] for x in (20, 80)] == [156, 255]


def test_palettes_cmyk_and_clear_parts_keep_their_colours(tmp_path: Path):
    red = Image.new("RGB", (100, 100), (200, 30, 30))
    clear = Image.new("RGBA", (100, 100), (200, 30, 30, 0))
    clear.paste((200, 30, 30, 255), (0, 0, 50, 100))
    for asset in (raster(tmp_path, red.convert("P", palette=Image.Palette.ADAPTIVE)), raster(tmp_path, red.convert("CMYK"), "JPEG", quality=95)):  # fmt: skip
        assert all(abs(a - b) < 9 for a, b in zip(pixels(asset).getpixel((50, 50)), (200, 30, 30), strict=True))
    shown = pixels(raster(tmp_path, clear))
    assert (shown.getpixel((20, 50)), shown.getpixel((80, 50))) == ((200, 30, 30), (255, 255, 255))


def swapped_profile() -> bytes:
    """A profile that means blue where sRGB means red, and red where it means blue."""
    from PIL import ImageCms

    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = data.index(b"rXYZ", 128), data.index(b"bXYZ", 128)
    data[red : red + 4], data[blue : blue + 4] = b"bXYZ", b"rXYZ"
    return bytes(data)


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
@pytest.mark.parametrize("side", [100, 2400])
def test_the_colours_of_a_profile_are_those_it_means(tmp_path: Path, mode: str, side: int):
    image = Image.new(mode, (side, side), (200, 30, 30, 255)[: len(mode)])
    asset = raster(tmp_path, image, icc_profile=swapped_profile())
    shown = pixels(asset).getpixel((50, 50))
    assert all(abs(a - b) < 9 for a, b in zip(shown, (30, 30, 200), strict=True)), shown


@pytest.mark.parametrize("profile", [b"no profile", b"", b"x" * 200])
def test_a_damaged_profile_leaves_the_colours_as_they_are(tmp_path: Path, profile: bytes):
    asset = raster(tmp_path, Image.new("RGB", (100, 100), (200, 30, 30)), icc_profile=profile)
    assert pixels(asset).getpixel((50, 50)) == (200, 30, 30)


def test_clear_parts_stay_clear_with_a_profile(tmp_path: Path):
    image = Image.new("RGBA", (100, 100), (200, 30, 30, 0))
    assert raster(tmp_path, image, icc_profile=swapped_profile()).blank


@pytest.mark.parametrize(
    ("mode", "colour"),
    [("RGB", "white"), ("L", 255), ("RGBA", (9, 9, 9, 0)), ("LA", (0, 0)), ("1", 1), ("I;16", 65535)],
)
def test_a_raster_that_shows_nothing_is_told_apart(tmp_path: Path, mode: str, colour: object):
    assert raster(tmp_path, Image.new(mode, (40, 30), colour)).blank  # type: ignore[arg-type]
    image = Image.new("RGB", (40, 30), "white")
    image.putpixel((39, 29), (0, 0, 0))
    assert not raster(tmp_path, image).blank


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("turned", [1, 6])
def test_a_large_picture_is_made_smaller_once_and_looks_the_same(tmp_path: Path, kind: str, turned: int):
    image = Image.new("RGB", (3000, 2000), "navy")
    image.paste("orange", (200, 300, 1500, 1900))
    exif = Image.Exif()
    exif[0x0112] = turned
    large, small = raster(tmp_path, image, kind, exif=exif), raster(tmp_path, image.resize((300, 200)), kind, exif=exif)
    assert (large.width, large.height) == ((3000, 2000) if turned == 1 else (2000, 3000))
    stored = Image.open(io.BytesIO(large.data))
    assert max(stored.size) <= 3200
    assert stored.width * stored.height < 2_000_000
    assert differing(pixels(large), pixels(small)) <= 12


def test_a_picture_of_an_ordinary_size_stays_as_it_is(tmp_path: Path):
    Image.new("RGB", (1900, 1900), "navy").save(tmp_path / "x.png")
    assert load_asset(tmp_path / "x.png").data == (tmp_path / "x.png").read_bytes()


def test_a_file_s_id_is_that_of_its_bytes(tmp_path: Path):
    from hashlib import sha256

    Image.new("RGB", (2500, 2500), "navy").save(tmp_path / "x.png")
    asset = load_asset(tmp_path / "x.png")
    assert asset.digest == sha256((tmp_path / "x.png").read_bytes()).hexdigest()
    assert repr(asset).startswith("Asset(raster, 2500 x 2500, ")


def test_the_largest_picture_takes_little_memory(tmp_path: Path):
    """40 million points with clear parts took 780 MB; unpacked they are 160."""
    import subprocess
    import sys

    Image.new("RGBA", (6320, 6320), (9, 90, 90, 255)).save(tmp_path / "x.png", compress_level=1)
    code = (  # what the system says of a process's children includes the parent, so each says it of itself
        "import re, sys; from pathlib import Path\n"
        "from handouts.library.assets import load_asset; from handouts.write.pdf.images import image_object\n"
        "def peak(): return int(re.search(r'VmHWM:\\s*(\\d+) kB', Path('/proc/self/status').read_text())[1]) * 1024\n"
        "asset = load_asset(Path(sys.argv[1])); loaded = peak()\n"
        "image_object(asset, False); print(loaded, peak(), len(asset.data))"
    )
    if not Path("/proc/self/status").exists():
        pytest.skip("this system does not say how much memory a process took at most")
    ran = subprocess.run([sys.executable, "-c", code, tmp_path / "x.png"], capture_output=True, text=True, check=True)
    loaded, drawn, size = map(int, ran.stdout.split())
    assert drawn < 320_000_000
    assert drawn - loaded < 20_000_000, "drawing takes no more, in whichever process it is done"
    assert size < 1_000_000
