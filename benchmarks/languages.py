"""Batches whose patients have names in ten scripts, beside the same batch with English names; and the first sheet in
other languages, beside English ones.

    python benchmarks/languages.py [--rounds N] [--handouts N] [--language LANGUAGE ...] [--program PROGRAM]

Whole commands, each in a process of its own, in turn. “ten scripts” repeats sixteen names, each with an initial, as
English does; “no two alike” has as many names as handouts. ``--language`` says whose batches of the one program are
measured too, and one sheet of it with an empty cache and with a warm one. What counts is processor time, user and
system: medians of the rounds, of each round's ratio to English. Last, bytes of a handout in each language.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
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
_PARTS = {
    "zh": ("陈王李张刘杨黄赵吴周徐孙", "美伟芳娜敏静丽强磊军洋勇艳杰娟涛", "玲明超秀霞平刚桂英华文建国梅兰"),
    "ja": ("山川田木林森石原上中", "本田村口島崎", ("たかし", "はるか", "けんじ", "みさき", "ゆうた")),
    "ta": (("குமா", "லொகே", "கௌத", "சர", "மீனா"), ("ரன்", "ஷ்", "மன்", "வணன்", "ட்சி"), (" ராம்", " தேவி", " செல்வி", " முருகன்")),
    "hi": (("प्रि", "ज्ञा", "सु", "रा", "मो"), ("या", "नेश", "नीता", "जेश", "हन"), (" शर्मा", " वर्मा", " सिंह", " गुप्ता")),
    "ar": (("محمد", "علي", "فاطمة", "حسن", "مريم"), (" عبد", " أبو", " ابن"), (" الرحمن", " سعيد", " يوسف", " خالد")),
    "ru": (("Иван", "Мария", "Пётр", "Ольга"), (" Петр", " Иван", " Сидор", " Кузнец"), ("ов", "ин", "енко")),
}  # fmt: skip
"""What names no two of which are alike are made of."""
_MIDDLE = "ABCDEFGHIJKLMNOPRSTUVW"


def different(count: int) -> list[str]:
    """So many names, in turn of six scripts, none twice."""
    made = [itertools.cycle(list(map("".join, itertools.product(*parts)))) for parts in _PARTS.values()]
    names: dict[str, None] = {}
    for number in range(count):
        name = next(made[number % len(made)])
        names[name if name not in names else f"{name} {number}"] = None
    return list(names)


def roster(folder: Path, kind: str, names: Iterable[str], count: int, program: str = "") -> Path:
    """A roster of so many patients."""
    known = list(names)
    path = folder / f"{kind.replace(' ', '-')}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(("patient", "id", "items", "week", "start"))
        for number in range(count):
            name = (
                known[number]
                if len(known) == count
                else f"{known[number % len(known)]} {_MIDDLE[number // len(known) % len(_MIDDLE)]}."
            )
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


def first_sheet(language: str, program: str, folder: Path, name: str) -> float:
    """Processor time of one sheet by a command that has what is kept in a cache folder, s."""
    options = ["-p", "Mei", "--language", language, "--start", "2026-11-23", "-o", str(folder / "first.pdf"), "--force"]
    return taken(["make", program, *options], folder / name, folder)


def bytes_of(language: str, program: str, folder: Path) -> str:
    """Bytes of a sheet, or why there is none."""
    try:
        first_sheet(language, program, folder, "cache")
    except SystemExit as refused:
        return f"none: {str(refused).strip().splitlines()[0][:80]}"
    return f"{(folder / 'first.pdf').stat().st_size / 1000:.1f} kB"


def told(kind: str, rounds: Sequence[tuple[float, float]], base: Sequence[tuple[float, float]]) -> None:
    """Print a line: the first round warms."""
    used = [cpu for cpu, _ in rounds[1:]]
    ratios = [cpu / other for cpu, (other, _) in zip(used, base[1:], strict=True)]
    size = f", {rounds[-1][1] / 1000:.1f} kB a handout" if rounds[-1][1] else ""
    spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
    print(f"{kind}: {statistics.median(used):.2f} s, {statistics.median(ratios):.2f} ({spread}) of English{size}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--handouts", type=int, default=2000)
    parser.add_argument("--language", action="append", default=[])
    parser.add_argument("--program", default="low-back")
    asked = parser.parse_args()
    found: dict[str, list[tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        kinds = NAMES | {"no two alike": tuple(different(asked.handouts))}
        rosters = {kind: roster(folder, kind, names, asked.handouts) for kind, names in kinds.items()}
        one = roster(folder, "one program", NAMES["English"], asked.handouts, asked.program)
        languages = list(dict.fromkeys(("en", *asked.language))) if asked.language else []
        for round_ in range(asked.rounds + 1):
            for kind, path in rosters.items():
                found.setdefault(f"names: {kind}", []).append(batch(kind, path, round_, folder, folder))
            for language in languages:
                made = batch(f"all {language}", one, round_, folder, folder, language)
                found.setdefault(f"sheets: {language}", []).append(made)
            for way in ("empty", "warm"):
                for language in languages:
                    used = first_sheet(language, asked.program, folder, f"first-{round_}-{language}")
                    found.setdefault(f"first sheet, {way} cache: {language}", []).append((used, 0.0))
        for kind, rounds in found.items():
            before, _, _ = kind.rpartition(": ")
            told(kind, rounds, found[f"{before}: {'English' if before == 'names' else 'en'}"])
        known = sorted(path.stem for path in (turns.HERE / "content" / "words").glob("*.yaml")) if languages else []
        print(*(f"{language}: {bytes_of(language, asked.program, folder)}" for language in known), sep="\n")


if __name__ == "__main__":
    main()
