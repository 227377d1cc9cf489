"""Prints what CLDR says of a language, as a draft of ``plurals:`` and ``dates:`` for its words file.

    python tools/cldr.py pl

It is a draft: CLDR knows no sheet. A person who reads the language mends the cases of months and days, patterns of
weeks (which are made of those of two dates), and whether short names fit over a narrow column. Needs Babel, which
comes with the extra “test”; nothing else of Handouts does.
"""

from __future__ import annotations

import re
import sys
from typing import Any

import yaml
from babel import Locale, UnknownLocaleError

_FIELDS = {
    "EEEE": "{weekday}", "EEE": "{weekday_short}", "E": "{weekday_short}", "cccc": "{weekday}",
    "ccc": "{weekday_short}",
    "d": "{day}", "dd": "{day}", "M": "{month_short}", "MM": "{month_short}", "MMM": "{month_short}", "MMMM": "{month}",
    "LLL": "{month_short}", "LLLL": "{month}", "y": "{year}", "yy": "{year}", "yyyy": "{year}",
    "h": "{hour12}", "hh": "{hour12}", "K": "{hour12}", "H": "{hour}", "HH": "{hour2}", "mm": "{minute}",
}  # fmt: skip
_FORMS = ("zero", "one", "two", "few", "many")
_KEYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PATTERN = re.compile(r"'([^']*)'|([A-Za-z])\2*")


def template(pattern: str, **names: str) -> str:
    """A pattern of CLDR as one of ours: “EEEE, d MMMM y” becomes “{weekday}, {day} {month} {year}”."""

    def ours(found: re.Match[str]) -> str:
        text = found[0]
        return found[1] if text.startswith("'") else {**_FIELDS, **names}.get(text, f"<{text}>")

    return _PATTERN.sub(ours, pattern).replace("\u202f", " ").replace("\u00a0", " ")


def _numbered(text: str, number: int) -> str:
    return re.sub(r"\{(\w+)\}", rf"{{\g<1>{number}}}", text)


def _range(first: str, second: str, joined: str) -> str:
    return joined.replace("{0}", _numbered(first, 1)).replace("{1}", _numbered(second, 2))


def plurals(locale: Locale) -> dict[str, str]:
    """The rules of all forms but “other”, as CLDR writes them."""
    rules = {name: str(locale.plural_form.rules[name]) for name in _FORMS if name in locale.plural_form.rules}
    return {
        name: rule.replace(" mod ", " % ").replace(" not in ", " != ").replace(" in ", " = ")
        for name, rule in rules.items()
    }


def dates(locale: Locale) -> dict[str, Any]:
    """The block ``dates:`` of a words file."""
    days, months = locale.days, locale.months
    skeletons = locale.datetime_skeletons
    whole, plain = (template(str(locale.date_formats[size].pattern)) for size in ("full", "long"))
    short = template(str(skeletons["yMMMEd"].pattern))
    day_month, short_day = (template(str(skeletons[name].pattern)) for name in ("MMMd", "MMMEd"))
    joined = str(locale.interval_formats[None]) if None in locale.interval_formats else "{0} – {1}"
    joined = joined if "{0}" in joined else "{0} – {1}"
    clock = str(skeletons["hm" if re.search("[ahB]", str(locale.time_formats["short"].pattern)) else "Hm"].pattern)
    am, pm = (_half(locale, name) for name in ("am", "pm"))
    return {
        "days": [days["format"]["wide"][at] for at in range(7)],
        "days_short": [days["stand-alone"]["abbreviated"][at] for at in range(7)],
        "months": [months["format"]["wide"][at] for at in range(1, 13)],
        "months_short": [months["format"]["abbreviated"][at] for at in range(1, 13)],
        "full": whole,
        "plain": plain,
        "range_month": _range("{weekday} {day}", whole, joined),
        "range_year": _range(short_day, short, joined),
        "range_years": _range(short, short, joined),
        "plain_month": _range("{day}", plain, joined),
        "plain_year": _range(day_month, plain, joined),
        "plain_years": _range(plain, plain, joined),
        "clock_am": template(clock, a=am, B=am),
        "clock_pm": template(clock, a=pm, B=pm),
        "week_start": _KEYS[locale.first_week_day],
    }


def _half(locale: Locale, name: str) -> str:
    """What a half of the day is called; its English letters where CLDR has no name."""
    widths = (locale.day_periods["format"][width] for width in ("abbreviated", "wide"))
    return next((str(names[name]) for names in widths if name in names), name)


def main(tag: str) -> None:
    """Print the draft of a language."""
    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError) as error:
        sys.exit(f"Babel knows no such language: {error}")
    draft = {"plurals": plurals(locale), "dates": dates(locale)}
    print(f"# A draft from CLDR for {locale.english_name}, to be mended by somebody who reads it.")
    print(yaml.safe_dump(draft, allow_unicode=True, sort_keys=False, width=116, default_flow_style=None), end="")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
