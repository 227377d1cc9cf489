"""Breaks the code in many small ways, and asks the tests whether they see it.

    .venv/bin/pip install -c constraints.txt -e ".[dev]"
    .venv/bin/python tools/mutants.py plan                   # a target of the table below
    .venv/bin/python tools/mutants.py handouts/base/ids.py --tests tests/base --count 50 --seed 3

Control-C tells what has been judged so far.

A mutant is the code with one change: a number one higher, ``<`` for ``<=``, ``and`` for ``or``, an argument or a
statement left out, a result replaced by None. A mutant that no test fails on has survived: it shows a rule that is not
tested, or code that does nothing. A random sample is taken, the same for the same seed and code. Each mutant meets
the tests that run its statement, the fastest first, until one fails; one that survives them meets the tests that run
anything in its file, since a value that is kept may be made in one test and seen in another. All this happens in
copies of the tree in a temporary folder, never in the checkout. Tests that are marked ``slow`` are not asked.

The operators are mutmut's, and three of our own: an ``if`` turned round, a call for its effect left out,
``return None``.
By rule, and never by hand, these are not changed, since no test of behaviour can be about them:

- docstrings, annotations, type aliases, imports, decorators, ``cast`` and the like, ``if TYPE_CHECKING``, ``__all__``,
  ``__slots__``, ``__repr__``;
- ``assert`` statements: here they tell the type checker what is known;
- the keyword arguments ``repr``, ``strict``, ``encoding`` and ``stacklevel``;
- the arguments of ``len`` and ``isinstance``: any change there fails at once, and would only flatter the tests;
- wording: strings with three spaces or more anywhere, and strings with a space, or left out as arguments, in a call
  that makes a problem, an error, a warning or a line of output; of f-strings only what is computed in them;
- statements of the database, which fail at once with anything added and mean the same in any case; and triple-quoted
  strings, which mutmut leaves alone;
- changes that Python reads as the same code, and code that Python cannot read.

What remains holds mutants that mean the same as the code (“no more than 1000 are kept”, 1001). They count as survivors:
a reader judges them.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import grimp
from coverage import CoverageData
from mutant_makers import Mutant, mutants_of

TOP = Path(__file__).resolve().parents[1]
RUNNER = Path(__file__).with_name("mutant_runner.py")
TARGETS = {
    "plan": (["handouts/plan"], ["tests/plan"]),
    "mail": (["handouts/mail"], ["tests/mail"]),
    "register": (["handouts/deliver/register"], ["tests/deliver/test_register*"]),
    "grid": (["handouts/sheet/grid"], ["tests/sheet"]),
    "pages": (["handouts/sheet/pages"], ["tests/sheet"]),
    "returned": (["handouts/returned"], ["tests/returned"]),
}
"""Name -> what is changed (a module or a folder, without the ending: one may become the other) and its tests."""
DRAWN_BY = {"base", "figures"}
"""Rooms that the kept drawings of figures depend on: their mutants are judged without keeping any."""
LEFT_BEHIND = shutil.ignore_patterns(".*", "__pycache__", "build", "dist", "output", "*.egg-info")


@dataclass
class Known:
    """What the tests did when all was well."""

    seconds: dict[str, float]
    lines: dict[Path, dict[int, list[str]]]
    took: float

    def tests_of(self, mutant: Mutant) -> tuple[list[str], bool]:
        """The tests to ask, the fastest first, and whether they are all that there are."""
        contexts = {name for line in mutant.span for name in self.lines.get(mutant.file, {}).get(line, ())}
        names = {name.rpartition("|")[0] for name in contexts if name}
        every = sorted(self.seconds, key=lambda test: self.seconds[test])
        if "" in contexts or not names:  # it runs when the module is imported, or never
            return (every, True) if contexts else ([], True)
        return [test for test in every if test in names], len(names) == len(every)

    def also(self, file: Path, tests: list[str]) -> list[str]:
        """The other tests that run any line of a file: they may meet what was kept when an earlier one ran this."""
        names = {name.rpartition("|")[0] for contexts in self.lines[file].values() for name in contexts}
        return sorted(names.intersection(self.seconds).difference(tests), key=lambda test: self.seconds[test])


@dataclass
class Result:
    """What became of one mutant."""

    mutant: Mutant
    how: str  # killed, survived, timeout, unreached
    seconds: float = 0.0
    by: list[str] = field(default_factory=list)


def files_of(top: Path, targets: list[str]) -> list[Path]:
    """The Python files of modules and folders, named with or without the ending."""
    found: list[Path] = []
    for target in targets:
        base = top / target.removesuffix(".py")
        found += sorted(base.rglob("*.py")) if base.is_dir() else [base.with_suffix(".py")]
    if missing := [path for path in found if not path.is_file()] or not found:
        sys.exit(f"there is no {missing}")
    return [path.relative_to(top) for path in found]


def copied(folder: Path, name: str) -> Path:
    copy = folder / name
    shutil.copytree(TOP, copy, ignore=LEFT_BEHIND, symlinks=True)
    return copy


def environment(tree: Path) -> dict[str, str]:
    """Everything as it is, but that this tree's code is run, and its drawings are kept with it."""
    return os.environ | {
        "PYTHONPATH": str(tree),
        "HANDOUTS_CACHE": str(tree / "drawings") if (tree / "drawings").is_dir() else "off",
        "COVERAGE_FILE": str(tree / ".coverage"),
    }


def watched(tree: Path, tests: list[str]) -> Known:
    """Run the tests once on the code as it is, and learn which runs which line. Leaves compiled files behind."""
    began = time.monotonic()
    report = tree / "baseline.json"
    found = sorted(str(path.relative_to(tree)) for pattern in tests for path in tree.glob(pattern))
    done = subprocess.run(
        [sys.executable, RUNNER, "baseline", report, *found],
        cwd=tree,
        env=environment(tree),
        capture_output=True,
        text=True,
        check=False,
    )
    said: dict[str, Any] = json.loads(report.read_text()) if report.exists() else {"code": 3, "failed": []}
    if said["code"]:
        sys.exit(f"{done.stdout[-2000:]}{done.stderr[-2000:]}\nthe tests fail without any mutant: {said['failed']}")
    data = CoverageData(str(tree / ".coverage"))
    data.read()
    lines = {Path(path).relative_to(tree): data.contexts_by_lineno(path) for path in data.measured_files()}
    return Known(said["seconds"], lines, time.monotonic() - began)


def outside(tree: Path) -> list[str]:
    """The modules of others that all of Handouts and its tests import."""
    script = (
        "import sys, json; before = set(sys.modules); import handouts.cli, tests.conftest, pytest, hypothesis;"
        "print(json.dumps([name for name in sys.modules if name not in before"
        " and name.split('.')[0] not in ('handouts', 'tests')]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tree, env=environment(tree), capture_output=True, text=True, check=True
    )
    return list(json.loads(done.stdout))


class Workers:
    """Some copies of the tree, each with a server that knows all modules but one and those that build on it."""

    def __init__(self, folder: Path, tree: Path, known: Known) -> None:
        self.folder, self.known = folder, known
        self.tree, self.outside = tree, outside(tree)
        sys.path.insert(0, str(tree))
        self.graph = grimp.build_graph("handouts", cache_dir=None)
        sys.path.pop(0)
        self.results: list[Result] = []
        self.stopped = False

    def run(self, mutants: list[Mutant], jobs: int) -> list[Result]:
        waiting: queue.SimpleQueue[Mutant] = queue.SimpleQueue()
        for mutant in sorted(mutants, key=lambda one: one.file):  # a server is made anew for each file
            waiting.put(mutant)
        threads = [threading.Thread(target=self._work, args=(waiting, f"job{at}")) for at in range(jobs)]
        for thread in threads:
            thread.start()
        try:
            for thread in threads:
                thread.join()
        except KeyboardInterrupt:  # what has been judged is told all the same
            self.stopped = True
            for thread in threads:
                thread.join()
        return sorted(self.results, key=lambda one: (one.mutant.file, one.mutant.line))

    def _work(self, waiting: queue.SimpleQueue[Mutant], name: str) -> None:
        tree = self.folder / name
        shutil.copytree(self.tree, tree, symlinks=True)
        server: subprocess.Popen[str] | None = None
        at: Path | None = None
        while not waiting.empty() and not self.stopped:
            try:
                mutant = waiting.get_nowait()
            except queue.Empty:
                break
            if mutant.file != at:
                self._stop(server)
                server, at = self._server(tree, mutant.file), mutant.file
                self._check(server, tree)
            assert server is not None
            self._judge(mutant, server, tree)
        self._stop(server)

    def _check(self, server: subprocess.Popen[str], tree: Path) -> None:
        """No mutant is judged by a server that finds fault with the code as it is."""
        tests = sorted(self.known.seconds, key=lambda test: self.known.seconds[test])[:5]
        answer = self._asked(server, tree, tests, rest=False)
        if answer["how"] != "survived":
            os.write(2, f"tests fail here without any mutant, so no result would be true: {answer}\n".encode())
            os._exit(1)  # from a thread

    @staticmethod
    def _stop(server: subprocess.Popen[str] | None) -> None:
        if server and server.stdin and server.stdout:
            server.stdin.close()
            server.wait()
            server.stdout.close()

    def _server(self, tree: Path, file: Path) -> subprocess.Popen[str]:
        module = ".".join(file.with_suffix("").parts).removesuffix(".__init__")
        new = {module, *self.graph.find_downstream_modules(module)}
        parents = {".".join(name.split(".")[:depth]) for name in new for depth in range(2, name.count(".") + 1)}
        inside = tuple(f"{name}." for name in new)  # a module brings the packages that it is in
        kept = [name for name in sorted(self.graph.modules - new - parents) if not name.startswith(inside)]
        names = tree / "modules.json"
        names.write_text(json.dumps({"known": [*self.outside, *kept], "fresh": module}))
        for compiled in (tree / file).parent.glob(f"__pycache__/{file.stem}.*"):
            compiled.unlink()  # it could pass for the mutant's
        return subprocess.Popen(
            [sys.executable, RUNNER, "serve", names],
            cwd=tree,
            env=environment(tree) | {"PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def _judge(self, mutant: Mutant, server: subprocess.Popen[str], tree: Path) -> None:
        tests, is_all = self.known.tests_of(mutant)
        if not tests:
            self._keep(Result(mutant, "unreached"))
            return
        original = (self.tree / mutant.file).read_text()
        (tree / mutant.file).write_text(mutant.source)
        answer = self._asked(server, tree, tests, rest=is_all)
        others = [] if is_all or answer["how"] != "survived" else self.known.also(mutant.file, tests)
        if others:
            answer = self._asked(server, tree, others, rest=False)
        (tree / mutant.file).write_text(original)
        self._keep(Result(mutant, answer["how"], answer["seconds"], answer["by"]))

    def _keep(self, result: Result) -> None:
        self.results.append(result)
        at = f"{result.mutant.file}:{result.mutant.line}"
        by = f" by {result.by[0]}" if result.by else ""
        print(f"{len(self.results)} {result.seconds} s {at}: {result.how}{by}", file=sys.stderr, flush=True)

    def _asked(self, server: subprocess.Popen[str], tree: Path, tests: list[str], *, rest: bool) -> dict[str, Any]:
        usual = self.known.took if rest else sum(self.known.seconds[test] for test in tests)
        task = {"tests": tests, "rest": rest, "timeout": 15 + 5 * usual, "temp": str(tree / "temp")}
        assert server.stdin
        assert server.stdout
        server.stdin.write(json.dumps(task) + "\n")
        server.stdin.flush()
        return dict(json.loads(server.stdout.readline()))


def report(name: str, seed: int, results: list[Result], took: float) -> Iterator[str]:
    counts = {how: sum(one.how == how for one in results) for how in ("killed", "timeout", "survived", "unreached")}
    for one in results:
        if one.how in ("survived", "unreached"):
            said = "survived" if one.how == "survived" else "no test runs it"
            yield f"{one.mutant.file}:{one.mutant.line}: {said}"
            yield f"  - {one.mutant.before}"
            yield f"  + {one.mutant.after}"
    dead = counts["killed"] + counts["timeout"]
    yield f"{name}: {len(results)} mutants, seed {seed}: " + ", ".join(f"{n} {how}" for how, n in counts.items())
    yield "| target | seed | mutants | killed | timed out | survived | no test runs it | share seen | seconds |"
    yield "|---|---|---|---|---|---|---|---|---|"
    row = (name, seed, len(results), *counts.values(), f"{100 * dead / max(1, len(results)):.0f} %", round(took))
    yield "| " + " | ".join(map(str, row)) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("target", help=f"{', '.join(TARGETS)}, or a module or folder")
    parser.add_argument("--tests", nargs="+", help="its tests, where it is none of the named targets")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    modules, tests = TARGETS.get(asked.target, ([asked.target], asked.tests))
    if not tests:
        parser.error("name its tests with --tests")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mutants-") as place:
        tree = copied(Path(place), "tree")
        files = files_of(tree, modules)
        if not any(file.parts[1] in DRAWN_BY for file in files):
            (tree / "drawings").mkdir()
        mutants = mutants_of(tree, files, asked.count, asked.seed)
        known = watched(tree, tests)
        print(f"{len(known.seconds)} tests in {known.took:.0f} s; {len(mutants)} mutants", file=sys.stderr, flush=True)
        results = Workers(Path(place), tree, known).run(mutants, asked.jobs)
    print("\n".join(report(asked.target, asked.seed, results, time.monotonic() - began)))


if __name__ == "__main__":
    main()
