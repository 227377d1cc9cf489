"""Every mutant that the rules allow of a file. The rules stand in ``mutants.py``, where readers look for them."""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators, operator_string

SPEAKS = re.compile(
    r"(Problem|Message|print|echo|secho|warn|debug|info|warning|error|exception|fail|\w*(Error|Warning))"
)
"""Functions and classes whose strings are words for people."""
SQL = re.compile(r"\W*(SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|PRAGMA|BEGIN|COMMIT|ROLLBACK)\b.*")
WORDS = 3
"""From as many spaces on, a string anywhere is words for people."""
QUIET = {"repr", "strict", "encoding", "stacklevel"}
"""Keyword arguments that change nothing that a test of behaviour on Linux could see."""
TYPES = {"cast", "TypeVar", "NewType", "ParamSpec"}
SURE = {"len", "isinstance"}
NEVER = (cst.Annotation, cst.Import, cst.ImportFrom, cst.Decorator, cst.Assert)


@dataclass(frozen=True)
class Mutant:
    """One change to one file."""

    file: Path  # within the tree
    line: int
    span: range  # the lines of the statement that it is in
    before: str
    after: str
    source: str  # of the whole mutated file


def _called(node: cst.CSTNode) -> str:
    name = node.func if isinstance(node, cst.Call) else None
    if isinstance(name, cst.Attribute):
        name = name.attr
    return name.value if isinstance(name, cst.Name) else ""


def _is_text(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.SimpleString | cst.ConcatenatedString | cst.FormattedString)


def _negated(node: cst.If) -> Iterator[cst.If]:
    inner = node.test.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
    not_so = cst.UnaryOperation(cst.Not(whitespace_after=cst.SimpleWhitespace(" ")), inner)
    yield node.with_changes(test=not_so, whitespace_before_test=cst.SimpleWhitespace(" "))


def _left_out(node: cst.Expr) -> Iterator[cst.Pass]:
    if isinstance(node.value, cst.Call):
        yield cst.Pass(semicolon=node.semicolon)


def _nothing_returned(node: cst.Return) -> Iterator[cst.Return]:
    if node.value and not (isinstance(node.value, cst.Name) and node.value.value == "None"):
        yield node.with_changes(value=cst.Name("None"), whitespace_after_return=cst.SimpleWhitespace(" "))


OPERATORS: list[tuple[type, Callable[[Any], Iterable[cst.CSTNode]]]] = [
    *mutation_operators,
    (cst.If, _negated),
    (cst.Expr, _left_out),
    (cst.Return, _nothing_returned),
]


class _Collector(cst.CSTVisitor):
    """Pairs of a node and what to put in its place."""

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self) -> None:
        super().__init__()
        self.changes: list[tuple[cst.CSTNode, cst.CSTNode, int]] = []
        self._speaking = 0

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, NEVER) or _is_left_out(node):
            return False
        if SPEAKS.fullmatch(_called(node)):
            self._speaking += 1
        line = self.get_metadata(PositionProvider, node, None)
        if line is not None:
            for kind, operator in OPERATORS:
                if isinstance(node, kind) and not (operator is operator_string and self._is_wording(node)):
                    self.changes += [
                        (node, new, line.start.line) for new in operator(node) if not self._is_quiet(node, new)
                    ]
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if SPEAKS.fullmatch(_called(original_node)):
            self._speaking -= 1

    def _is_wording(self, node: cst.CSTNode) -> bool:
        text = node.value if isinstance(node, cst.SimpleString) else ""
        return text.count(" ") >= (1 if self._speaking else WORDS) or bool(SQL.fullmatch(text))

    def _is_quiet(self, node: cst.CSTNode, new: cst.CSTNode) -> bool:
        """Whether only arguments were changed that the rules leave alone."""
        if not (isinstance(node, cst.Call) and isinstance(new, cst.Call) and node.func is new.func):
            return False
        kept = [arg for arg in new.args if not any(arg is old for old in node.args)]
        gone = [arg for arg in node.args if not any(arg is left for left in new.args)]
        return bool(gone or kept) and all(
            (arg.keyword is not None and arg.keyword.value in QUIET) or (self._speaking and _is_text(arg.value))
            for arg in gone
        )


def _is_left_out(node: cst.CSTNode) -> bool:
    """Code that no test of behaviour can be about."""
    match node:
        case cst.Arg(keyword=cst.Name(value=name)):
            return name in QUIET
        case cst.Call():
            return _called(node) in TYPES | SURE
        case cst.FunctionDef(name=cst.Name(value="__repr__")) | cst.If(test=cst.Name(value="TYPE_CHECKING")):
            return True
        case cst.Expr():
            return _is_text(node.value)
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))], value=value):
            is_type = re.fullmatch(r"_?[A-Z][a-z]\w*", name) and isinstance(value, cst.Subscript | cst.BinaryOperation)
            return bool(is_type) or name in ("__all__", "__slots__")
    return False


def _spans(source: str) -> list[range]:
    """The lines of each statement, of those with a body only its head; inner ones later."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.stmt):
            body = getattr(node, "body", None)
            last = max(node.lineno, body[0].lineno - 1) if body else node.end_lineno or node.lineno
            found.append(range(node.lineno, last + 1))
    return sorted(found, key=lambda lines: (lines.start, -lines.stop))


def mutants_of(top: Path, files: list[Path], count: int, seed: int) -> list[Mutant]:
    """A random sample of as many mutants as ``count`` of the files, or all of them."""
    modules = {file: MetadataWrapper(cst.parse_module((top / file).read_text())) for file in files}
    changes = []
    for file, module in modules.items():
        collector = _Collector()
        module.visit(collector)
        changes += [(file, *change) for change in collector.changes]
    random.Random(seed).shuffle(changes)  # noqa: S311  # not for secrets
    mutants: list[Mutant] = []
    seen: set[tuple[Path, str]] = set()
    spans = {file: _spans((top / file).read_text()) for file in files}
    for file, node, new, line in changes:
        if len(mutants) == count:
            break
        source = cst.ensure_type(modules[file].module.deep_replace(node, new), cst.Module).code
        mutant = _checked(file, line, (top / file).read_text(), source, spans[file])
        if mutant and (file, source) not in seen:
            seen.add((file, source))
            mutants.append(mutant)
    return mutants


def _checked(file: Path, line: int, old: str, new: str, spans: list[range]) -> Mutant | None:
    """The mutant, or None where Python cannot read it or reads the same."""
    try:
        if ast.dump(ast.parse(old)) == ast.dump(ast.parse(new)):
            return None
    except SyntaxError:
        return None
    before, after = old.splitlines(), new.splitlines()
    same = next((at for at, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), line - 1)
    span = next((lines for lines in reversed(spans) if line in lines), range(line, line + 1))
    end = _same_end(before[same:], after[same:])
    gone, come = before[same : len(before) - end], after[same : len(after) - end]
    return Mutant(file, same + 1, span, _one_line(gone), _one_line(come), new)


def _same_end(before: list[str], after: list[str]) -> int:
    pairs = list(zip(reversed(before), reversed(after), strict=False))
    return next((at for at, (old, new) in enumerate(pairs) if old != new), len(pairs))


def _one_line(lines: list[str]) -> str:
    return " ".join(line.strip() for line in lines)
