"""The words of one language that the phone page alone needs: its timer, its ticks, and how they are sent back."""

from __future__ import annotations

from handouts.base.records import dataclass, fields
from handouts.base.rules import strict
from handouts.base.scalars import Line, Phrase
from handouts.library.templates import placeholders

__all__ = ["PageWords"]


@strict
@dataclass(frozen=True, kw_only=True)
class PageWords:
    """Words of buttons, of the timer and of what is sent. All else that the page says is the sheet's."""

    today: Phrase
    progress: Phrase
    """“3 of 12 done”."""
    start: Phrase
    """Opens a drill's timer."""
    timer: Phrase
    """What the timer is called, read aloud, before the drill's name."""
    ready: Phrase
    """Before the first set."""
    hold: Phrase
    move: Phrase
    """Between two holds, while the next repetition is begun."""
    work: Phrase
    """A set in time: keep going."""
    lower: Phrase
    wait: Phrase
    lift: Phrase
    rest: Phrase
    change_sides: Phrase
    do_set: Phrase
    """A set that the patient counts."""
    set_done: Phrase
    """Is tapped when such a set is done."""
    finished: Phrase
    set_of: Phrase
    """“Set 1 of 3”."""
    rep_of: Phrase
    """“Repetition 2 of 8”."""
    left: Phrase
    right: Phrase
    next: Phrase
    """“Then: Rest”."""
    pause: Phrase
    go_on: Phrase
    skip: Phrase
    back: Phrase
    close: Phrase
    sound: Phrase
    asleep: Line
    """The timer stopped, for the phone slept through the end of a set."""
    ticked: Phrase
    """“Ticked: Monday 23, set 1”."""
    not_today: Line
    all_ticked: Line
    kept: Line
    """Where the ticks are."""
    not_kept: Line
    """The browser keeps nothing."""
    pain_wrong: Line
    send: Phrase
    send_how: Line
    send_private: Line
    note: Phrase
    file: Phrase
    copy_line: Phrase
    copied: Phrase
    share: Phrase
    mail: Phrase
    mail_subject: Phrase
    mail_open: Line
    """E-mail is not private."""
    line: Phrase
    """Over the line of text that is sent."""
    clear: Phrase
    clear_sure: Line
    cleared: Phrase
    no_script: Line
    for_you: Line
    """In place of what the sheet says of the person named on it: nobody is named."""

    def __post_init__(self) -> None:
        for name in (one.name for one in fields(type(self))):
            needed, text = _NEEDED.get(name, frozenset()), getattr(self, name)
            if placeholders(text) != needed:
                shown = " and ".join(f"{{{one}}}" for one in sorted(needed)) or "no value in braces"
                raise ValueError(f"{name} needs {shown}, found “{text}”")


_NEEDED = {
    "progress": frozenset(("done", "total")),
    "set_of": frozenset(("n", "total")),
    "rep_of": frozenset(("n", "total")),
    "next": frozenset(("what",)),
    "ticked": frozenset(("what",)),
}
