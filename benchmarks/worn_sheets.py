"""The reader of scans beside what is known to be on the sheets: worn, ticked ones that the tests' generator draws.

    python benchmarks/worn_sheets.py [--pages N] [--kind NAME …] [--first SEED] [--keep FILE] [--json FILE] [--faults]

Every kind of wear gets its share of the pages, seed after seed. Each file is written, then read by a process that does
nothing else, a new one for each kind, so that its processor time and memory are the reader's own (Python and libraries
included). With ``--keep`` each sheet is one line of a file as soon as it is read; what stands there is not read again,
so a long proof can be stopped, and made in pieces. What is none of ours comes after the kinds of wear, with what it was
taken for.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.scan.worn.judging import Tally, judged, together
from tests.scan.worn.make import WEARS, worn
from tests.scan.worn.others import OTHERS, other
from tests.scan.worn.reading import reader

Line = dict[str, Any]
"""``kind``, ``seed``, and ``tally`` of a worn sheet, or ``what`` of a file that is none of ours."""


def main() -> None:
    asked = _asked()
    kinds = asked.kind or [*WEARS, *OTHERS]
    share = -(-asked.pages // len(WEARS))
    wanted = [(kind, range(asked.first, asked.first + _files(kind, share))) for kind in kinds]
    kept = _kept(asked.keep)
    lines: list[Line] = []
    for kind, seeds in wanted:
        for line in _read(kind, seeds, kept):
            lines.append(line)
            if asked.keep and (kind, line["seed"]) not in kept:
                with asked.keep.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(line, ensure_ascii=False) + "\n")
    _print_table(lines)
    if asked.faults:
        print("\n".join(fault for line in lines for fault in line.get("tally", {}).get("faults", [])))
    if asked.json:
        asked.json.write_text(json.dumps(lines, ensure_ascii=False, indent=1), encoding="utf-8")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2000, help="worn pages over all kinds")
    parser.add_argument("--kind", action="append", choices=[*WEARS, *OTHERS], help="only this kind; may be repeated")
    parser.add_argument("--first", type=int, default=0, help="seed of each kind's first sheet")
    parser.add_argument("--keep", type=Path, help="lines of JSON: results are added to it, and not made twice")
    parser.add_argument("--json", type=Path, help="write all results as one JSON list")
    parser.add_argument("--faults", action="store_true", help="print every fault")
    return parser.parse_args()


def _files(kind: str, share: int) -> int:
    """Two sheets lie on the glass in one kind; of what is none of ours a few tell enough."""
    if kind in OTHERS:
        return max(1, share // 4)
    return -(-share // 2) if WEARS[kind].pair else share


def _kept(path: Path | None) -> dict[tuple[str, int], Line]:
    if not path or not path.exists():
        return {}
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return {(line["kind"], line["seed"]): line for line in lines}


def _read(kind: str, seeds: range, kept: dict[tuple[str, int], Line]) -> Iterator[Line]:
    with reader() as read, tempfile.TemporaryDirectory() as folder:
        for seed in seeds:
            if (kind, seed) in kept:
                yield kept[kind, seed]
                continue
            made = other(kind, seed) if kind in OTHERS else worn(kind, seed)
            path = Path(folder, f"{seed}{made.shot.suffix}")
            path.write_bytes(made.shot.data)
            geometries = {sheet.handout: sheet.geometry for sheet in getattr(made, "sheets", ())}
            said = read(path, geometries)
            path.unlink()
            if kind in OTHERS:
                yield {"kind": kind, "seed": seed, "what": said["what"], "right": set(said["what"]) <= made.may_be}
            else:
                yield {"kind": kind, "seed": seed, "tally": vars(judged(made, said))}


HEAD = ("kind", "pages", "known %", "boxes", "false", "missed %", "unsure %", "crossed ?", "blanks wrong", "s", "MB")
"""“false” and “boxes” are counts; “crossed ?” how many of the crossed-out ticks were left for a person, of how many;
“s” processor seconds a page; “MB” the process's peak."""


def _print_table(lines: list[Line]) -> None:
    by_kind: dict[str, list[Tally]] = {}
    for line in lines:
        if "tally" in line:
            by_kind.setdefault(line["kind"], []).append(Tally(**line["tally"]))
    rows = [HEAD, *(_row(kind, together(tallies)) for kind, tallies in by_kind.items())]
    held = [tally for kind, tallies in by_kind.items() if not WEARS[kind].one_bit for tally in tallies]
    if held:
        rows.append(_row("grey and colour together", together(held)))
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    for first, *others in rows:
        numbers = (text.rjust(width) for text, width in zip(others, widths[1:], strict=True))
        print(first.ljust(widths[0]), *numbers, sep="  ")
    for kind in OTHERS:
        of_kind = [line for line in lines if line["kind"] == kind]
        taken = Counter(" and ".join(line["what"]) for line in of_kind)
        wrong = sum(not line["right"] for line in of_kind)
        if taken:
            print(f"{kind}: " + ", ".join(f"{count} {what}" for what, count in taken.items()) + f"; {wrong} wrong")


def _row(kind: str, tally: Tally) -> tuple[str, ...]:
    return (
        kind,
        str(tally.pages),
        _part(tally.known, tally.pages) + (f" ({tally.strays} strays)" if tally.strays else ""),
        str(tally.boxes),
        str(tally.false),
        _part(tally.missed, tally.ticked),
        _part(tally.unsure, tally.boxes),
        f"{tally.crossed_unsure}/{tally.crossed}",
        f"{tally.blanks_false + tally.blanks_missed}/{tally.blanks}",
        f"{tally.seconds / max(1, tally.pages):.2f}",
        f"{tally.peak:.0f}",
    )


def _part(some: float, whole: float) -> str:
    return f"{100 * some / whole:.2f}" if whole else "–"


if __name__ == "__main__":
    main()
