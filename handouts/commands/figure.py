"""``handouts figure``: the pictures of a drill, for a look, a web page or a document."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import click

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.commands.options import clinic_options, complete_items, open_library
from handouts.commands.say import complain, say

__all__ = ["figure"]

_KINDS = ("pdf", "svg", "png")


@click.command(
    epilog="""\b
Examples:
  handouts figure hinge-with-dowel                     hinge-with-dowel.pdf
  handouts figure hinge-with-dowel -o dowel.svg --position 3
  handouts figure my-drill -o my-drill.png --watch     redrawn each time you save
  handouts figure --all -o pictures.pdf                a contact sheet of every drill
"""
)
@click.argument("drill", required=False, shell_complete=complete_items)
@clinic_options
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="File to write; its ending says what: .pdf, .svg or .png.  [default: DRILL.pdf]",
)
@click.option("--position", type=click.IntRange(1, 4), metavar="N", help="Only this picture, counted from 1.")
@click.option("--height", type=click.FloatRange(15, 200), default=60.0, show_default=True, help="Of a picture, mm.")
@click.option("--captions/--no-captions", default=True, help="With the step's number and words under each picture.")
@click.option("--left", is_flag=True, help="Show the other side of the body.")
@click.option("--skin", metavar="NAME", help="light, tan, olive, brown or deep.")
@click.option("--hair", metavar="NAME", help="black, brown, auburn, blond or grey.")
@click.option("--build", metavar="NAME", help="straight, curved or broad.")
@click.option("--line", is_flag=True, help="Outlines only, to save ink.")
@click.option("--mono", is_flag=True, help="All in black, for a laser printer.")
@click.option("--all", "every", is_flag=True, help="A contact sheet of all drills, as PDF.")
@click.option(
    "--watch", is_flag=True, help="Stay, and draw anew each time a file of the clinic is saved. Ctrl-C ends it."
)
@click.option("--force", "-f", is_flag=True, help="Replace a file that is there.")
def figure(**options: Any) -> None:
    """Draw the pictures of DRILL, and check its poses.

    Problems of a pose are printed with file and line; the picture is drawn all the same, so that you see them.
    """
    if bool(options["drill"]) == options["every"]:
        raise click.UsageError("name one drill, or ask for --all")
    target = _target(options)
    if not options["watch"]:
        wrong = _draw(options, target, force=options["force"])
        if wrong:
            raise SystemExit(Exit.CONTENT)
        return
    _watch(options, target)


def _target(options: dict[str, Any]) -> Path:
    target = options["output"] or Path(f"{options['drill'] or 'pictures'}.pdf")
    if target.is_dir():
        target = target / f"{options['drill'] or 'pictures'}.pdf"
    kind = target.suffix.lower().removeprefix(".")
    if kind not in _KINDS or (options["every"] and kind != "pdf"):
        wanted = ".pdf" if options["every"] else ".pdf, .svg or .png"
        raise click.UsageError(f"the output “{target.name}” does not end in {wanted}")
    return Path(target)


def _draw(options: dict[str, Any], target: Path, *, force: bool) -> bool:
    """Draw once; gives whether a pose has a problem."""
    from handouts.deliver.save import save
    from handouts.runs.figures import FigureRequest, draw_figures

    library = open_library(options, checked=False)
    request = FigureRequest(
        drill=options["drill"] or "",
        kind=target.suffix.lower().removeprefix("."),  # type: ignore[arg-type]  # one of three, see _target
        height=options["height"],
        position=options["position"],
        captions=options["captions"],
        mirrored=options["left"],
        outlines=options["line"],
        mono=options["mono"],
        look={name: options[name] for name in ("skin", "hair", "build") if options[name]},
    )
    drawn = draw_figures(library, request)
    done = save(target, drawn.data, force=force)
    say(f"{target}" + (" (there already, the same)" if done == "same" else ""))
    complain(drawn.problems)
    return bool(drawn.problems)


def _watch(options: dict[str, Any], target: Path) -> None:
    """Draw, then again whenever a YAML file of the clinic changes."""
    from handouts.library.load import find_clinic

    folder = options.get("clinic") or find_clinic(Path.cwd())
    if folder is None:
        hint = "Go into a clinic's folder, or name one with --clinic."
        raise HandoutsError([Problem("--watch", 0, "there is no clinic's folder here to watch", hint)], Exit.USAGE)
    say(f"Watching {folder}. Ctrl-C ends it.", err=True)
    seen: dict[Path, int] = {}
    first = True
    while True:
        now = {path: path.stat().st_mtime_ns for path in sorted(folder.rglob("*.yaml")) if path.is_file()}
        if now != seen:
            seen = now
            try:
                _draw(options, target, force=options["force"] or not first)
                first = False
            except HandoutsError as error:
                complain(error.problems)
                if error.code == Exit.EXISTS:
                    raise SystemExit(error.code) from error
        time.sleep(0.3)
