"""Whole sheets in other languages: read back as written, small, in one face each, their lines apart."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace

import pypdf
import pytest

from handouts.orders.order import Order
from handouts.plan.handout import Handout, Run
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.sheet.own import _note_language
from handouts.sheet.style import Style
from handouts.sheet.text import wrap
from handouts.type.scripts import script_for
from handouts.write.pdf.faces import TypeFaces, type_faces
from handouts.write.pdf.shaped import ShapedFace
from tests.write.pdf.test_any_script import pdfium_text, poppler_text

SAID = {
    "zh-Hans": "请慢慢抬起您的脚跟，保持身体直立（双手扶住椅背），停留3–5秒，再慢慢放下；每天早晚各做10次。“不要憋气。”",
    "zh-Hant": "請慢慢抬起您的腳跟，保持身體直立（雙手扶住椅背），停留3–5秒，再慢慢放下；每天早晚各做10次。",
    "ja": "ゆっくりとかかとを上げ、背筋を伸ばしたまま（いすの背につかまって）3–5秒間保ち、またゆっくり下ろします。",
    "ta": "நாற்காலியின் பின்புறத்தைப் பிடித்துக்கொண்டு குதிகால்களை மெதுவாக உயர்த்தவும்; 3–5 வினாடிகள் ஸ்ரீ நிற்கவும்.",
    "hi": "कुर्सी की पीठ पकड़कर धीरे-धीरे अपनी एड़ियाँ ऊपर उठाएँ, 3–5 सेकंड रुकें, फिर शक्ति से नीचे लाएँ।",
    "vi": "Vịn vào lưng ghế, từ từ nâng gót chân lên khỏi mặt đất, giữ 3–5 giây rồi hạ xuống. Ổn định, đừng nín thở.",
    "pl": "Trzymając się oparcia krzesła, powoli unieś pięty, wytrzymaj 3–5 sekund i opuść je. Źle? Święta Łódź, żółć.",
}
UNSPACED = {"zh-Hans", "zh-Hant", "ja"}


@pytest.fixture
def english(planner: Planner, make_order: Callable[..., Order]) -> Handout:
    return planner.plan(make_order(note=""))[0]


def in_language(handout: Handout, language: str) -> Handout:
    """The same handout with another language's sentence for its steps, name, disclaimer and note."""
    said = SAID[language]
    card = handout.cards[0]
    steps = tuple(replace(step, text=said) for step in card.steps)
    changed = replace(card, name=said[:9], steps=steps, digest=language, body=language)
    note = (Run(said),)
    return replace(
        handout,
        language=language,
        title=said[:6],
        note=note,
        disclaimer=said,
        cards=(changed, *handout.cards[1:]),
    )


def flat(text: str, language: str) -> str:
    """A page's text on one line: a language without spaces has none at its lines' ends."""
    return "".join(text.splitlines()) if language in UNSPACED else " ".join(text.split())


@pytest.mark.parametrize("language", SAID)
def test_every_reader_gives_the_text_back(planner: Planner, english: Handout, language: str):
    data = Press(planner.library).pdf(in_language(english, language))
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    for text in ("\n".join(page.extract_text() for page in pages), pdfium_text(data), poppler_text(data)):
        assert SAID[language] in flat(text.replace("\r", "\n"), language)


@pytest.mark.parametrize("language", ["zh-Hans", "ta", "vi"])
def test_the_same_alone_and_after_others(planner: Planner, english: Handout, language: str):
    one = in_language(english, language)
    other = replace(one, disclaimer=f"{SAID['zh-Hant']} {SAID['ta']}")
    press = Press(planner.library)
    alone = Press(planner.library).pdf(one)
    assert press.pdf(other) != alone
    assert press.pdf(one) == alone


def test_sheets_are_small(planner: Planner, english: Handout):
    press = Press(planner.library)
    plain = len(press.pdf(english))
    for language in SAID:
        more = len(press.pdf(in_language(english, language))) - plain
        assert more < (60_000 if language in UNSPACED else 25_000), (
            language
        )  # letters of two languages, this sheet's and English


@pytest.mark.parametrize(
    ("language", "text", "faces"),
    [
        ("zh-Hans", "骨关节", {"NotoSansSC"}),
        ("zh-Hant", "骨關節，「」", {"NotoSansTC"}),
        ("zh-TW", "骨", {"NotoSansTC"}),
        ("ja", "骨", {"NotoSansJP"}),
        ("en", "骨", {"NotoSansSC"}),
        ("zh-Hans", "“慢”……", {"NotoSansSC"}),
        ("zh-Hans", "O’Brien", {"AtkinsonHyperlegible-Regular"}),
        ("ta", "10 முறை", {"AtkinsonHyperlegible-Regular", "NotoSansTamil"}),
        ("vi", "Nâng gót 10 lần", {"BeVietnamPro-Regular"}),
        ("pl", "żółć 10", {"AtkinsonHyperlegible-Regular"}),
    ],
)
def test_faces(language: str, text: str, faces: set[str]):
    found = {face.path.stem.partition("[")[0] for face, part in type_faces(language).split(text, False) if part.strip()}
    assert found == faces


def test_numbers_among_han_letters_stay_in_the_plain_face():
    parts = [part for face, part in type_faces("zh-Hans").split("停留3–5秒", False) if not isinstance(face, ShapedFace)]
    assert parts == ["3–5"]


def ink(faces: TypeFaces, text: str) -> tuple[float, float]:
    """How far a text reaches above and below its baseline, as parts of the type size."""
    high = low = 0.0
    for face, part in faces.split(text, False):
        if isinstance(face, ShapedFace):
            font, units = face.shaper.font, face.shaper.units
            for cluster in face.clusters(part):
                for glyph, _, y in cluster.glyphs:
                    if box := font.get_glyph_extents(glyph):
                        high = max(high, (box.y_bearing + y) / units * face.scale)
                        low = max(low, -(box.y_bearing + box.height + y) / units * face.scale)
    return high, low


@pytest.mark.parametrize("language", ["zh-Hans", "ta", "hi", "vi", "th", "bn"])
def test_lines_never_touch(language: str):
    """Nor are they clipped by the block that they stand in."""
    tall = {"th": "ที่ปู่ฐานฟ้า", "bn": "ক্ষুন্দ্রৈ", "hi": "र्कें द्भू", "vi": "Ấy Ậy Ổ Ữg", "ta": "ஸ்ரீ கௌ நீ ளு"}
    faces = type_faces(language)
    high, low = ink(faces, tall.get(language, SAID.get(language, "")))
    assert high > 0.6
    style = Style(12, 13, least=faces.leading)
    assert (high + low) * style.size <= style.step
    base = style.baseline(faces) / (25.4 / 72)
    assert high * style.size <= base + 0.1
    assert base + low * style.size <= style.step + 0.1


@pytest.mark.parametrize("language", sorted(UNSPACED))
def test_no_line_begins_or_ends_with_a_sign_that_must_not(language: str):
    faces = type_faces(language)
    for width in range(14, 90, 3):
        lines = [
            "".join(piece[0] for piece in line.pieces) for line in wrap(SAID[language], Style(12, 15), faces, width)
        ]
        assert "".join(lines) == SAID[language]
        assert not any(line[0] in "，。、）；”" for line in lines)
        assert not any(line[-1] in "（“「" for line in lines)
        assert any("3–5" in line for line in lines)


@pytest.mark.parametrize(
    ("sheet", "note", "tagged"),
    [
        ("zh-Hans", "请慢慢来", ""),
        ("ja", "深呼吸", ""),
        ("ta", "请慢慢来", "zh"),
        ("en", "மெதுவாக", "ta"),
        ("zh-Hans", "천천히", "ko"),
    ],
)
def test_a_note_s_language_is_said_where_it_is_another(english: Handout, sheet: str, note: str, tagged: str):
    changed = replace(english, language=sheet, note=(Run(note),), note_language="")
    assert _note_language(changed) == tagged


def test_a_script_for_each_language():
    assert [getattr(script_for(one), "name", "") for one in ("en", "pl", "zh-HK", "pt-BR", "mr", "ar-EG")] == [
        "", "", "Bopomofo", "", "Devanagari", "Arabic",
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["ta", "vi"])
def test_no_font_of_a_run_is_left_in_a_file(planner: Planner, english: Handout, language: str):
    data = Press(planner.library).pdf(in_language(english, language))
    codes = [page.get_contents().get_data() for page in pypdf.PdfReader(io.BytesIO(data)).pages]
    assert any(re.search(rb"/G\d+ ", code) for code in codes)
    assert not any(re.search(rb"/R\d+ ", code) for code in codes)
