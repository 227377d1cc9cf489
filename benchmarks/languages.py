"""Batches whose patients have names in ten scripts, beside the same batch with English names; and the first sheet in
another language, beside the first in English.

    python benchmarks/languages.py [--rounds N] [--handouts N] [--clinic LANGUAGE=FOLDER ...]

Whole commands, each in a process of its own, one after the other. ``--clinic`` names a clinic's folder that has drills,
programs and words in a language: its batch of the same program is measured too, and one sheet with an empty cache.
What counts is processor time, user and system; medians of the rounds, and bytes of a handout.
"""

from __future__ import annotations

import argparse
import csv
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import patients
import turns

NAMES = {
    "English": ("Mary Brown", "Tom Smith", "Ann Lee", "John Carter", "Ruth Hall", "Peter Young"),
    "ten scripts": (
        "陈美玲", "山田たかし", "김민수", "லொகேஷ் குமார்", "प्रिया शर्मा", "สมชาย ใจดี", "Иван Петров", "Μαρία Παππά",
        "محمد علي", "דוד כהן", "王小明", "Nguyễn Ánh", "李伟", "கௌதமன்", "ज्ञानेश्वर", "Adébáyọ̀ Ẹ̀kọ́",
    ),
}  # fmt: skip
_MIDDLE = "ABCDEFGHIJKLMNOPRSTUVW"


def roster(folder: Path, kind: str, names: Iterable[str], count: int, program: str = "") -> Path:
    """A roster of so many patients, no two of one name."""
    known = list(names)
    path = folder / f"{kind.replace(' ', '-')}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(("patient", "id", "items", "week", "start"))
        for number in range(count):
            name = f"{known[number % len(known)]} {_MIDDLE[number // len(known) % len(_MIDDLE)]}."
            item = program or patients.PROGRAMS[number % len(patients.PROGRAMS)]
            rows.writerow((name, f"N{number}", item, 1 + number // 7 % 3, patients.STARTS[number // 11 % 4]))
    return path


def taken(arguments: Iterable[str], cache: Path, where: Path) -> float:
    """Processor time of a command, s."""
    before = turns.processor()
    command = [sys.executable, "-m", "handouts", *arguments]
    environment = os.environ | {"XDG_CACHE_HOME": str(cache), "PYTHONPATH": str(turns.HERE)}
    done = subprocess.run(command, cwd=where, env=environment, capture_output=True, text=True, check=False)  # our own
    if done.returncode:
        raise SystemExit(done.stdout[-500:] + done.stderr[-2000:])
    return turns.processor() - before


def batch(kind: str, path: Path, round_: int, folder: Path, where: Path, language: str = "en") -> tuple[float, float]:
    """Processor time of a batch, s, and bytes of a handout."""
    out = folder / f"{kind.replace(' ', '-')}-{round_}"
    used = taken(
        ["batch", str(path), "-o", str(out), "--jobs", "1", "--issued", "2026-11-20", "--language", language],
        folder / "cache",
        where,
    )
    files = list(out.glob("*.pdf"))
    return used, sum(one.stat().st_size for one in files) / max(1, len(files))


def first_sheet(language: str, folder: Path, where: Path, round_: int) -> float:
    """Processor time of one sheet by a command that has nothing kept, s."""
    out = folder / f"first-{language}-{round_}.pdf"
    options = ["-p", "Mei", "--language", language, "--start", "2026-11-23", "-o", str(out)]
    return taken(["make", "low-back", *options], folder / f"cold-{language}-{round_}", where)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--handouts", type=int, default=2000)
    parser.add_argument("--clinic", action="append", default=[], metavar="LANGUAGE=FOLDER")
    asked = parser.parse_args()
    clinics = {language: Path(folder).resolve() for language, folder in (one.split("=", 1) for one in asked.clinic)}
    found: dict[str, list[tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plain = folder / "plain"
        plain.mkdir()
        rosters = {kind: roster(folder, kind, names, asked.handouts) for kind, names in NAMES.items()}
        for round_ in range(asked.rounds + 1):
            for kind, path in rosters.items():
                found.setdefault(kind, []).append(batch(kind, path, round_, folder, plain))
            for language, where in clinics.items():
                found.setdefault(language, []).append(
                    batch(language, rosters["English"], round_, folder, where, language)
                )
            for language, where in {"en": plain, **clinics}.items():
                found.setdefault(f"first {language}", []).append((first_sheet(language, folder, where, round_), 0.0))
    for kind, rounds in found.items():
        base = found["first en" if kind.startswith("first") else "English"]
        cpu, one = (statistics.median(used for used, _ in some[1:]) for some in (rounds, base))
        size = f", {rounds[-1][1] / 1000:.1f} kB a handout" if rounds[-1][1] else ""
        print(f"{kind}: {cpu:.2f} s processor, {cpu / one:.2f} of English{size}")


if __name__ == "__main__":
    main()
