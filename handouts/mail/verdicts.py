"""What became of each message of a run, reported and counted, and whether the run goes on after it.

The server's answer about one patient is no reason to stop; one about the clinic is, and so are three alike in a row,
whatever they say: three patients in a row are rarely at fault in the same way.
"""

from __future__ import annotations

from collections.abc import Callable

from handouts.base.records import dataclass
from handouts.mail.outbox import Claimed, Outbox
from handouts.mail.transport import SendResult

__all__ = ["ALIKE", "STATES", "Report", "SendCount", "Verdicts"]

Report = Callable[[str, str, str], None]
STATES = ("sent", "failed", "uncertain", "skipped", "held", "busy", "withdrawn", "deferred")
"""What is reported of a handout."""
ALIKE = 3
"""How many alike in a row are taken to be about the clinic."""
_TOMORROW = "The rest waits in the outbox: run the same command again tomorrow."


class SendCount:
    """Reports, and counts what it reports."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self.counts = dict.fromkeys(STATES, 0)

    def add(self, handout: str, state: str, note: str = "") -> None:
        self.counts[state] += 1
        self._report(handout, state, note)


@dataclass(frozen=True)
class _Ended:
    """A message whose dialogue has ended."""

    handout: str
    number: int
    outcome: SendResult


class Verdicts:
    """Takes what became of each message, in turn. A refusal that may yet turn out to be about the clinic is written
    down as waiting, and settled and reported once the next one ends otherwise.
    """

    def __init__(self, outbox: Outbox, tally: SendCount, halted: Callable[[str], None] = lambda _: None) -> None:
        """``halted`` is told once, in a sentence or two, why the rest waits."""
        self._outbox, self._tally, self._halted = outbox, tally, halted
        self._alike: list[_Ended] = []
        self.stop = ""
        """Why no more is sent, in a few words, or empty."""

    def add(self, handout: str, claimed: Claimed, outcome: SendResult) -> None:
        """Write what became of a message in hand, and report it."""
        ended = _Ended(handout, claimed.id, outcome)
        waits = outcome.state == "failed" and outcome.about == "likely"
        self._outbox.finish(claimed.id, "deferred" if waits else outcome.state, outcome.answer)
        if self._alike and _kind(self._alike[-1].outcome) != _kind(outcome):
            self.settle()
        if outcome.state == "sent":
            self._alike = []
        else:
            self._alike.append(ended)
        if not waits:
            look = f"; look for {claimed.message_id}" if outcome.state == "uncertain" else ""
            self._tally.add(handout, outcome.state, outcome.note + look)
        self._judge(outcome)

    def _judge(self, outcome: SendResult) -> None:
        """Whether the run goes on."""
        if not outcome.reached:
            self.stop = outcome.note
            self._halted(f"Stopped: {outcome.note}. The rest waits in the outbox: run the same command again.")
        elif outcome.state == "deferred" and outcome.about == "clinic":
            self.stop = f"the server takes no more from the clinic for now ({outcome.answer})"
            self._halted(
                f"The server takes no more mail from the clinic for now ({outcome.answer}). That is about the"
                f" clinic’s account, not about a patient. {_TOMORROW} If it says so again,"
                " ask your provider what the code means."
            )
        elif len(self._alike) >= ALIKE:
            said = f"({outcome.answer})" if outcome.answer else f"({outcome.note})"
            self.stop = f"{ALIKE} in a row ended alike {said}"
            self._halted(
                f"{ALIKE} messages in a row ended alike {said}, which is rarely about the patients. {_TOMORROW}"
            )
        if self.stop:
            self.release()

    def settle(self) -> None:
        """Settle the refusals that are held: what came after them shows that they are about their patients."""
        for ended in self._alike:
            if _held(ended):
                given = self._outbox.give_up(ended.number)
                self._tally.add(ended.handout, "failed" if given else "busy", ended.outcome.note)
        self._alike = []

    def release(self) -> None:
        """Leave the refusals that are held waiting: the run ends before it is known what they are about."""
        for ended in self._alike:
            if _held(ended):
                self._tally.add(ended.handout, "deferred", ended.outcome.note)
        self._alike = []


def _held(ended: _Ended) -> bool:
    return ended.outcome.state == "failed" and ended.outcome.about == "likely"


def _kind(outcome: SendResult) -> tuple[object, ...]:
    """What makes outcomes alike."""
    return outcome.state, outcome.stage, outcome.answer or outcome.note
