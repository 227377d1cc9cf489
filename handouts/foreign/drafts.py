"""READ: an Incoming exercise becomes the YAML of a draft, read back and checked as any drill is."""

from __future__ import annotations

from typing import Any

import yaml

from handouts.base.plaintext import clean
from handouts.foreign.incoming import Incoming, RefusedError
from handouts.foreign.texts import told
from handouts.library.drafts import lacking
from handouts.library.faults import validate
from handouts.library.models import Drill
from handouts.library.yamlfile import parse_yaml

__all__ = ["PicturePlace", "draft_text"]

PicturePlace = tuple[str, str]
"""Of a picture: its file below “drills”, and who made it under which licence."""
_MOST_PICTURES = 4
_DOSE = {"sets": 2, "reps": 10, "rest": 60, "origin": "default"}


class _Dumper(yaml.SafeDumper):
    """Writes each text out where it stands: our reader knows no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        del data
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT002  # as PyYAML has it
        del indentless
        return super().increase_indent(flow, False)


def draft_text(one: Incoming, pictures: list[PicturePlace]) -> bytes:
    """The draft's file. RefusedError, with what is wrong, where no drill can be made of the exercise."""
    said = told(list(one.sentences))
    data: dict[str, Any] = {
        "id": one.id,
        "language": one.language,
        "draft": True,
        "name": one.name,
        "why": _why(one),
        "start": said.start,
        "equipment": list(one.equipment[:12]),
        "muscles": list(one.muscles),
        "goals": list(one.goals),
        "keywords": list(one.keywords),
        "steps": [{"text": step} for step in said.steps],
        "cues": list(said.cues),
        "pictures": [
            {
                "file": place,
                "step": 1,
                "caption": one.name[:40].strip(),
                "alt": f"{one.name}, picture {number} of {len(pictures)}.",
                "source": source,
            }
            for number, (place, source) in enumerate(pictures, 1)
        ],
        "dose": dict(_DOSE),
        "source": {
            "title": one.title,
            **({"author": one.author} if one.author else {}),
            "publisher": one.publisher,
            "url": one.url,
            "licence": one.licence,
            "note": "The words are the source's, cut into steps; some may have been left out. The dose is ours.",
        },
    }
    body = yaml.dump(
        {name: value for name, value in data.items() if value != []},
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=110,
    )
    drill, problems = validate(parse_yaml(body.encode(), one.id), Drill)
    if drill is None or any(not problem.warning for problem in problems):
        raise RefusedError("; ".join(problem.message for problem in problems if not problem.warning))
    return (_head(drill, said.of_dose) + body).encode()


def _why(one: Incoming) -> str:
    if one.language != "en" or not one.muscles:
        return f"{one.name}."
    muscles = [*one.muscles[:4]]
    words = f"{', '.join(muscles[:-1])} and {muscles[-1]}" if len(muscles) > 1 else muscles[0]
    return f"{'Stretches' if 'stretch' in one.goals else 'Works'} your {words.lower()}."


def _head(drill: Drill, of_dose: tuple[str, ...]) -> str:
    """What the clinician should know, as comments."""
    lines = [
        f"A draft, imported from {drill.source.publisher}: nothing is printed of it before “draft: true” is removed.",
        *(f"To do: {what}." for what in lacking(drill)),
        *(f"The source says: {said}" for said in of_dose),
    ]
    comments = "".join(f"# {clean(line, limit=2_000)}\n" for line in lines)
    return f"# yaml-language-server: $schema=../schema/drill.json\n{comments}"
