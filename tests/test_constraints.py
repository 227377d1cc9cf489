"""constraints.txt names a release for everything that is installed, and the README's commands use it."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from itertools import chain
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

TOP = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((TOP / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"]
LINES = [line for line in (TOP / "constraints.txt").read_text().splitlines() if not line.startswith("#")]
PINS = {canonicalize_name(pin.name): pin for pin in map(Requirement, LINES)}
RENEW = "run tools/renew_constraints.py"


def test_each_is_one_exact_release():
    assert all(re.fullmatch(r"==[^*,]+", str(pin.specifier)) for pin in PINS.values())
    assert len(PINS) == len(LINES)


def test_every_requirement_has_a_release_that_fits_it():
    for text in chain(PROJECT["dependencies"], *EXTRAS.values()):
        wanted = Requirement(text)
        if wanted.name != PROJECT["name"]:
            pin = PINS.get(canonicalize_name(wanted.name))
            assert pin, f"{wanted.name}: {RENEW}"
            assert wanted.specifier.contains(str(pin.specifier).removeprefix("==")), f"{wanted.name}: {RENEW}"


def test_what_the_requirements_bring_is_named_as_well():
    installed = chain(PROJECT["dependencies"], *(EXTRAS[extra] for extra in ("test", "encrypt", "dask", "cjk")))
    waiting = [Requirement(text) for text in installed]
    seen = set()
    while waiting:
        wanted = waiting.pop()
        name, extras = canonicalize_name(wanted.name), ("", *sorted(wanted.extras))
        if (name, extras) in seen or name == PROJECT["name"]:
            continue
        seen.add((name, extras))
        assert name in PINS, f"{name}: {RENEW}"
        try:
            brought = map(Requirement, requires(name) or ())
        except PackageNotFoundError:  # one for another system
            continue
        waiting += [
            one for one in brought if not one.marker or any(one.marker.evaluate({"extra": at}) for at in extras)
        ]


def test_both_commands_of_the_readme_use_it():
    readme = (TOP / "README.md").read_text()
    start = readme.index("## Two commands")
    part = readme[start : readme.index("\n## ", start)]
    upto = readme[start : readme.index("## Twelve tasks")]
    assert upto.count("pip install") == upto.count("pip install -c constraints.txt"), (
        "and so does what stands after them"
    )
    assert part.count("pip install") == part.count("pip install -c constraints.txt") == 2
