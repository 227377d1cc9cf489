"""Two strict readers of calendar files judge ours: vobject, and ical.js, which Thunderbird uses."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject

from handouts.library.load import Library
from handouts.mail.calendar import EventIds, reminders
from handouts.orders.order import Order
from handouts.plan.planner import Planner

Make = Callable[..., Order]
EVERY_DAY = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# without any time zone of its own: those of the file alone count
SCRIPT = """
import ICAL from %s;
import fs from "node:fs";
const found = [];
for (const path of process.argv.slice(2)) {
  const all = new ICAL.Component(ICAL.parse(fs.readFileSync(path, "utf8")));
  ICAL.TimezoneService.reset();
  const zones = all.getAllSubcomponents("vtimezone").map(one => new ICAL.Timezone(one));
  zones.forEach(zone => ICAL.TimezoneService.register(zone, zone.tzid));
  found.push(all.getAllSubcomponents("vevent").map(one => {
    const event = new ICAL.Event(one);
    return [event.uid, event.startDate.isDate ? event.startDate.toString() : event.startDate.toUnixTime()];
  }));
}
console.log(JSON.stringify(found));
"""


def files(library: Library, make_order: Make) -> dict[str, tuple[bytes, dict[str, int | str]]]:
    """Calendars of weeks in which clocks change, with what each event's start must be: seconds, or a day."""
    made = {}
    for zone, monday in (
        ("Europe/London", date(2027, 3, 22)),
        ("Europe/London", date(2026, 10, 19)),
        ("America/New_York", date(2027, 3, 8)),
        ("Australia/Lord_Howe", date(2027, 3, 29)),
        ("Asia/Singapore", date(2026, 12, 28)),
    ):
        for at, visit_time in (("02:30", None), ("09:00", time(9, 30))):
            clinic = replace(
                library.clinic,
                timezone=zone,
                session_times=replace(library.clinic.session_times, day=at),
                name="Łódź; “Hips”, \\ and more " * 3,
                address="1 Long Street, Town; " * 6,
            )
            here = replace(library, clinic=clinic)
            visit = date(monday.year + 1, 7, 1)
            order = make_order(start=monday, days=EVERY_DAY, visit=visit, visit_time=visit_time)
            moment = datetime(2026, 11, 20, 8, 15, tzinfo=UTC)
            data = reminders(
                Planner(here).plan(order)[0], order, here, EventIds("who", "week", "clinic.example"), moment
            )
            wanted: dict[str, int | str] = {}
            for offset in range(7):
                day = date.fromordinal(monday.toordinal() + offset)
                local = datetime.combine(day, time.fromisoformat(at), ZoneInfo(zone))
                there = local.astimezone(UTC).astimezone(ZoneInfo(zone))
                if there.replace(tzinfo=None) == local.replace(tzinfo=None):  # else the hour is left out that day
                    wanted[f"week-{day:%Y%m%d}-day@clinic.example"] = int(local.timestamp())
            wanted["who-visit@clinic.example"] = (
                int(datetime.combine(visit, visit_time, ZoneInfo(zone)).timestamp())
                if visit_time
                else visit.isoformat()
            )
            made[f"{zone.replace('/', '-')}-{monday}-{at.replace(':', '')}"] = data, wanted
    return made


def test_vobject_takes_them(library: Library, make_order: Make):
    for data, wanted in files(library, make_order).values():
        calendar: Any = vobject.readOne(data.decode(), validate=True)
        assert calendar.validate(raiseException=True)
        uids = {event.uid.value for event in calendar.vevent_list}
        assert len(uids) == len(calendar.vevent_list) == 8
        assert set(wanted) <= uids
        assert all(event.valarm.validate(raiseException=True) for event in calendar.vevent_list)


@pytest.mark.judge
def test_ical_js_finds_the_same_moments(library: Library, make_order: Make, tmp_path: Path):
    folder, node = os.environ.get("HANDOUTS_ICALJS", ""), shutil.which("node")
    if not (folder and node):
        reason = "ical.js (node, and HANDOUTS_ICALJS naming the folder of the npm package ical.js)"
        if os.environ.get("CI"):
            pytest.fail(f"{reason} must judge here, and is missing")
        pytest.skip(f"{reason} is not here")
    made = files(library, make_order)
    paths = [tmp_path / f"{name}.ics" for name in made]
    for path, (data, _) in zip(paths, made.values(), strict=True):
        path.write_bytes(data)
    script = tmp_path / "read.mjs"
    script.write_text(SCRIPT % json.dumps(str(Path(folder) / "dist" / "ical.js")))
    done = subprocess.run(
        [node, str(script), *map(str, paths)], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    for name, found, (_, wanted) in zip(made, json.loads(done.stdout), made.values(), strict=True):
        assert {uid: start for uid, start in found if uid in wanted} == wanted, name
        assert len(found) == 8
