"""What the clinician's page says, in one table: English, so that another language is another table.

No sentence counts anything in words (“1 box”, “2 boxes”): numbers stand after a colon, so that no plurals are needed.
"""

from __future__ import annotations

from collections.abc import Mapping

from handouts.base.records import dataclass

__all__ = ["ENGLISH", "CourseWords"]


@dataclass(frozen=True)
class CourseWords:
    """Templates: ``{name}`` is a value, and what stands in square brackets is left out where its values are empty."""

    language: str
    title: str
    self_report: str
    span: str
    seen: str
    chart: str
    chart_done: str
    chart_pain: str
    table: str
    measures: str
    decisions: str
    remarks: str
    heads: tuple[str, ...]
    """Of the table's columns: week, days, done, pain, came back, decided."""
    measure_heads: tuple[str, ...]
    """Measure, first, latest, all of them."""
    done: str
    done_percent: str
    of: str
    """The second line of a count in a narrow column."""
    range: str
    """Two numbers, or two days."""
    days: str
    month_days: str
    day: str
    long_day: str
    months: tuple[str, ...]
    long_months: tuple[str, ...]
    week: str
    weeks: str
    no_week: str
    nothing: str
    nothing_narrow: str
    running: str
    running_narrow: str
    unmarked: str
    unmarked_narrow: str
    open: str
    open_narrow: str
    not_said: str
    """In place of a number of pain, where none was written."""
    from_pages: str
    missing: str
    unsettled: str
    settled_by: str
    back_of: str
    """Of weeks taken together: how many of their sheets came back."""
    sources: Mapping[str, str]
    marks: Mapping[str, str]
    """Decisions in a word, for a narrow column."""
    decided: Mapping[str, str]
    """The same for a list."""
    decision: str
    because: Mapping[str, str]
    """What a decision followed from, where no reason was written."""
    measure_names: Mapping[str, str]
    answer: str
    measure_none: str
    """Where no number can be told: more than one box is ticked."""
    trend_done: str
    trend_done_same: str
    trend_once: str
    trend_pain: str
    trend_pain_same: str
    trend_gaps: str
    trend_nothing: str
    went: Mapping[str, str]
    """How something moved: up, down."""
    key_partial: str
    key_grouped: str
    key_rows: str
    no_room: str
    no_room_measures: str
    no_weeks: str
    replaced: str
    unread: str
    axis_done: tuple[str, str]
    rows: tuple[str, str]
    """What stands left of the rows under the chart: week, first day."""


ENGLISH = CourseWords(
    language="en",
    title="How it went",
    self_report="Self-report: this is what the patient ticked and wrote, and not what was measured. "
    "People tend to tick more than they do.",
    span="{first} to {last}",
    seen="Seen on {day}",
    chart="Done of planned, and pain",
    chart_done="Done of planned",
    chart_pain="Pain in the week, lowest to highest, 0 to 10",
    table="Week by week",
    measures="Measures",
    decisions="Decisions",
    remarks="Written by the patient",
    heads=("Week", "Days", "Done", "Pain", "Came back", "Decided"),
    measure_heads=("Measure", "First", "Latest", "All weeks"),
    done="{done} of {planned}",
    done_percent="{done} of {planned}, {percent} %",
    of="of {planned}",
    range="{first}–{last}",
    days="{first} to {last} {month}",
    month_days="{first} to {last}",
    day="{day} {month}",
    long_day="{day} {month} {year}",
    months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    long_months=(
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ),
    week="week {week}",
    weeks="weeks {weeks}",
    no_week="no sheet",
    nothing="nothing came back",
    nothing_narrow="none came back",
    running="not over yet",
    running_narrow="not over yet",
    unmarked="nothing marked",
    unmarked_narrow="no mark",
    open="to be settled",
    open_narrow="to settle",
    not_said="–",
    from_pages="{sources}[; {more}]",
    missing="pages missing: {count}",
    unsettled="to settle: {count}",
    settled_by="settled by {names}",
    back_of="{back} of {sheets} sheets",
    sources={"pdf": "PDF", "scan": "scan", "typed": "typed in", "phone": "phone"},
    marks={"on": "on", "repeat": "again", "back": "back", "hold": "hold", "discharge": "end"},
    decided={
        "on": "move on", "repeat": "repeat the week", "back": "go back", "hold": "on hold", "discharge": "discharged",
    },
    decision="{day}: {word}[, to week {week}][, until {until}][ (by {by})][. {reason}]",
    because={"boxes": "Not every box was ticked.", "pain": "Pain above {above}, times: {times}."},
    measure_names={
        "pain": "Pain (10 is worst)", "function": "Activity {number} (10 is best)", "change": "Change (7 is best)",
    },
    answer="{week}: {value}",
    measure_none="unclear",
    trend_done="Done {went} {first} % ({first_week}) to {last} % ({last_week}).",
    trend_done_same="Done: {last} % ({first_week} and {last_week}).",
    trend_once="Done: {last} % ({last_week}).",
    trend_pain="Highest pain {went} {first} to {last}.",
    trend_pain_same="Highest pain: {last}, at first and at last.",
    trend_gaps="Nothing came back: {weeks}.",
    trend_nothing="Nothing has come back so far.",
    went={"up": "rose from", "down": "fell from"},
    key_partial="Striped: not all has come back, or some is still to be settled.",
    key_rows="Each row stands for up to {weeks} weeks.",
    key_grouped="Each bar stands for up to {weeks} weeks.",
    no_room="Decisions whose reasons have no room here: {count}. The text of “handouts progress” has them.",
    no_room_measures="Measures that have no room here: {count}. The text of “handouts progress” has them.",
    no_weeks="No sheet of this patient has days that can be read.",
    replaced="Sheets that another took the place of: {count}",
    unread="Entries of the register whose days cannot be read: {count}",
    axis_done=("100 %", "0"),
    rows=("Week", "From"),
)  # fmt: skip
