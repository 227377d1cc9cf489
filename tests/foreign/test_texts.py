"""Descriptions become plain sentences, and these the parts of a drill."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.base.plaintext import is_invisible
from handouts.foreign.incoming import slug
from handouts.foreign.licences import licence_of
from handouts.foreign.texts import MAX_TEXT, plain_lines, sentences, told


def test_mark_up_goes_and_words_stay():
    html = "<p>Sit&nbsp;down.</p><ul><li>- Lift <b>one</b> leg</li><li>2. Lower&#x20;it</li></ul>Breathe<br/>out &lt;slowly&gt;."
    assert plain_lines(html) == ["Sit down.", "Lift one leg", "Lower it", "Breathe", "out <slowly>."]


@pytest.mark.parametrize(
    "html",
    [
        "Sit.<script>steal()</script>",
        "Sit.<style>p {}</style><svg><text>x</text></svg>",
        'Sit.<img src="https://evil.example/x.png" onerror="steal()">',
        "Sit.<!-- steal() --><![CDATA[steal()]]>",
        "Sit.\u202e\u200b\x00\x1b",
        "Sit.<script>never closed",
        "Sit.<a href='javascript:steal()'></a>",
    ],
)
def test_nothing_but_words_is_kept(html: str):
    assert "".join(plain_lines(html)).replace("]]>", "") == "Sit."


def test_one_action_a_step():
    said = sentences(["Bend your knees, then sit down; breathe out.", "Stand up and then rest.Go on"], english=True)
    assert said == ["Bend your knees.", "Sit down.", "Breathe out.", "Stand up.", "Rest.", "Go on."]
    assert sentences(["Bend, then sit."], english=False) == ["Bend, then sit."]


def test_start_steps_tips_and_dose_are_told_apart():
    found = told(
        ["Lie down.", "Bend your knees.", "This will be your starting position.", "Lift your hips.", "Tip: go slowly.", "Lower.",
         "Repeat for ten repetitions."]
    )  # fmt: skip
    assert found.start == "Lie down. Bend your knees."
    assert found.steps == ("Lift your hips.", "Lower.")
    assert found.cues == ("Go slowly.",)
    assert found.of_dose == ("Repeat for ten repetitions.",)


def test_many_sentences_share_the_steps_and_none_is_lost():
    found = told([f"Move {number}." for number in range(48)])
    assert len(found.steps) <= 20
    assert " ".join([found.start, *found.steps]) == " ".join(f"Move {number}." for number in range(48))


@pytest.mark.parametrize("wrong", [[], ["Repeat for ten reps."], ["x" * 301 + "."], ["y" * 200 + "."] * 60])
def test_what_fits_no_drill_is_said(wrong: list[str]):
    with pytest.raises(ValueError, match="it "):
        told(wrong)


def test_too_long_a_text_is_not_looked_at():
    with pytest.raises(ValueError, match="characters long"):
        plain_lines("<" * (MAX_TEXT + 1))


@given(st.text(st.characters() | st.sampled_from("<>&;/!-'\" .pbr"), max_size=300))
def test_any_description_becomes_clean_lines(text: str):
    lines = plain_lines(text)
    assert not any(is_invisible(char) for line in lines for char in line)
    assert all(line == " ".join(line.split()) and line for line in lines)
    try:
        found = told(sentences(lines, english=True))
    except ValueError:
        return
    assert 1 <= len(found.steps) <= 20
    assert all(0 < len(part) <= 300 for part in (found.start, *found.steps))


@given(st.text())
def test_any_name_becomes_an_id_that_leads_nowhere(name: str):
    made = slug(name, "wger1")
    assert len(made) <= 60
    assert made.endswith("-wger1")
    assert all(part and part.isascii() and part.isalnum() and part == part.lower() for part in made.split("-"))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("CC-BY-SA 4", "CC BY-SA 4.0"),
        (" Creative Commons Attribution Share Alike 3", "CC BY-SA 3.0"),
        ("https://creativecommons.org/licenses/by-sa/4.0/deed.en", "CC BY-SA 4.0"),
        ("http://creativecommons.org/licenses/by/4.0/", "CC BY 4.0"),
        ("CC-BY 4", "CC BY 4.0"),
        ("CC0", "CC0 1.0"),
        ("http://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0"),
        ("Creative Commons Public Domain 1.0", "CC0 1.0"),
        ("Unlicense", "The Unlicense"),
        ("Public domain", "Public domain"),
    ],
)
def test_open_licences_are_known_however_they_are_written(text: str, name: str):
    found = licence_of(text)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "text",
    ["", "CC BY-NC-SA 4.0", "CC-BY-ND 4", "https://creativecommons.org/licenses/by-nc/4.0/", "All rights reserved", "MIT?",
     "https://evil.example/?creativecommons.org/licenses/by/4.0", "CC BY 9", "free", "c" * 10_000],
)  # fmt: skip
def test_others_are_not(text: str):
    assert licence_of(text) is None
