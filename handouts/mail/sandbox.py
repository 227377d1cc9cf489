"""WRITE: a clinic's templates run here, within a budget. Comes in: templates and values; goes out: text.

A template is somebody's program. Jinja's sandbox bounds what it can reach; this one bounds what it can cost, in time
and in memory. Every expression that is evaluated, and every turn of a loop, costs 1 and the size of its value, and a
rendering has a fixed budget of that. What could grow out of proportion in one go (a repetition, a power, a filter
or a method with a large number) is judged before it is done. Nothing depends on the clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from pathlib import Path
from typing import Any, cast

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound, Undefined, nodes, pass_context
from jinja2.exceptions import SecurityError
from jinja2.loaders import split_template_path
from jinja2.nodes import EvalContext
from jinja2.runtime import BlockReference, Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner, Namespace

from handouts.base.problems import HandoutsError, Problem
from handouts.library.inside import inside

__all__ = ["BUDGET", "MAX_BYTES", "MAX_VALUE", "CostError", "Sandbox", "budget"]

BUDGET = 1_000_000
"""What a rendering may cost. The shipped HTML template costs some 4,000."""
MAX_VALUE = 250_000
"""Largest value, in characters, or items and their characters."""
MAX_BYTES = 200_000
"""Largest template file."""
_MAX_EXPRESSIONS = 10_000
"""Most expressions, and texts between them, of a template file: compiling them takes memory."""
_MAX_BITS = 4096
"""Largest whole number, in bits."""

_left: ContextVar[list[int]] = ContextVar("_left")

_FILTERS = frozenset(
    [
        "abs", "batch", "capitalize", "center", "count", "d", "default", "e", "escape", "first", "float", "forceescape",
        "indent", "int", "items", "join", "last", "length", "list", "lower", "max", "min", "replace", "reverse",
        "round", "safe", "sort", "string", "title", "trim", "truncate", "unique", "upper", "urlencode", "wordcount",
        "wordwrap",
    ]
)  # fmt: skip
_METHODS = {
    str: frozenset(
        [
            "capitalize", "casefold", "center", "count", "endswith", "find", "index", "isalnum", "isalpha", "isdigit",
            "isspace", "join", "ljust", "lower", "lstrip", "partition", "removeprefix", "removesuffix", "replace",
            "rfind", "rjust", "rpartition", "rsplit", "rstrip", "split", "splitlines", "startswith", "strip",
            "swapcase", "title", "upper", "zfill",
        ]
    ),
    dict: frozenset(["get", "items", "keys", "values"]),
    list: frozenset(["count", "index"]),
    tuple: frozenset(["count", "index"]),
    LoopContext: frozenset(["changed", "cycle"]),
    Cycler: frozenset(["next", "reset"]),
}  # fmt: skip


class CostError(Exception):
    """A template costs more time or memory than a message may."""


@contextmanager
def budget(amount: int = BUDGET) -> Iterator[list[int]]:
    """The budget of all that is rendered inside. Each thread has its own. Gives what is left, in a list of one."""
    left = [amount]
    token = _left.set(left)
    try:
        yield left
    finally:
        _left.reset(token)


def _spend(amount: int) -> None:
    left = _left.get()
    left[0] -= amount
    if left[0] < 0:
        raise CostError("it takes too many steps")


def size_of(value: Any, most: int = MAX_VALUE) -> int:
    """Characters and items of a value and of all inside it; just over ``most`` where there are more."""
    total, stack = 0, [value]
    while stack and total <= most:
        item = stack.pop()
        total += 1
        if isinstance(item, (str, bytes, range)):
            total += len(item)
        elif isinstance(item, int):
            total += item.bit_length() // 64
        elif isinstance(item, (list, tuple, set, frozenset)):
            total += len(item)
            stack.extend(item)
        elif isinstance(item, dict):
            total += len(item)
            stack.extend(item)
            stack.extend(item.values())
        elif isinstance(item, (type({}.items()), type({}.values()), type({}.keys()))):
            stack.extend(item)
        elif isinstance(item, Namespace):
            stack.append(object.__getattribute__(item, "_Namespace__attrs"))
        elif isinstance(item, Cycler):
            stack.append(item.items)
    return total


def _charge(value: Any) -> None:
    size = size_of(value)
    if size > MAX_VALUE:
        raise CostError("a value in it is too large")
    _spend(size)


@pass_context  # which keeps Jinja from working it out once, when the template is compiled
def _weighed(_: Context, value: Any) -> Any:
    _charge(value)
    return value


@pass_context
def _counted(_: Context, values: Iterable[Any]) -> Any:
    if isinstance(values, Undefined):
        return values  # which says its name when it is looped over

    def turns() -> Iterator[Any]:
        for value in values:
            _spend(1)
            yield value

    return turns()


def _judge(values: Iterable[Any]) -> None:
    """Before a filter or a method: the most that it can make of its values is a product of their sizes."""
    product = 1
    for value in values:
        if isinstance(value, bool):
            continue
        if isinstance(value, (int, float)):
            product *= max(1, abs(value))  # type: ignore[assignment]  # a float may be infinite
        else:
            product *= max(1, size_of(value) - 1)
            _charge(value)
        if product > MAX_VALUE * 10:
            raise CostError("a repetition in it is too long")


def _guarded(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        given = (*args, *kwargs.values())
        _judge(value for value in given if not isinstance(value, (Context, EvalContext, Environment)))
        result = function(*args, **kwargs)
        _charge(result)
        return result

    return guarded


class _Folders(BaseLoader):
    """Finds a template in the first of the folders that has it. A clinic's own may not lead out of its folder."""

    def __init__(self, folders: Iterable[Path], clinic: Path | None) -> None:
        self.folders = tuple(folders)
        self.clinic = clinic

    def get_source(self, _: Environment, template: str) -> tuple[str, str, None]:
        pieces = split_template_path(template)
        for folder in self.folders:
            path = folder.joinpath(*pieces)
            if path.is_file():
                return _read(path, self.clinic), str(path), None
        raise TemplateNotFound(template)


def _read(path: Path, clinic: Path | None) -> str:
    if clinic and path.is_relative_to(clinic):
        try:
            path = inside(clinic, path)
        except ValueError as error:
            raise HandoutsError([Problem(str(path), 0, str(error), "", kind="template")]) from error
    with path.open("rb") as file:
        raw = file.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        message = f"is larger than {MAX_BYTES:,} bytes"
        raise HandoutsError([Problem(str(path), 0, message, "Shorten the template.", kind="template")])
    return raw.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment whose templates can use what they are given, and no more than their budget."""

    intercepted_binops = frozenset(["+", "-", "*", "**", "%"])

    def __init__(self, folders: Iterable[Path], *, html: bool, clinic: Path | None = None) -> None:
        """``folders`` are looked through in their order; those inside ``clinic`` may not lead out of it."""
        super().__init__(
            loader=_Folders(folders, clinic), autoescape=html, undefined=StrictUndefined, auto_reload=False
        )
        del self.globals["lipsum"]
        self.filters = {name: _guarded(self.filters[name]) for name in sorted(_FILTERS)}
        self.filters |= {"_weighed": _weighed, "_counted": _counted}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        expressions = sum(1 for _ in tree.find_all(nodes.Expr))
        if expressions > _MAX_EXPRESSIONS:
            raise CostError(f"it has {expressions:,} expressions")
        _weigh_all(tree)
        return tree

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """An operation, if its result is of a bearable size."""
        _spend(1)
        texts = [value for value in (left, right) if not isinstance(value, (int, float))]
        if operator == "%" and texts:
            raise SecurityError("formats a text")  # its width could be anything
        if operator == "*" and texts:
            _judge((left, right))
        elif operator == "+" and texts and size_of([left, right]) > MAX_VALUE:
            raise CostError("a value in it is too large")
        elif isinstance(left, int) and isinstance(right, int):
            bits = (left.bit_length(), right.bit_length())
            most = left.bit_length() * abs(right) if operator == "**" else sum(bits)
            if most > _MAX_BITS:
                raise CostError("a number in it is too large")
        return super().call_binop(context, operator, left, right)

    def is_safe_callable(self, obj: Any) -> bool:
        """Macros, blocks, what a loop offers, and the methods of texts and lists that make nothing large."""
        if isinstance(obj, (Macro, BlockReference, Undefined, Joiner)):
            return True
        if any(obj is value for value in self.globals.values()):
            return True
        owner, name = getattr(obj, "__self__", None), getattr(obj, "__name__", "")
        return any(isinstance(owner, kind) and name in names for kind, names in _METHODS.items())

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805, PYI063  # Jinja's
        """A call, if what it is given is of a bearable size."""
        if isinstance(getattr(__obj, "__self__", None), str):
            _judge((__obj.__self__, *args, *kwargs.values()))
        result = super().call(__context, __obj, *args, **kwargs)
        _charge(result)
        return result


_WHOLE: dict[type[nodes.Node], tuple[str, ...]] = {
    nodes.AssignBlock: ("filter",),
    nodes.FilterBlock: ("filter",),
    nodes.CallBlock: ("call",),
    nodes.EvalContextModifier: ("options",),
    nodes.ScopedEvalContextModifier: ("options",),
}
"""Fields that must stay of the kind they are."""


def _weigh_all(node: nodes.Node) -> None:
    """Put a weighing around each expression that a template evaluates, and a count into each loop."""
    for name, value in list(node.iter_fields()):
        if isinstance(value, list):
            setattr(node, name, [_weigh(node, name, item) for item in value])
        else:
            setattr(node, name, _weigh(node, name, value))
    if isinstance(node, nodes.For):
        if node.recursive:
            raise _recursive(node)
        node.iter = _filtered(cast("nodes.Expr", node.iter), "_counted")


def _recursive(node: nodes.For) -> Exception:
    from jinja2 import TemplateSyntaxError

    return TemplateSyntaxError("a loop may not call itself", node.lineno)


def _weigh(parent: nodes.Node, field: str, value: Any) -> Any:
    if not isinstance(value, nodes.Node):
        return value
    _weigh_all(value)
    stored = getattr(value, "ctx", "load") != "load" or isinstance(value, (nodes.NSRef, nodes.Slice))
    if not isinstance(value, nodes.Expr) or stored or field in _WHOLE.get(type(parent), ()):
        return value
    return _filtered(value, "_weighed")


def _filtered(value: nodes.Expr, name: str) -> nodes.Filter:
    return nodes.Filter(value, name, [], [], None, None, lineno=value.lineno)
