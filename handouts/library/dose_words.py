"""The words of one language for doses, units and the week grid."""

from __future__ import annotations

from handouts.base.records import dataclass
from handouts.base.rules import strict
from handouts.base.scalars import Line, Phrase
from handouts.library.counted import Plural, UnitWords

__all__ = ["DoseWords", "GridWords", "Units"]


@strict
@dataclass(frozen=True, kw_only=True)
class Units:
    """Units of loads and distances. Bands are told by their colours, in this language where they stand here."""

    kg: UnitWords
    lb: UnitWords
    m: UnitWords
    km: UnitWords
    yd: UnitWords
    ft: UnitWords
    mi: UnitWords
    steps: UnitWords
    stairs: UnitWords
    laps: UnitWords
    lengths: UnitWords
    body: Phrase
    body_short: Phrase
    band: Phrase
    """“the {colour} band”."""
    band_short: Phrase
    colours: dict[str, Phrase]
    decimal: Phrase
    """Between whole numbers and their parts: “.” or “,”."""
    with_number: tuple[Phrase, ...]
    """Words that are kept on the line of the number before them."""


@strict
@dataclass(frozen=True, kw_only=True)
class DoseWords:
    """The dose in words."""

    sets: Plural
    reps: Plural
    """The repetitions in ``sets_of`` and ``sets_varied``, with or without a word for them."""
    sets_of: Phrase
    sets_only: Plural
    """Where a set is a single repetition: “3 times”."""
    sets_varied: Phrase
    """Where the repetitions differ from set to set: “3 sets: 10, 8, then 6.”"""
    each_side: Phrase
    on_left: Phrase
    on_right: Phrase
    hold: Phrase
    hold_each: Phrase
    hold_sets: Phrase
    hold_times: Plural
    """Where a set is a single hold: “Hold 20 seconds, 2 times each side.”"""
    for_time: Phrase
    """A set in time: “{action} for 10 minutes”."""
    for_distance: Phrase
    """A set in distance: “{action} 400 metres”."""
    action: Phrase
    """Where the drill does not say what is done: “Keep going”."""
    measure_times: Plural
    """“Walk for 5 minutes, 3 times.”"""
    measure_sets: Phrase
    """Where time or distance differ from set to set: “Walk for 5, then 8 minutes, set by set.”"""
    load: Phrase
    load_own: Phrase
    """Where the clinician has words for it: “Load: two tins of beans.”"""
    load_sets: Phrase
    reps_short: Phrase
    """Reps of one set, under its box: “10×”."""
    reps_spoken: Phrase
    tempo: Phrase
    """“Speed: {parts}.”"""
    tempo_down: Phrase
    tempo_wait: Phrase
    tempo_up: Phrase
    tempo_short: Phrase
    effort: Phrase
    effort_short: Phrase
    no_hold: Phrase
    rest: Phrase
    range: Phrase
    range_short: Phrase
    seconds: Plural
    minutes: Plural
    minutes_seconds: Phrase
    seconds_short: Phrase
    minutes_short: Phrase
    hold_short: Phrase
    no_hold_short: Phrase
    rest_short: Phrase
    easier: Line
    harder: Line
    stop_if: Line


@strict
@dataclass(frozen=True, kw_only=True)
class GridWords:
    """The week grid."""

    tick: Phrase
    morning: Phrase
    midday: Phrase
    afternoon: Phrase
    evening: Phrase
    left: Phrase
    right: Phrase
    after_left: Phrase
    """The same after another word: “Evening left”."""
    after_right: Phrase
    session_side: Phrase
    row_hold: Phrase
    row_plain: Phrase
    row_each: Phrase
    """The same for sets in time or distance: “Tick sets. 10 min each.”"""
    row_load: Phrase
    """A row's label with the load of all its sets: “Tick sets, 10 kg”."""
    box_set: Phrase
    """What a box is called when it is read aloud, with its day before it: “Monday 23, set 1, hold 3 seconds”."""
    box_hold: Phrase
    box_pain: Phrase
    """The same for a place to write pain in."""
    rest_day: Phrase
    """A day without boxes, read aloud."""
    pen: Phrase
    pen_grey: Phrase
    pen_dash: Phrase
