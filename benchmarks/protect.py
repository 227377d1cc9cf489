"""Protected PDFs: processor time and bytes, with pikepdf as Handouts does it and with pypdf as before, in turn."""

from __future__ import annotations

import io
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date

from pypdf import PdfReader, PdfWriter
from pypdf.constants import UserAccessPermissions

from handouts.library.load import load_library
from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.write.protect import lock

PATIENTS, ROUNDS = 1000, 10
PASSWORD = "lamp-river-tulip-comet-427"  # noqa: S105  # of this measurement alone


def before(data: bytes, password: str) -> bytes:
    writer, out = PdfWriter(clone_from=PdfReader(io.BytesIO(data))), io.BytesIO()
    writer.encrypt(password, algorithm="AES-256", permissions_flag=UserAccessPermissions.all())
    writer.write(out)
    return out.getvalue()


def handouts(count: int) -> list[bytes]:
    library = load_library(brand="harbour-street").checked()
    planner, press = Planner(library), Press(library)
    programs = sorted({key[0] for key in library.programs})
    orders = [
        Order(
            patient=f"Patient {number}",
            items=(programs[number % len(programs)],),
            start=date(2026, 11, 23),
            issued=date(2026, 11, 20),
            week=1 + number % 3,
            note=f"Note {number}",
        )
        for number in range(count)
    ]
    return [press.pdf(planner.plan(order)[0]) for order in orders]


def measured(way: Callable[[bytes, str], bytes], files: list[bytes]) -> tuple[float, float]:
    """Milliseconds of processor time, user and system, and bytes of a file."""
    start = time.process_time()
    sizes = [len(way(file, PASSWORD)) for file in files]
    return (time.process_time() - start) / len(files) * 1000, statistics.mean(sizes)


def main() -> None:
    count = int(sys.argv[1]) if sys.argv[1:] else PATIENTS
    start = time.process_time()
    files = handouts(count)
    making = (time.process_time() - start) / count * 1000
    ways = {"pypdf": before, "pikepdf": lock}
    for way in ways.values():
        way(files[0], PASSWORD)  # loads what it needs
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for at in range(ROUNDS):
        for name, way in ways.items():
            found[name].append(measured(way, files[at::ROUNDS]))
    print(f"{count} handouts, {ROUNDS} rounds in turn; open: {statistics.mean(map(len, files)):,.0f} bytes")
    print(f"making one: {making:.2f} ms of processor time (plan, compose and write, start apart)")
    for name, rounds in found.items():
        times, sizes = zip(*rounds, strict=True)
        spread = f"{statistics.median(times):6.1f} ms ({min(times):.1f} to {max(times):.1f})"
        print(f"{name:8} {spread} {statistics.mean(sizes):9,.0f} bytes")
    ratios = [old[0] / new[0] for old, new in zip(found["pypdf"], found["pikepdf"], strict=True)]
    print(f"pypdf / pikepdf: {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})")


if __name__ == "__main__":
    main()
