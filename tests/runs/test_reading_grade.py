"""Syllables and school grades, held to a dictionary of pronunciation (CMUdict) and to passages counted by it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.runs.advice.reading import grade, sentences, syllables, words

WORDS = {
    1: "called pulled rolled raised stretched bent comes miles knee shoe eye toe straight breathe breath through though "
    "hour our squeeze squeezed changed judge wedge bridge wrist wrists twelve twelfth one once queue quick guard guide "
    "league tongue vague phone phones aged learned they've",
    2: "about above again little table middle settle handle bottle settled handled lifted places inches safely sometimes "
    "careful careless movement lying player layout beyond being doing quiet science rhythm prism shouldn't isn't didn't "
    "tiptoe people muscle muscles ankle shoulder buttocks kneecap forward backward ceiling straighten breathing enough "
    "repeat stomach patient patients special union million cushion fashion region tired flower power squeezes changes "
    "changing judges wedges edges bridges massage bandage every evening different safety ninety create creature metre "
    "centre really react naive rescue value equal banquet naked needed wicked hundred sacred nation caution argue",
    3: "everything easier earlier heaviest carrying copying video period medium diagram radio gravity idea area "
    "bicycle exercise arthritis position clinician initial initials champion religion massages vegetable created theatre "
    "reaction continue quietly",
    4: "exercises repetition abdominal hypertension comfortable variety society anxiety coordinate continuous",
    5: "approximately perpendicular stabilization",
    6: "osteoporosis osteoarthritis simultaneously",
}
PASSAGES = {
    "Four score and seven years ago our fathers brought forth on this continent, a new nation, conceived in Liberty, and "
    "dedicated to the proposition that all men are created equal. Now we are engaged in a great civil war, testing "
    "whether that nation, or any nation so conceived and so dedicated, can long endure. We are met on a great "
    "battle-field of that war.": (65, 3, 96),
    "Alice was beginning to get very tired of sitting by her sister on the bank, and of having nothing to do: once or "
    "twice she had peeped into the book her sister was reading, but it had no pictures or conversations in it. So she was "
    "considering in her own mind whether the pleasure of making a daisy-chain would be worth the trouble of getting up and "
    "picking the daisies.": (71, 2, 98),
    "Peter was most dreadfully frightened; he rushed all over the garden, for he had forgotten the way back to the gate. "
    "He lost one of his shoes among the cabbages, and the other shoe amongst the potatoes. After losing them, he ran on "
    "four legs and went faster.": (48, 3, 66),
}
"""Words, sentences and syllables of each: Lincoln, Carroll, Potter."""


@pytest.mark.parametrize("count", WORDS)
def test_syllables_are_those_of_the_dictionary(count: int):
    assert [word for word in WORDS[count].split() if syllables(word) != count] == []


@pytest.mark.parametrize("text", PASSAGES)
def test_a_passage_has_the_words_sentences_and_syllables_that_were_counted(text: str):
    assert (len(words(text)), len(sentences(text)), sum(map(syllables, words(text)))) == PASSAGES[text]
    count, parts, sounds = PASSAGES[text]
    assert grade([text]) == pytest.approx(0.39 * count / parts + 11.8 * sounds / count - 15.59)


def test_the_grade_tells_hard_from_easy():
    assert grade(["Sit back. Stand up."]) < 3
    assert grade(["Approximate perpendicular orientation of bilateral inferior extremities necessitates care."]) > 12
    assert grade([]) == grade(["", "123 …"]) == 0


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two! Three?", 3),
        ("“Stop.” Then go on.", 2),
        ("No sign at the end", 1),
        ("Hold for 2.5 kg. Rest.", 2),
        ("", 0),
    ],
)
def test_sentences_end_with_a_sign_and_a_space(text: str, parts: int):
    assert len(sentences(text)) == parts


@given(st.text(max_size=60))
def test_any_text_has_a_grade(text: str):
    assert all(syllables(word) >= 1 for word in words(text))
    assert isinstance(grade([text]), float)


@given(st.sampled_from("aeiouylmnrstdcgqe'"), st.integers(1, 5000))
def test_a_very_long_word_takes_no_long_time(letter: str, count: int):
    assert syllables(letter * count) >= 1
