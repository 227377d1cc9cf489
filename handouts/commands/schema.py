"""``handouts schema``: the JSON Schema of each kind of file, for editors."""

from __future__ import annotations

from pathlib import Path

import click

from handouts.commands.say import say

__all__ = ["schema"]


@click.command(
    epilog="""\b
Examples:
  handouts schema drill
  handouts schema --write my-clinic/schema
  handouts schema drill --write my-clinic/schema
"""
)
@click.argument(
    "kind",
    required=False,
    type=click.Choice(["drill", "program", "flags", "clinic", "layout", "words", "finding", "overlay", "terms"]),
)
@click.option(
    "--write", type=click.Path(path_type=Path), metavar="DIR", help="Write it, or all of them, into a folder."
)
def schema(kind: str | None, write: Path | None) -> None:
    """Print or write the JSON Schema of one KIND of file, or write all. Editors complete and check YAML with it."""
    from handouts.deliver.save import save
    from handouts.library.schema import schema_text, schema_texts

    if write:
        try:
            write.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise click.ClickException(f"{write}: cannot be made: {error.strerror}") from error
        texts = {name: text for name, text in schema_texts().items() if kind in (None, name)}
        for name, text in texts.items():
            save(write / f"{name}.json", text.encode(), force=True)
        say(f"Wrote {len(texts)} schema{'' if len(texts) == 1 else 's'} to {write}")
    elif kind:
        say(schema_text(kind).rstrip("\n"))
    else:
        raise click.UsageError("name a kind of file, or a folder with --write")
