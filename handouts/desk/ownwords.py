"""What commands say is said at the desk without what is to be typed for it: here it is pressed."""

from __future__ import annotations

import re

__all__ = ["in_desk_words", "place_at_desk"]

_PLACES = {
    "--print": "printer",
    "--settle": "message",
    "--drop": "message",
    "--resend": "message",
    "--by": "your name",
    "--output": "folder",
    "--jobs": "memory of this computer",
    "--line": "what was pasted",
    "--clinic": "the clinic’s folder",
    "--brand": "look",
}
_TABLE = (
    (
        r" Or say under “columns:” in clinic\.yaml what it is\.",
        " Or choose what it is under “How the columns are read”, below.",
    ),
    (
        r", or say under “columns:” in clinic\.yaml that the other is “ignored”\.",
        ", or choose “ignored” for the other under “How the columns are read”, below.",
    ),
    (
        r"Where a roster's column holds other things, map its title to “ignored” under “columns:” in clinic\.yaml\.",
        "Where a list’s column holds other things, choose “ignored” for it under “How the columns are read”.",
    ),
    (
        r"If the cells have shifted, put text that holds a comma in double quotes\.",
        "If it belongs into another column, a comma in a text has moved the cells of this row: put each into its own.",
    ),
    (r" in the language “(en)”", " in English"),
    (r" of “(all)”: ", " of every drill: "),
    (
        r"\(--despite; in a roster the column “despite”\)",
        "(on the sheet under its name, in a list in the column “despite”)",
    ),
    (r" ?--allow-stale prints texts that are older\.", ""),
    (
        r"“handouts translate export (.+?)” gives what is to be translated\.",
        "Whoever translates for the clinic gets the texts with “translate export \\1”.",
    ),
    (r"; in a batch, --week-of makes each patient's own week", ""),
    (
        r"“handouts outbox --resend (\d+)” sends this once more",
        "under Mail, “Send again” at message \\1 sends this once more",
    ),
    (r"--changed sends this one too", "tick “Send also …” to send this one too"),
    (r"“handouts outbox --retry” (tries|sends it) again", "“Send what waits” \\1 again"),
    (
        r"mend the address, or “handouts outbox --resend (\d+)”",
        "mend the address, or press “Send again” at message \\1",
    ),
    (r"“handouts outbox --resend (\d+)” tries again", "“Send again” at message \\1 tries again"),
    (r" ?“handouts outbox --state uncertain” lists them\.", ""),
    (r"The next “handouts mail” of its week", "The next sending of its week"),
    (r"“lpstat -p” lists the printers\.", "Choose another printer, or save the PDF and print that."),
    (
        r"Use --force to replace it, or give another name with -o\.",
        "Move that file away or give it another name, then try again.",
    ),
    (r"Choose another place with -o\.", "Look whether the disk is there and may be written to."),
    (
        r"It was made with --no-form or --two-up\. Make it without, or",
        "It was made without boxes to tick on a screen. Make it with them, or",
    ),
    (r"printed with --no-codes", "printed without codes"),
    (
        r"--anyway makes it from today's content, in today's form\.",
        "“The same again” makes a new sheet of today’s content.",
    ),
    (r"run the same command(?: with --(?:force|resume))?\.", "press “Make the sheets” again."),
    (
        r"Run it again (?:with --resume and|with) fewer jobs\.",
        "Close what else takes memory, then press “Make the sheets” again.",
    ),
    (r"Run it again with --resume\.", "Press “Make” again: what is there already is kept."),
    (r"; --issued sets another", ""),
    (r" ?To go on without it, give --register-lost: what was sent may go out again\.", ""),
    (
        r"Go into a clinic's folder, or name one with --clinic\. “handouts init DIR” makes one\.",
        "Set the clinic up under “Clinic”.",
    ),
    (r"run this once more when that has ended", "look again when that has ended"),
    (
        r"“handouts flags” lists them; one that it lacks goes into",
        "The field offers those that are known; one that it lacks goes into",
    ),
    (
        r"Free the disk, then run the command again\. “handouts outbox” lists what is uncertain\.",
        "Free the disk, then send again. The messages below say which are uncertain.",
    ),
    (r"choose another place with -o\.", "look at the clinic’s folder."),
    (r"Choose a shorter name with -o\.", "Give the patient a shorter name, or leave the name out of the file’s."),
    (r"“handouts scan” reads it like paper\.", "Print it and scan it: it is read like paper."),
    (
        r"“handouts languages” lists those that there are; or leave it so\.",
        "The sheet’s “Language” offers those that there are; or leave it so.",
    ),
    (r"“handouts decide” counts", "what is proposed counts"),
    (r"“handouts history PATIENT” lists what a patient was given\.", "“Patients” lists what a patient was given."),
    (r"The text of “handouts progress” has them\.", "The tables here have them."),
    (r"empty the cell, or “handouts decide”\.", "empty the cell, or decide under “Decide”."),
    (r" “handouts mail” does that\.", " Sending the week does that."),
    (r"“handouts outbox” lists the messages with their numbers\.", "The messages are listed with their numbers."),
    (r"Make it anew with “handouts make”, or", "Make it anew with “The same again”, or"),
    (r" \(“handouts settle”\)", " (“To settle”)"),
    (r" ?“handouts check” lists what to mend\.", " The head of every page lists what to mend."),
    (
        r"remove the line “draft: true”, and run “handouts check”\.",
        "remove the line “draft: true”, and load this page again.",
    ),
)
"""What commands say, as a pattern, and what the desk says in its place."""
_SAID = tuple((re.compile(pattern), instead) for pattern, instead in _TABLE)


def in_desk_words(said: str) -> str:
    """A sentence of a command, with the desk's own buttons in place of options."""
    for pattern, instead in _SAID:
        said = pattern.sub(instead, said)
    return said


def place_at_desk(place: str) -> str:
    """Where a problem is: an option has another name here."""
    return _PLACES.get(place, place)
