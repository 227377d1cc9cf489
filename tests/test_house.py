"""The rules of the house: each holds for every file, and each is seen to find what breaks it."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
Sources = Mapping[str, str]
"""Text of each file, by its path from the top, such as “handouts/plan/doses.py”."""
FILE, FUNCTION, ROOM = 400, 40, 3
"""Most lines of a file and of a function; fewest of what a room says of itself."""
HOMES = {
    "reportlab": ("handouts/write/pdf/",),
    "svglib": ("handouts/write/pdf/",),
    "pypdf": ("handouts/write/", "handouts/returned/"),
    "pikepdf": ("handouts/write/protect.py",),
    "click": ("handouts/cli.py", "handouts/commands/"),
    "sqlite3": ("handouts/deliver/register.py", "handouts/mail/"),
    "smtplib": ("handouts/mail/",),
    "openpyxl": ("handouts/roster/", "handouts/runs/translate/tables.py"),
    "polib": ("handouts/runs/translate/po.py",),
    "python_calamine": ("handouts/roster/xlsvalues.py",),
    "psutil": ("handouts/mail/owner.py",),
    "cv2": ("handouts/scan/",),
    "numpy": ("handouts/scan/",),
    "zxingcpp": ("handouts/scan/",),
    "pypdfium2": ("handouts/scan/",),
    "starlette": ("handouts/desk/",),
    "uvicorn": ("handouts/desk/",),
    "pillow_heif": ("handouts/scan/",),
}
"""Where alone a library is known."""


@cache
def parsed(text: str) -> ast.Module:
    return ast.parse(text)


def imports(text: str) -> Iterator[str]:
    for node in ast.walk(parsed(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def libraries_out_of_their_room(files: Sources) -> Iterator[str]:
    for path, text in files.items():
        for name in imports(text):
            homes = HOMES.get(name.partition(".")[0])
            if homes and not path.startswith(homes):
                yield f"{path} imports {name}"


def names_with_two_meanings(files: Sources) -> Iterator[str]:
    names = Counter(
        node.name for text in files.values() for node in ast.walk(parsed(text)) if isinstance(node, ast.ClassDef)
    )
    yield from (f"two classes are called {name}" for name, count in names.items() if count > 1)


def long_files(files: Sources) -> Iterator[str]:
    for path, text in files.items():
        if len(text.splitlines()) > FILE:
            yield f"{path} has {len(text.splitlines())} lines"


def long_functions(files: Sources) -> Iterator[str]:
    for path, text in files.items():
        for node in ast.walk(parsed(text)):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno + 1 > FUNCTION:
                yield f"{path}:{node.lineno} {node.name} is over {FUNCTION} lines"


def formatted_by_hand(files: Sources) -> Iterator[str]:
    """The formatter is only kept off tables: constants of a module or a class, and the fields of an order."""
    for path, text in files.items():
        tables = {
            node.end_lineno
            for holder in ast.walk(parsed(text))
            if isinstance(holder, ast.Module | ast.ClassDef)
            for node in holder.body
            if isinstance(node, ast.Assign | ast.AnnAssign)
        }
        for number, line in enumerate(text.splitlines(), 1):
            if re.search(r"#\s*fmt:\s*(off|on|skip)", line) and ("skip" not in line or number not in tables):
                yield f"{path}:{number} is kept from the formatter and is no table"


def rooms_that_do_not_tell(files: Sources) -> Iterator[str]:
    for path, text in files.items():
        if path.endswith("/__init__.py") and path.count("/") > 1:
            said = ast.get_docstring(parsed(text)) or ""
            if len([line for line in said.splitlines() if line.strip()]) < ROOM:
                yield f"{path} does not say what comes in, what goes out, and what the room must not know"


def silent_exceptions(files: Sources) -> Iterator[str]:
    """Each ignored warning has its reason beside it."""
    for path, text in files.items():
        for number, line in enumerate(text.splitlines(), 1):
            if re.search(r"#\s*(noqa|type:\s*ignore)", line) and not re.search(
                r"#\s*(noqa:\s*[A-Z0-9, ]+|type:\s*ignore\[[a-z, -]+\])\s+#\s*\S", line
            ):
                yield f"{path}:{number} ignores something without a reason"


def printing_rooms(files: Sources) -> Iterator[str]:
    """Only commands print."""
    for path, text in files.items():
        if path.startswith(("handouts/commands/", "handouts/cli.py")):
            continue
        for node in ast.walk(parsed(text)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
                yield f"{path}:{node.lineno} prints"


RULES: dict[Callable[[Sources], Iterator[str]], tuple[str, str]] = {
    libraries_out_of_their_room: ("handouts/sheet/grid.py", "def f():\n    from reportlab.lib import colors"),
    names_with_two_meanings: ("handouts/plan/doses.py", "class Row: ...\nclass Rows:\n    class Row: ..."),
    long_files: ("handouts/plan/doses.py", "\n" * 401),
    long_functions: ("handouts/plan/doses.py", "class A:\n  def f(self):\n" + "    f()\n" * 40),
    formatted_by_hand: ("handouts/plan/doses.py", "def f():\n    x = [1,\n  2]  # fmt: skip"),
    rooms_that_do_not_tell: ("handouts/plan/__init__.py", '"""Plans.\n\nPurely.\n"""'),
    silent_exceptions: ("handouts/plan/doses.py", "import os  # noqa: F401"),
    printing_rooms: ("handouts/runs/batch.py", "def f():\n    print(1)"),
}


@pytest.fixture(scope="module")
def code() -> Sources:
    return {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in sorted(ROOT.glob("handouts/**/*.py"))
    }


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_its_rules(code: Sources, rule: Callable[[Sources], Iterator[str]]):
    assert list(rule(code)) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_each_rule_finds_what_breaks_it(rule: Callable[[Sources], Iterator[str]]):
    path, text = RULES[rule]
    assert len(list(rule({path: text}))) == 1


@pytest.mark.parametrize(
    "line", ["x: int = f()  # type: ignore", "x = 1  # type: ignore[no-any-return]", "import os  # noqa"]
)
def test_an_exception_without_a_reason_is_found(line: str):
    assert list(silent_exceptions({"handouts/a.py": line}))
    assert not list(silent_exceptions({"handouts/a.py": "x = 1  # noqa: S608, F401  # ours"}))


def test_tables_may_be_set_by_hand():
    assert not list(
        formatted_by_hand({"handouts/a.py": "X = [1,\n  2]  # fmt: skip\nclass A:\n    B = {1:  2}  # fmt: skip"})
    )
    assert list(formatted_by_hand({"handouts/a.py": "# fmt: off\nX = [1,\n  2]"}))


def test_every_module_stands_in_the_contracts(code: Sources):
    """One that a contract does not name would be free of it."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    assert next(one for one in contracts if one["type"] == "layers")["exhaustive"]
    modules = {path.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in code}
    free = {"handouts", "handouts.__main__", "handouts.write"}  # they import nothing
    for contract in contracts:
        if contract["type"] == "forbidden":
            homes = {home for name in contract["forbidden_modules"] for home in HOMES[name]}
            for module in modules - free:
                home = (
                    f"{module.replace('.', '/')}.py".startswith(tuple(homes)) or f"{module.replace('.', '/')}/" in homes
                )
                named = any(f"{module}.".startswith(f"{one}.") for one in contract["source_modules"])
                assert named != home, f"{module} in: {contract['name']}"


def test_the_standard_library_is_all_that_rooms_need_beside_what_is_declared(code: Sources):
    """What is imported is declared, or comes with Python."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    declared = {re.split(r"[^\w.-]", one)[0].lower().replace("-", "_") for many in lists for one in many}
    aliases = {
        "yaml": "pyyaml",
        "dateutil": "python_dateutil",
        "bidi": "python_bidi",
        "PIL": "pillow",
        "argon2": "argon2_cffi",
        "markupsafe": "jinja2",
    }
    aliases |= {"cv2": "opencv_python_headless", "zxingcpp": "zxing_cpp"}
    for path, text in code.items():
        for name in imports(text):
            top = name.partition(".")[0]
            known = top in sys.stdlib_module_names or top == "handouts"
            assert known or aliases.get(top, top).lower() in declared, f"{path} imports {name}"
