"""At the desk nobody is told to type an option: what commands say has the desk's own words there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import handouts
from handouts.base.problems import Problem
from handouts.desk.ownwords import _TABLE, in_desk_words, place_at_desk
from handouts.desk.pages import told

ROOT = Path(handouts.__file__).parent
TYPED = re.compile(r"(?<![\w-])--[a-z]|“handouts [a-z]|lpstat|(?<![\w-])-o\b")
"""What is typed at a terminal."""
ELSEWHERE = {
    "orders/order.py": "the options themselves",
    "orders/doses.py": "remarks",
    "orders/values.py": "remarks",
    "runs/pages.py": "how options go together",
    "runs/batch.py": "how options go together; what runs say is in the table",
    "runs/cluster.py": "no desk has a cluster",
    "runs/figures.py": "the command “figure”",
    "runs/imports.py": "the command “import”",
    "runs/accounts.py": "accounts in a terminal",
    "runs/mail_bounces.py": "bounces are read in a terminal",
    "runs/translate": "translators' files are made in a terminal",
    "runs/mail_week.py": "previews are written in a terminal; what is said of a lost register is in the table",
    "library/overlays/model.py": "translators' files",
    "deliver/printer.py": "the program’s name; what is said is in the table",
    "runs/job.py": "names of files are never typed at the desk",
    "runs/issue.py": "names of files are never typed at the desk",
    "runs/recordlines.py": "the command “history”",
    "runs/scans/answerfile.py": "answers of a page that was saved come back in a terminal",
}
"""Files whose sayings the desk never shows, and why."""
ROOMS = ("plan", "mail", "deliver", "returned", "scan", "orders", "roster", "runs", "library")


def sayings() -> Iterator[tuple[str, str]]:
    """Every text of these rooms, but for docstrings, that names something to be typed."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if any(name == one or name.startswith(f"{one}/") for one in ELSEWHERE):
                continue
            tree = ast.parse(path.read_text("utf-8"))
            apart = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}  # docstrings
            apart |= {id(part) for one in ast.walk(tree) if isinstance(one, ast.JoinedStr) for part in ast.walk(one)}
            for one in ast.walk(tree):
                if isinstance(one, ast.JoinedStr):
                    text = "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in one.values)
                elif isinstance(one, ast.Constant) and isinstance(one.value, str) and id(one) not in apart:
                    text = one.value
                else:
                    continue
                if TYPED.search(text):
                    yield name, text


@pytest.mark.parametrize(("name", "text"), list(dict.fromkeys(sayings())))
def test_whatever_names_an_option_has_words_of_the_desk(name: str, text: str):
    said = place_at_desk(text) if text.startswith("--") and " " not in text else in_desk_words(text)
    assert not TYPED.search(said), f"{name}: put this into handouts/desk/ownwords.py: {text}"


def test_every_saying_of_the_table_is_one_that_some_command_has():
    """A saying that was worded anew would be told as it is: then the table has to follow."""
    spelt = [path.read_text("utf-8") for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    every = re.sub(r'"\s*f?"', "", "\n".join(spelt))  # literals that go on in the next line
    for pattern, _ in _TABLE:
        plain = re.sub(
            r"\(\?:.*?\)\)?|\((?!\?).*?\)|\\d\+|\.\+\?| \?",
            "\n",
            pattern.replace(r"\.", ".").replace(r"\(", "").replace(r"\)", ""),
        )
        for piece in plain.split("\n"):
            assert piece.strip() in every, (pattern, piece)


def test_a_problem_of_a_command_is_told_in_words_of_the_desk():
    (one,) = told([Problem("--print", 0, "the print queue refused it: no", "“lpstat -p” lists the printers.")])
    assert (one["place"], one["hint"]) == ("printer", "Choose another printer, or save the PDF and print that.")
    (one,) = told([Problem("note", 0, "“use --force” is what the patient wrote", "")])
    assert one["message"] == "“use --force” is what the patient wrote"  # only whole sayings are changed


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Known: id. Or say under “columns:” in clinic.yaml what it is.", "under “How the columns are read”, below"),
        ("If the cells have shifted, put text that holds a comma in double quotes.", "belongs into another column"),
        ("there is no drill or program “hip-hnge” in the language “en”", "“hip-hnge” in English"),
        ("sets of “all”: “20” is not a number from 1 to 9", "sets of every drill: “20”"),
    ],
)
def test_a_list_s_faults_are_told_for_who_has_the_page_and_not_the_file(said: str, shown: str):
    (one,) = told([Problem("list.csv", 2, said, said)])
    assert shown in one["message"]
    assert shown in one["hint"]
    assert "clinic.yaml" not in one["hint"]
