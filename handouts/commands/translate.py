"""``handouts translate``: how far a language is, texts out to translators and back, and signatures."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.commands.options import clinic_options, json_option, open_library, today
from handouts.commands.say import print_json, say, table

if TYPE_CHECKING:
    from handouts.library.load import Library
    from handouts.runs.translate.entries import Entry

__all__ = ["translate"]

_STATES = ("missing", "stale", "draft", "reviewed")


@click.group(
    epilog="""\b
Examples:
  handouts translate status ta
  handouts translate export ta -o ta.po
  handouts translate import ta.po
  handouts translate sign ta --by "Dr A. Kumar"
"""
)
def translate() -> None:
    """Drills and programs in other languages: see what is missing, send it out, bring it in, sign it.

    A translation has the texts alone; doses, pictures and rules are the source's. A text whose source has changed
    counts as missing. docs/languages.md tells how to add a language.
    """


@translate.command()
@click.argument("language", metavar="[LANG]", required=False)
@clinic_options
@json_option
def status(language: str | None, as_json: bool, **options: Any) -> None:
    """How far each language is; of LANG every text that is older than its source, or that none has any more."""
    from handouts.library.overlays.shelf import KINDS
    from handouts.runs.translate.entries import checked_language, counts, entries_of, known_languages, orphans_of

    library = open_library(options, checked=False)
    languages = [checked_language(library, language)] if language else known_languages(library)
    found = []
    for tongue in languages:
        entries, orphans = entries_of(library, tongue), list(orphans_of(library, tongue))
        for kind in KINDS:
            of_kind = [one for one in entries if one.kind == kind]
            gone = sum(one.kind == kind for one in orphans)
            if kind == "clinic" and not of_kind and not gone:
                continue
            found.append({"language": tongue, "kind": kind, **counts(of_kind), "orphaned": gone})
        found.append(_words_state(library, tongue))
        if language and not as_json:
            _tell(entries, [(one.file, one.line, one.key or "whole file") for one in orphans])
    if as_json:
        print_json(found)
    elif found:
        titles = ("language", "kind", "texts", *_STATES, "orphaned")
        table([titles, *([str(row[title]) for title in titles] for row in found)])
    else:
        say("There is no language but English. “handouts translate export LANG -o LANG.po” begins one.")


def _words_state(library: Library, language: str) -> dict[str, Any]:
    """The sheet's own wording: one file that is whole or not there."""
    from handouts.library.words import words_digest, words_texts

    words, count = library.words.get(language), len(words_texts(library.words.get("en")))
    row: dict[str, Any] = {"language": language, "kind": "words", "texts": count, **dict.fromkeys(_STATES, 0)}
    if words is None:
        return {**row, "missing": count, "orphaned": 0}
    signed = words.status == "reviewed" or library.translations.words_signed(language, words_digest(words))
    return {**row, "reviewed" if signed else "draft": count, "orphaned": 0}


def _tell(entries: list[Entry], orphans: list[tuple[str, int, str]]) -> None:
    for one in entries:
        if one.state == "stale":
            say(f"{one.file}:{one.line}: stale {one.source.key}: the source now says “{one.source.text}”")
    for file, line, key in orphans:
        say(f"{file}:{line}: orphaned: {key}" if line else f"{file}: orphaned: {key}")


@translate.command()
@click.argument("language", metavar="LANG")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--format", "kind", type=click.Choice(["po", "csv", "xlsx"]), help="If the file's name does not say it.")
@click.option("--output", "-o", type=click.Path(path_type=Path), metavar="FILE", help="[default: LANG.po]")
@click.option("--missing", is_flag=True, help="Only what is missing or older than its source.")
@click.option("--force", "-f", is_flag=True, help="Replace a file that is there.")
@clinic_options
def export(language: str, ids: tuple[str, ...], output: Path | None, kind: str | None, **options: Any) -> None:
    """Write the texts of all drills and programs, or of each ID, for a translator (PO) or a reviewer (CSV, Excel)."""
    from handouts.deliver.save import save
    from handouts.runs.translate.entries import checked_language, entries_of
    from handouts.runs.translate.exchange import exported, format_of

    library = open_library(options, checked=False)
    path = output or Path(f"{checked_language(library, language)}.{kind or 'po'}")
    form = format_of(path, kind)
    entries = entries_of(library, checked_language(library, language), ids)
    if options["missing"]:
        entries = [one for one in entries if one.state in ("missing", "stale")]
    save(path, exported(entries, language, form), force=options["force"])
    done = sum(one.state in ("draft", "reviewed") for one in entries)
    say(f"Wrote {path}: {len(entries)} texts, {done} of them translated.")


@translate.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--language", metavar="LANG", help="If the file's name does not say it, as in ta.po.")
@click.option("--format", "kind", type=click.Choice(["po", "csv", "xlsx"]), help="If the file's name does not say it.")
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="A folder of languages, such as content/lang.  [default: lang in the clinic's folder]",
)
@click.option("--force", "-f", is_flag=True, help="Replace other texts that are there.")
@clinic_options
@json_option
def import_(file: Path, language: str | None, kind: str | None, into: Path | None, **options: Any) -> None:
    """Bring in a translator's FILE. Texts with other numbers or values than their source are refused, all at once.

    What was made from an older source text is stale by itself. Fuzzy entries are not taken. What is new is a draft.
    """
    from handouts.runs.translate.entries import checked_language
    from handouts.runs.translate.exchange import format_of, language_of, read_translations
    from handouts.runs.translate.incoming import bring_in

    library = open_library(options, checked=False)
    tongue = checked_language(library, language or language_of(file))
    root = into or library.translations.shelf.own_root
    if root is None:
        hint = "Go into a clinic's folder, name it with --clinic, or say --into. “handouts init DIR” makes one."
        raise HandoutsError([Problem("import", 0, "translations go into a clinic's folder", hint)], Exit.USAGE)
    rows = read_translations(file, format_of(file, kind), tongue)
    done = bring_in(rows, str(file), tongue, library, root, force=options["force"])
    if options["as_json"]:
        print_json({**asdict(done), "written": [str(path) for path in done.written]})
        return
    say(f"{done.texts} texts in {len(done.written)} files written to {root / tongue}, as drafts.")
    say(f"{done.unchanged} were there already; {done.left} had no translation, or a doubtful one.")


@translate.command()
@click.argument("language", metavar="LANG")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--by", required=True, metavar="NAME", help="Who has read the texts and stands for them.")
@clinic_options
@json_option
def sign(language: str, ids: tuple[str, ...], by: str, as_json: bool, **options: Any) -> None:
    """Sign what you have read: each ID, or all drills and programs that are whole, and the sheet's own wording.

    A signature holds for the very texts that there are now. Where one changes, its sheets are drafts again.
    """
    from handouts.runs.translate.entries import checked_language
    from handouts.runs.translate.signing import sign as signed

    library = open_library(options)
    done = signed(library, checked_language(library, language), by, today(), ids)
    if as_json:
        print_json({**asdict(done), "file": str(done.file)})
        return
    words = " and the sheet's own wording" if done.words else ""
    say(f"Signed {done.items} drills and programs{words} in {done.file}.")
    if done.left:
        say(
            f"{len(done.left)} are not whole and were not signed; “handouts translate status {language}” tells.",
            err=True,
        )
