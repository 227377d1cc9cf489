"""What the codes on pages cost: whole batch commands with them and with --no-codes, in turn; processor time and bytes.

    python benchmarks/page_codes.py [--rounds N] [--size N] [--folder FOLDER] [ROW ...]

Patients as in ``commands.py``. “A page” is bytes a page of a handout, both codes on it and the marks.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
from pathlib import Path

import commands
import turns
from pypdf import PdfReader

WITHOUT = "--no-codes"


def pages(folder: Path) -> float:
    """Pages of a handout, of some that were made."""
    some = sorted(folder.glob("*.pdf"))[:96]
    return statistics.mean(len(PdfReader(one).pages) for one in some)


def measured(top: Path, name: str, size: int, rounds: int) -> None:
    row = commands.ROWS[name]
    path = top / f"{name}.csv"
    commands.roster(path, size, row.kinds)
    found: dict[str, list[commands.Used]] = {"": [], WITHOUT: []}
    each = 0.0
    for number in range(rounds + 1):
        for way, some in found.items():
            place = Path(tempfile.mkdtemp(dir=top))
            options = (*row.options, "-j", "1", *([way] if way else []))
            used = commands.run(turns.HERE, path, options, place / "made", size)
            if number:  # the first fills the cache
                some.append(used)
            each = each or (pages(place / "made") if name == "folder" else 0.0)
            shutil.rmtree(place)
    cpu = {way: statistics.median(one.cpu for one in some) * 1e6 / size for way, some in found.items()}
    ratios = [one.cpu / other.cpu for one, other in zip(found[""], found[WITHOUT], strict=True)]
    more = found[""][0].size - found[WITHOUT][0].size
    print(
        f"| {name} | {cpu['']:,.0f} | {cpu[WITHOUT]:,.0f} | {statistics.median(ratios):.3f} "
        f"({min(ratios):.3f} to {max(ratios):.3f}) | {more:,.0f} | {f'{more / each:,.0f}' if each else ''} |",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--size", type=int, default=2000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("rows", nargs="*", default=["folder", "zip", "packets", "printed"])
    asked = parser.parse_args()
    print(f"{asked.size:,} patients, {asked.rounds} rounds in turn, one process; {turns.load()}\n")
    print("| command | CPU µs a patient with codes | without | ratio of a round | bytes more | a page |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        for row in asked.rows:
            measured(Path(name), row, asked.size, asked.rounds)
    print(f"\nAt the end {turns.load()}")


if __name__ == "__main__":
    main()
