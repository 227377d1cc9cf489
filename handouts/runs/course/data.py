"""A course as plain data, for scripts."""

from __future__ import annotations

from typing import Any

from handouts.orders.decided import Decision
from handouts.returned.tally import SOURCE
from handouts.runs.course.model import Course, CourseWeek, pain_range

__all__ = ["as_data"]


def as_data(course: Course) -> dict[str, Any]:
    """All of a course; days as ISO texts. What did not come back is null, and never 0."""
    return {
        "patient": course.patient,
        "key": course.key,
        "names": list(course.names),
        "source": SOURCE,
        "seen_on": course.day.isoformat(),
        "programs": [{"id": one.id, "title": one.title} for one in course.programs],
        "weeks": [_week(week) for week in course.weeks],
        "decisions": [_decision(one) for one in course.decisions],
        "replaced": course.replaced,
        "unread": course.unread,
    }


def _week(week: CourseWeek) -> dict[str, Any]:
    low, high = pain_range([week]) or (None, None)
    return {
        "program": week.program,
        "week": week.week or None,
        "first_day": week.first_day.isoformat(),
        "last_day": week.last_day.isoformat(),
        "handout": week.handout or None,
        "state": week.state,
        "done": week.share.done if week.counts else None,
        "planned": week.share.planned if week.counts else None,
        "percent": week.share.percent if week.counts else None,
        "pain": {
            "lowest": low,
            "highest": high,
            "sessions": [
                {"date": one.day.isoformat(), "session": one.session, "text": one.text, "value": one.value}
                for one in week.pain
            ],
        },
        "measures": [
            {
                "kind": one.kind,
                "number": one.number,
                "what": one.what or None,
                "value": one.value,
                "unclear": one.unclear,
            }
            for one in week.measures
        ],
        "remarks": list(week.remarks),
        "from": list(week.sources),
        "pages_missing": week.missing_pages,
        "to_be_settled": week.unsettled,
        "settled_by": list(week.settled_by),
        "decision": _decision(week.decision) if week.decision else None,
    }


def _decision(one: Decision) -> dict[str, Any]:
    return {
        "decision": one.word,
        "for": one.for_day.isoformat(),
        "week": one.week,
        "until": one.until.isoformat() if one.until else None,
        "reason": one.reason,
        "because": one.because or None,
        "by": one.by,
    }
