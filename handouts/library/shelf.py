"""READ: drills and programs of a folder, and layouts and words: each file on its shelf, or told as broken."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, TypeVar

from handouts.base.problems import Problem, misspelt, nearest
from handouts.library.assets import Asset, load_asset
from handouts.library.broken import Broken, BrokenKind, broken
from handouts.library.folders import display, yaml_files
from handouts.library.inside import inside
from handouts.library.kept_files import KeptFiles
from handouts.library.models import Drill, Program
from handouts.library.yamlfile import Source

__all__ = ["Faults", "Shelf", "named", "unknown_flags", "without_broken"]

T = TypeVar("T")
Key = tuple[str, str]


class Faults:
    """Every problem that was found, and which files cannot be used because of one."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.broken: list[Broken] = []

    def stop(self, problem: Problem) -> None:
        """A problem that stops everything, or a warning."""
        self.problems.append(problem)

    def of_file(self, kind: BrokenKind, path: Path, source: Source, problems: list[Problem]) -> bool:
        """Problems of a file, which stop only what uses it; gives whether there are any but warnings."""
        self.problems += problems
        if all(problem.warning for problem in problems):
            return False
        self.broken.append(broken(kind, path, source, problems))
        return True

    def of_link(self, kind: BrokenKind, path: Path, problem: Problem) -> None:
        """The problem of a file that is not there, or must not be read."""
        self.of_file(kind, path, Source(problem.place), [problem])


class Shelf:
    """Collects drills and programs while a library is loaded."""

    def __init__(self, faults: Faults) -> None:
        self.drills: dict[Key, Drill] = {}
        self.programs: dict[Key, Program] = {}
        self.pictures: dict[tuple[str, str, str], Asset] = {}
        self.places: dict[Key, Path] = {}
        self.sources: dict[Key, Source] = {}
        self.figures: dict[Key, tuple[str, tuple[int, ...]]] = {}
        self.own: dict[Key, str] = {}
        self.replaced: list[str] = []
        self.faults = faults
        self._twice: list[Key] = []

    def add_folder(self, root: Path, own: bool) -> None:
        """Put the files of a folder on the shelf; those of a later folder take the place of earlier ones."""
        seen: dict[Key, str] = {}
        files = KeptFiles()
        for model, shelf in ((Drill, self.drills), (Program, self.programs)):
            kind: BrokenKind = "drill" if model is Drill else "program"

            def fault(path: Path, problem: Problem, kind: BrokenKind = kind) -> None:
                self.faults.of_link(kind, path, problem)

            for path in yaml_files(root / f"{kind}s", root, fault):
                source, item, problems = files.read(path, display(path), model)
                if isinstance(item, (Drill, Program)):
                    problems += self._place(item, shelf, source, path, seen, root, own)
                self.faults.of_file(kind, path, source, problems)

    def _place(
        self,
        item: Drill | Program,
        shelf: dict[Key, Any],
        source: Source,
        path: Path,
        seen: dict[Key, str],
        root: Path,
        own: bool,
    ) -> list[Problem]:
        """Put one on the shelf, unless its id is taken; gives what is wrong with it."""
        key = (item.id, item.language)
        line = source.line(("id",))
        if key in seen:
            if key in shelf:
                self._twice.append(key)
            message = f"has the id “{item.id}” ({item.language}), which {seen[key]} has too"
            return [Problem(source.name, line, message, "Give one of them another id.")]
        other = self.programs if shelf is self.drills else self.drills
        if key in other:
            message = f"has the id “{item.id}”, which a {'program' if shelf is self.drills else 'drill'} has"
            return [Problem(source.name, line, message, "Drills and programs share one set of ids.")]
        if own:
            self.own[key] = hashlib.sha256(path.read_bytes()).hexdigest()
            if key in shelf:
                self.replaced.append(item.id)
        seen[key] = source.name
        shelf[key] = item
        self.places[key], self.sources[key] = path, source
        return self.pictures_of(item, source, path.parent, root) if isinstance(item, Drill) else []

    def pictures_of(self, drill: Drill, source: Source, folder: Path, root: Path) -> list[Problem]:
        """Keep where a drill's positions are told, and its pictures from files; gives what is wrong with these."""
        if drill.figure:
            count = range(len(drill.figure.positions))
            lines = tuple(source.line(("figure", "positions", at)) for at in count)
            self.figures[drill.id, drill.language] = source.name, lines
        return self._pictures(drill, source, folder, root)

    def _pictures(self, drill: Drill, source: Source, folder: Path, root: Path) -> list[Problem]:
        wrong = []
        for index, picture in enumerate(drill.pictures):
            line = source.line(("pictures", index, "file"))
            try:
                asset = load_asset(inside(root, folder / picture.file))
            except ValueError as error:
                wrong.append(Problem(source.name, line, f"the picture {picture.file} {error}", ""))
                continue
            if asset.blank:
                message = f"the picture {picture.file} shows nothing: all of it is white, clear or outside of its edges"
                wrong.append(Problem(source.name, line, message, "Patients would see an empty place: save it again."))
            else:
                self.pictures[drill.id, drill.language, picture.file] = asset
        return wrong

    def finish(self, flags: Collection[str]) -> None:
        """Look at what programs and cautions name, and take off the shelf what is broken, with what it was to stand in
        for. ``flags`` are the ids that cautions may name.
        """
        for key in self._twice:  # which of the two is meant, no one can tell
            place, source = self.places[key], self.sources[key]
            kind: BrokenKind = "drill" if key in self.drills else "program"
            problem = Problem(source.name, source.line(("id",)), f"has the id “{key[0]}”, which another file has too")
            self.faults.broken.append(broken(kind, place, source, [problem]))
        for key, drill in self.drills.items():
            if drill.cautions:
                wrong = unknown_flags(drill, self.sources[key], flags)
                self.faults.of_file("drill", self.places[key], self.sources[key], wrong)
        self._take_down("drill", self.drills)
        for key, program in self.programs.items():
            wrong = self.references_of(program, self.sources[key])
            self.faults.of_file("program", self.places[key], self.sources[key], wrong)
        self._take_down("program", self.programs)

    def _take_down(self, kind: BrokenKind, shelf: dict[Key, Any]) -> None:
        for one in (one for one in self.faults.broken if one.kind == kind):
            for key in [key for key in shelf if key[0] == one.id]:
                # a file that does not say its language is not the one that another file holds
                if one.language == key[1] or (not one.language and key not in self.own):
                    del shelf[key]

    def references_of(self, program: Program, source: Source) -> list[Problem]:
        """What is wrong with the drills that a program names."""
        known = {key[0] for key in self.drills}
        faulty = {one.id for one in self.faults.broken if one.kind == "drill"}
        wrong = []
        for week_no, week in enumerate(program.weeks):
            for drill_no, item in enumerate(week.drills):
                line = source.line(("weeks", week_no, "drills", drill_no, "drill"))
                drill = self.drills.get((item.drill, program.language))
                if drill is None and item.drill in faulty:
                    continue  # it is there; what is wrong with it is said already
                if drill is None:
                    message = f"week {week_no + 1} names the drill “{item.drill}”, which does not exist"
                    hint = nearest(item.drill, known)
                    if item.drill in known:
                        hint = f"It is there, but not in the language “{program.language}”."
                    wrong.append(Problem(source.name, line, message, hint))
                elif item.hold and not drill.held:
                    message = f"week {week_no + 1} gives {item.drill} a hold, but none of its steps is held"
                    hint = "Remove the hold here, or add “hold:” to the step in the drill."
                    wrong.append(Problem(source.name, line, message, hint))
        return wrong


def unknown_flags(drill: Drill, source: Source, flags: Collection[str]) -> list[Problem]:
    """What is wrong with the flags that a drill's cautions name."""
    return [
        misspelt(
            source.name,
            f"a caution names the flag “{one.flag}”, which does not exist",
            one.flag,
            flags,
            line=source.line(("cautions", number, "flag")),
        )
        for number, one in enumerate(drill.cautions)
        if one.flag not in flags
    ]


def named(folder: Path, model: type[T], key: str, kind: BrokenKind, faults: Faults) -> dict[str, tuple[T, Source]]:
    """The files of a folder by their id or language, each with its source; without those that are broken."""
    found: dict[str, tuple[T, Source]] = {}
    paths: dict[str, list[Path]] = defaultdict(list)
    files = KeptFiles()
    for path in yaml_files(folder, folder.parent, lambda path, problem: faults.of_link(kind, path, problem)):
        source, item, wrong = files.read(path, display(path), model)
        if item is not None:
            name = str(getattr(item, key))
            paths[name].append(path)
            if name in found:
                message = f"has the {key} “{name}”, which another file here has too"
                wrong.append(Problem(source.name, source.line((key,)), message, f"Give it another {key}."))
            found[name] = item, source
        faults.of_file(kind, path, source, wrong)
    return found


def without_broken(shelf: Mapping[str, tuple[T, Source]], kind: BrokenKind, faults: Faults) -> dict[str, T]:
    """What can be used: a broken one is not there, nor what it was to stand in for."""
    gone = {one.id for one in faults.broken if one.kind == kind}
    return {name: item for name, (item, _) in shelf.items() if name not in gone}
