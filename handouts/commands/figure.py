"""``handouts figure``: the pictures of a drill, for a look, a web page or a document."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import click

from handouts.base.problems import Exit, HandoutsError, Problem, nearest
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
    from dataclasses import replace

    from handouts.deliver.save import save
    from handouts.runs.check import check_figures
    from handouts.runs.press import Press

    library = open_library(options, checked=False)
    wrong = [problem for problem in library.problems if not problem.warning]
    if wrong:
        raise HandoutsError(wrong)
    person = _person(options, library.clinic.person)
    library = replace(library, clinic=replace(library.clinic, person=person))
    press = Press(library, mono=options["mono"])
    if options["every"]:
        drills = [
            (drill.name, _pictures(library, drill, person, options))
            for drill in library.drills.values()
            if drill.figure
        ]
        data = press.contact_sheet(drills, f"Drills of {library.clinic.name}")
        problems = list(check_figures(library))
    else:
        drill = _drill(library, options["drill"])
        shown = _pictures(library, drill, person, options)
        if options["position"]:
            if options["position"] > len(shown):
                hint = f"Ask for 1 to {len(shown)}."
                raise HandoutsError(
                    [Problem("--position", 0, f"{drill.id} has {len(shown)} pictures", hint)], Exit.USAGE
                )
            shown = shown[options["position"] - 1 : options["position"]]
        kind = target.suffix.lower().removeprefix(".")
        data = press.figure(shown, kind, height=options["height"], captions=options["captions"], title=drill.name)  # type: ignore[arg-type]  # one of three
        problems = list(check_figures(library, [drill.id]))
    done = save(target, data, force=force)
    say(f"{target}" + (" (there already, the same)" if done == "same" else ""))
    complain(problems)
    return bool(problems)


def _person(options: dict[str, Any], usual: Any) -> Any:
    from dataclasses import replace

    from handouts.orders.reader import read_look

    found, problems = read_look(options)
    if problems:
        raise HandoutsError([replace(one, place=f"--{one.place}") for one in problems], Exit.USAGE)
    return replace(usual, **found, **({"art": "line"} if options["line"] else {}))


def _drill(library: Any, name: str) -> Any:
    name = name.lower()
    found = [drill for key, drill in library.drills.items() if key[0] == name]
    if not found:
        raise HandoutsError(
            [
                Problem(
                    "DRILL", 0, f"there is no drill “{name[:60]}”", nearest(name, {key[0] for key in library.drills})
                )
            ],
            Exit.USAGE,
        )
    drill = next((one for one in found if one.language == library.clinic.language), found[0])
    if not drill.figure:
        hint = "Add a “figure:” to it; “Drawing your own drill” in the documentation shows how."
        raise HandoutsError([Problem(name, 0, "this drill has no figure", hint)])
    return drill


def _pictures(library: Any, drill: Any, person: Any, options: dict[str, Any]) -> Any:
    from handouts.plan.cards import drawn_pictures
    from handouts.plan.phrases import Phrases

    phrases = Phrases(library.words.get(drill.language) or library.words["en"])
    return drawn_pictures(drill, person, phrases, mirrored=options["left"])


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
