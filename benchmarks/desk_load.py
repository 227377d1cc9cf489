"""Many browsers at one desk: each changes a sheet, and waits for the first of its pages, as people do.

    python benchmarks/desk_load.py [--browsers 50] [--minutes 5] [--think 8] [--json FILE]

The server is a process of its own, started as the command starts it, for a clinic's folder that is made for it; each
browser is a thread with a connection of its own, which sends what the pages' script sends. Between two changes a
browser waits, at random, ``--think`` s on average. Said are how long it took from the change to the whole picture of
the page (p50, p95, the longest), every answer that was no success, and the server's memory, each half minute.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import quantiles
from typing import Any

import httpx
import psutil

ROOT = Path(__file__).parents[1]
PROGRAMS = ("hip-hinge", "knee-strength", "stiff-shoulder", "low-back", "chair-exercises", "falls-prevention")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NOTES = ("Slow and tall.", "Well done last week. Go on like this.", "Stop if the knee swells.", "")


def main() -> None:
    asked = _asked()
    with tempfile.TemporaryDirectory() as away:
        folder = Path(away) / "clinic"
        subprocess.run(
            [sys.executable, "-m", "handouts", "init", str(folder)], cwd=ROOT, check=True, capture_output=True
        )
        command = [sys.executable, "-u", "-m", "handouts", "desk", "--clinic", str(folder), "--no-browser"]
        server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            told = _run(asked, server)
        finally:
            server.terminate()
            server.wait(20)
    print(json.dumps(told, indent=1))
    if asked.json:
        asked.json.write_text(json.dumps(told), "utf-8")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--browsers", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--think", type=float, default=8)
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


def _run(asked: argparse.Namespace, server: subprocess.Popen[str]) -> dict[str, Any]:
    assert server.stdout
    address = next(found[0] for line in server.stdout if (found := re.search(r"http://\S+", line)))
    threading.Thread(target=lambda: [None for _ in server.stdout or ()], daemon=True).start()
    base = address.partition("/enter")[0]
    first = httpx.Client(base_url=base, follow_redirects=True, timeout=60)
    first.get(address).raise_for_status()
    end, took, wrong = time.monotonic() + 60 * asked.minutes, [], []
    threads = [
        threading.Thread(target=_browse, args=(base, dict(first.cookies), number, asked.think, end, took, wrong))
        for number in range(asked.browsers)
    ]
    for one in threads:
        one.start()
    memory = _watched(psutil.Process(server.pid), end)
    for one in threads:
        one.join()
    if len(took) < 2:
        raise SystemExit(f"nothing was measured: {wrong[:3]}")
    cuts = quantiles([one[1] for one in took], n=100)
    return {
        "browsers": asked.browsers,
        "minutes": asked.minutes,
        "changes": len(took),
        "p50 ms": round(1000 * cuts[49]),
        "p95 ms": round(1000 * cuts[94]),
        "longest ms": round(1000 * max(one[1] for one in took)),
        "by kind, p95 ms": {
            kind: round(1000 * _p95([t for k, t in took if k == kind])) for kind in {k for k, _ in took}
        },
        "wrong": wrong[:20],
        "count of wrong": len(wrong),
        "memory MB, each half minute": memory,
    }


def _p95(times: list[float]) -> float:
    return sorted(times)[int(0.95 * (len(times) - 1))]


def _watched(process: psutil.Process, end: float) -> list[int]:
    found = []
    while time.monotonic() < end:
        found.append(round(process.memory_info().rss / 1e6))
        time.sleep(min(30, max(0.1, end - time.monotonic())))
    return [*found, round(process.memory_info().rss / 1e6)]


def _browse(
    base: str, cookies: dict[str, str], number: int, think: float, end: float, took: list[Any], wrong: list[str]
) -> None:
    chance = random.Random(number)  # noqa: S311  # a load, and no secret
    with httpx.Client(base_url=base, cookies=cookies, follow_redirects=True, timeout=60) as client:
        page = client.get("/sheet")
        token = re.search('data-token="([^"]+)"', page.text)
        assert token
        send = {"Origin": base, "X-Handouts-Token": token[1], "X-Handouts-Tab": f"tab-{number}"}
        made = client.post("/sheet/new", data={"items": chance.choice(PROGRAMS)}, headers=send)
        draft = str(made.url).rpartition("/")[2]
        seen = 1
        while time.monotonic() < end:
            time.sleep(chance.expovariate(1 / think))
            kind, values = _change(chance, number)
            start = time.monotonic()
            try:
                after = client.post(
                    f"/sheet/{draft}/set",
                    data={"number": seen, "changed": kind, **values},
                    headers={**send, "HX-Request": "true"},
                )
                key = re.search(r'data-key="(\w+)"', after.text)
                if after.status_code != 200 or not key:
                    wrong.append(f"{after.status_code} for {values}: {after.text[:200]}")
                    continue
                seen = max(seen, *map(int, re.findall(r'name="number" value="(\d+)"', after.text) or ["1"]))
                shown = client.get(f"/sheet/{draft}/page/1/{key[1]}", params={"width": 860})
            except httpx.HTTPError as error:
                wrong.append(f"{kind}: {error!r}")
                continue
            took.append((kind, time.monotonic() - start))
            if shown.status_code != 200 or not shown.content.startswith(b"\x89PNG"):
                wrong.append(f"{shown.status_code} for a picture")


def _change(chance: random.Random, number: int) -> tuple[str, dict[str, Any]]:
    kind = chance.choice(("days", "note", "patient", "times", "layout", "week"))
    values: dict[str, Any] = {
        "days": chance.sample(DAYS, chance.randint(1, 7)),
        "note": chance.choice(NOTES),
        "patient": f"Patient {number} {chance.choice(('Tan', 'Okafor', 'García'))}",
        "times": chance.choice(("1", "2", "3")),
        "layout": chance.choice(("standard", "compact", "large-print")),
        "week": chance.choice(("1", "2")),
    }
    return kind, {kind: values[kind]}


if __name__ == "__main__":
    main()
