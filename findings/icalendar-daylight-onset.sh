#!/usr/bin/env bash
# The time zone that icalendar writes into a calendar file.
#
# Guess: Timezone.from_tzid gives rules that hold for years, and summer time begins when the clocks are put forward: in New
#        York at 02:00 by the clock before it, as RFC 5545 (3.6.5) has it (local time, with TZOFFSETFROM).
# Seen:  summer time begins at 03:00, the hour that the clock shows after it; and there is no rule, but a list of days up to
#        last_date. A program that goes by the file alone (dateutil) is an hour wrong in the first hour of summer time, and in
#        every summer after last_date.
# What we do: we write the zones ourselves, one yearly rule for each half of the year, or UTC.
set -euo pipefail
place=$(mktemp -d); trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install -q icalendar==7.3.0 python-dateutil==4.0.0 tzdata==2026.6
"$place/venv/bin/python" - <<'P'
import io
import re
import sys
from datetime import date, datetime, timezone
from importlib.metadata import version
from zoneinfo import ZoneInfo

from dateutil.tz import tzical
from icalendar import Calendar, Timezone

ZONE = "America/New_York"
calendar = Calendar()
calendar.add("version", "2.0")
calendar.add("prodid", "-//example//example//EN")
calendar.add_component(Timezone.from_tzid(ZONE, first_date=date(2026, 1, 1), last_date=date(2027, 12, 31)))
text = calendar.to_ical().decode()
onset = re.search(r"BEGIN:DAYLIGHT\r\nDTSTART:(\S+)", text)[1]
print(f"icalendar {version('icalendar')}, read by dateutil {version('python-dateutil')}")
print(f"summer time of 2026 begins at {onset} (the clocks are put forward at 20260308T020000); a yearly rule: {'RRULE' in text}")
read = tzical(io.StringIO(text)).get(ZONE)
seen = []
for moment in (datetime(2026, 3, 8, 7, 30), datetime(2026, 3, 8, 12), datetime(2028, 7, 1, 12)):
    at = moment.replace(tzinfo=timezone.utc)
    theirs, right = at.astimezone(read), at.astimezone(ZoneInfo(ZONE))
    print(f"{at:%Y-%m-%d %H:%M} UTC is {right:%H:%M} there, and {theirs:%H:%M} by the file")
    seen.append(theirs.utcoffset() == right.utcoffset())
if (onset, "RRULE" in text, seen) != ("20260308T030000", False, [False, True, False]):
    sys.exit("this has changed")
P
