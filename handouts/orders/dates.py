"""Dates, times and pauses as an order's texts have them: in ISO form, or in a word such as “tomorrow”."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import Any

from handouts.base.plaindays import DAYS

__all__ = ["Pause", "next_monday", "parse_date", "parse_monday", "parse_pauses", "parse_visit"]

Pause = tuple[date, date]
"""First and last day away."""
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def next_monday(today: date) -> date:
    """Today if it is a Monday, else the Monday after it."""
    return today + timedelta(days=-today.weekday() % 7)


def parse_date(value: Any, today: date) -> date:
    """Read 2026-11-23, today, tomorrow, or a weekday (the next one, today included). ValueError for the rest."""
    if isinstance(value, date):
        return value
    text = str(value).strip().lower()
    if text in ("today", "tomorrow"):
        return today + timedelta(days=text == "tomorrow")
    if text in (*DAYS, *_WEEKDAYS):
        return today + timedelta(days=(DAYS.index(text[:3]) - today.weekday()) % 7)
    if not re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", text):
        spreadsheet = "; in a spreadsheet, give the column the form yyyy-mm-dd" if re.search(r"\d", text) else ""
        raise ValueError(f"“{str(value)[:40]}” is not a date; expected year-month-day, such as 2026-11-23{spreadsheet}")
    try:
        return date(*map(int, text.split("-")))
    except ValueError as error:
        raise ValueError(f"“{text}” is not in the calendar") from error


def parse_monday(value: Any, today: date) -> date:
    """The Monday of a week: of that which a date lies in, of “this week”, “last week” or “next week”.

    ValueError for the rest.
    """
    words = {"last week": -7, "this week": 0, "next week": 7}
    text = " ".join(str(value).lower().split())
    day = today + timedelta(days=words[text]) if text in words else parse_date(value, today)
    return day - timedelta(days=day.weekday())


def parse_visit(value: Any, today: date) -> tuple[date, time | None]:
    """Read “2026-11-30 9:30”, “monday 2 pm” or a date alone. ValueError for the rest."""
    text = str(value).strip()
    match = re.fullmatch(r"(.+?)(?:[ T]+(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?)?", text, re.IGNORECASE)
    if not match or (match[2] and not match[3] and not match[4]):
        raise ValueError(f"“{text[:40]}” is not a date and time; expected such as 2026-11-30 9:30")
    day = parse_date(match[1], today)
    if not match[2]:
        return day, None
    hour, minute = int(match[2]), int(match[3] or 0)
    if match[4]:
        if not 1 <= hour <= 12:
            raise ValueError(f"“{text[:40]}” has no such hour; expected such as 9:30 am or 14:30")
        hour = hour % 12 + (12 if match[4].lower() == "pm" else 0)
    if hour > 23 or minute > 59:
        raise ValueError(f"“{text[:40]}” has no such time; expected such as 9:30 or 14:30")
    return day, time(hour, minute)


def parse_pauses(value: Any, today: date) -> tuple[Pause, ...]:
    """Read “2026-12-21 to 2027-01-03; 2027-02-08”: first and last day of each time away."""
    texts = [str(part) for part in value] if isinstance(value, (list, tuple)) else re.split(r"[;,\n]+", str(value))
    pauses = []
    for text in filter(None, (re.sub(r"[ T]00:00(:00)?", "", text).strip() for text in texts)):
        first, _, last = (
            part.strip() for part in re.sub(r"\s+(?:to|until|bis)\s+|\.\.+|\s+[-–]\s+", "|", text).partition("|")
        )
        begin = parse_date(first, today)
        end = parse_date(last, today) if last else begin
        if end < begin:
            raise ValueError(f"“{text[:40]}” ends before it begins")
        pauses.append((begin, end))
    return tuple(pauses)
