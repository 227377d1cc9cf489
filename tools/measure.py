"""Prints the shape of the code: sizes, layers, arrows between rooms, names with two meanings, duplicates.

    python tools/measure.py [TREE]

``TREE`` is any checkout of Handouts; without it, the one that this file is in. Only the standard library is used.

- A line of code is a physical line, empty ones and comments included, as an editor counts them.
- A room is what stands directly in ``handouts/``: a folder, or a module of its own.
- An arrow is a pair of rooms of which one imports the other, anywhere in its files, also inside functions.
- The layers are the rows of the first import contract in ``pyproject.toml``.
- A duplicate is a run of six lines or more that stands the same in two places of ``handouts/``: empty lines, comments,
  imports and docstrings are left out, and indentation is ignored. Each run counts once for each repetition.
"""

from __future__ import annotations

import ast
import io
import statistics
import sys
import tokenize
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

LONG_FILE, LONG_FUNCTION, RUN = 400, 40, 6
Function = ast.FunctionDef | ast.AsyncFunctionDef


def sources(top: Path, folder: str) -> dict[Path, str]:
    return {path.relative_to(top): path.read_text(encoding="utf-8") for path in sorted((top / folder).rglob("*.py"))}


def room(path: Path) -> str:
    """The folder or module right below ``handouts/``."""
    return path.parts[1].removesuffix(".py")


def functions(texts: dict[Path, str]) -> dict[str, int]:
    """Place -> lines from ``def`` to the last."""
    return {
        f"{path}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path, text in texts.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, Function)
    }


def imported(text: str) -> Iterator[str]:
    """Full names of the modules that a file of Handouts imports."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def arrows(texts: dict[Path, str]) -> set[tuple[str, str]]:
    rooms = {room(path) for path in texts}
    pairs = {
        (room(path), name.split(".")[1])
        for path, text in texts.items()
        for name in imported(text)
        if name.startswith("handouts.")
    }
    return {(start, end) for start, end in pairs if start != end and end in rooms}


def classes_defined_twice(texts: dict[Path, str]) -> list[str]:
    places = defaultdict(set)
    for path, text in texts.items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ClassDef):
                places[node.name].add(path)
    return sorted(name for name, where in places.items() if len(where) > 1)


def code_lines(text: str) -> list[str]:
    """The lines that say something, without indentation, comments, imports and docstrings."""
    lines = text.splitlines()
    silent: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        if (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)) or isinstance(
            node, ast.Import | ast.ImportFrom
        ):
            silent.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column]
    kept = (line.strip() for number, line in enumerate(lines, 1) if number not in silent)
    return [line for line in kept if line]


def duplicates(texts: dict[Path, str]) -> list[tuple[int, Path, Path, str]]:
    """Length, two places and the first line of each run that stands again."""
    places: dict[tuple[str, ...], tuple[Path, int]] = {}
    code = {path: code_lines(text) for path, text in texts.items()}
    runs = []
    for path, lines in code.items():
        at = 0
        while at + RUN <= len(lines):
            start = tuple(lines[at : at + RUN])
            earlier, there = places.setdefault(start, (path, at))
            if (earlier, there) == (path, at) or (earlier == path and there + RUN > at):
                at += 1
                continue
            length = RUN
            before = code[earlier]
            while [before[there + length : there + length + 1]] == [lines[at + length : at + length + 1]] != [[]]:
                length += 1
            runs.append((length, earlier, path, start[0]))
            at += length
    return sorted(runs, reverse=True)


def layers(top: Path) -> int:
    contracts = tomllib.loads((top / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    return next(len(contract["layers"]) for contract in contracts if contract["type"] == "layers")


def sizes(lengths: dict[str, int], limit: int) -> tuple[str, str]:
    """Median and longest, and how many pass the limit."""
    (name, most), *_ = Counter(lengths).most_common(1)
    return f"{statistics.median(lengths.values()):.0f}, {most} ({name})", str(sum(n > limit for n in lengths.values()))


def table(top: Path) -> Iterator[tuple[str, object]]:
    code, tests = sources(top, "handouts"), sources(top, "tests")
    lines, of_tests = (sum(len(text.splitlines()) for text in texts.values()) for texts in (code, tests))
    yield "lines of code in `handouts/`", lines
    yield "lines of code in `tests/`", of_tests
    yield "tests to code", f"{of_tests / lines:.2f}"
    files, long_files = sizes({str(path): len(text.splitlines()) for path, text in code.items()}, LONG_FILE)
    yield "files", len(code)
    yield "file: median, longest", files
    yield f"files over {LONG_FILE} lines", long_files
    lengths = functions(code)
    longest, long_functions = sizes(lengths, LONG_FUNCTION)
    yield "functions", len(lengths)
    yield "function: median, longest", longest
    yield f"functions over {LONG_FUNCTION} lines", long_functions
    yield "import layers", layers(top)
    yield "rooms", len({room(path) for path in code} - {"__init__"})
    yield "arrows between rooms", len(arrows(code))
    twice = classes_defined_twice(code)
    yield "class names defined twice", f"{len(twice)} {', '.join(twice)}".strip()
    runs = duplicates(code)
    yield f"runs of {RUN} lines or more that stand again", f"{len(runs)}, {sum(length for length, *_ in runs)} lines"


def main() -> None:
    top = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[1]
    print("| | |\n|---|---|")
    for name, value in table(top):
        print(f"| {name} | {value} |")
    for length, earlier, later, line in duplicates(sources(top, "handouts")):
        print(f"{length} lines in {earlier} and {later}: {line}", file=sys.stderr)


if __name__ == "__main__":
    main()
