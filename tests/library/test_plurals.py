"""CLDR's plural rules: read, and held to what Babel makes of CLDR's own data."""

from __future__ import annotations

import re

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from handouts.library.counted import Plural
from handouts.library.plurals import CATEGORIES, PluralRules, category_by

_FEW = "v = 0 and i % 10 = 2..4 and i % 100 != 12..14"
_MANY = "v = 0 and i != 1 and i % 10 = 0..1 or v = 0 and i % 10 = 5..9 or v = 0 and i % 100 = 12..14"
RULES = {
    "en": {"one": "i = 1 and v = 0"},
    "de": {"one": "i = 1 and v = 0"},
    "es": {"one": "n = 1"},
    "fr": {"one": "i = 0,1"},
    "pt": {"one": "i = 0..1"},
    "pl": {"one": "i = 1 and v = 0", "few": _FEW, "many": _MANY},
    "vi": {"one": "i = 0 or n = 1"},
    "ms": {},
    "ta": {"one": "n = 1"},
    "hi": {"one": "i = 0 or n = 1"},
    "zh": {},
    "he": {"one": "i = 1 and v = 0 or i = 0 and v != 0", "two": "i = 2 and v = 0"},
    "ar": {"zero": "n = 0", "one": "n = 1", "two": "n = 2", "few": "n % 100 = 3..10", "many": "n % 100 = 11..99"},
}
NUMBERS = (*map(str, range(1001)), "1.5", "0.1", "0.5", "1.0", "2.50", "7.5", "10.25", "100.0")


@pytest.mark.parametrize("language", RULES)
def test_each_number_takes_the_form_that_babel_gives_it(language: str):
    rules, judge = PluralRules(**RULES[language]), Locale.parse(language).plural_form
    assert [(number, category_by(rules, number)) for number in NUMBERS] == [
        (one, judge(_value(one))) for one in NUMBERS
    ]


def _value(number: str) -> object:
    from decimal import Decimal

    return Decimal(number) if "." in number else int(number)


def test_the_examples_that_cldr_gives_with_a_rule_are_passed_over():
    assert category_by(PluralRules(one="n = 1 @integer 1 @decimal 1.0, 1.00"), "1") == "one"


@pytest.mark.parametrize(
    "rule", ["", "n", "n is 1", "x = 1", "n = 1 and", "n = a", "n % 0 = 1", "n = 1..", "n = 1 or or n = 2"]
)
def test_what_is_no_rule_is_refused(rule: str):
    from handouts.library.plurals import _read

    with pytest.raises(ValueError, match="no plural rule"):
        _read(rule)


@given(st.text(alphabet="nivft %=!.,0123456789andor", max_size=60))
def test_a_rule_is_refused_or_answers_for_every_number(rule: str):
    from handouts.library.plurals import _read

    try:
        _read(rule)
    except ValueError as error:
        assert "no plural rule" in str(error)
        return
    found = {category_by(PluralRules(few=rule), number) for number in ("0", "1", "21", "1.5")}
    assert found <= {"few", "other"}


ARABIC = Plural(
    zero="{n} دقيقة", one="دقيقة واحدة", two="دقيقتين", few="{n} دقائق", many="{n} دقيقة", other="{n} دقيقة"
)


def test_a_form_that_says_no_number_stands_for_that_number_alone():
    assert ARABIC.form("two", "2") == "دقيقتين"
    assert ARABIC.form("two", "2", alone=False) == "{n} دقائق", "1 to 2"
    assert Plural(one="once", other="{n} times").form("one", "21") == "{n} times", "as in Russian, where 21 is one too"
    assert Plural(one="once", other="{n} times", exactly={"2": "twice"}).form("other", "2", alone=False) == "{n} times"


def test_what_a_phrase_lacks_is_said_by_name():
    assert ARABIC.lacks(CATEGORIES) == []
    found = " ".join(Plural(one="once", few="some", other="many").lacks(("one", "few", "many")))
    assert re.findall("“([a-z]+)”", found) == ["many", "other", "few"]
