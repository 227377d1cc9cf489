"""Makes one patient's message: PDF, password, reminders and letter, and why it is not sent now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field, replace
from datetime import UTC, datetime

from handouts.base.records import dataclass
from handouts.mail.calendar import Announced, EventIds, announced_by, called_off, reminders, zone_of
from handouts.mail.consent import Wish
from handouts.mail.due import NotSent, follows, told, why_not_sent
from handouts.mail.letters import Letter, LetterWriter
from handouts.mail.message import Message, patient_of, topic_of
from handouts.mail.outbox import Outbox
from handouts.mail.passwords import password_for, tag_of
from handouts.orders.order import Order
from handouts.plan.handout import Handout
from handouts.runs.mail_run import MailOptions
from handouts.runs.rows import Bench
from handouts.runs.slips import Slip
from handouts.write.protect import lock

__all__ = ["Keep", "MadeMessage", "MessageMaker"]

Keep = Callable[[bytes], bytes | Callable[[], bytes]]
"""Puts a message where it is to wait."""


@dataclass(frozen=True)
class MadeMessage:
    """A message, and what goes with it."""

    message: Message
    pdf: bytes = field(repr=False)
    """Without protection; empty where it was not made."""
    held: NotSent | None
    """Why it is not sent now, or None where it is."""
    slip: Slip | None
    """The password to be printed, where one was generated and the patient has not been told."""


class MessageMaker:
    """Makes the messages of one run, all as of the same moment."""

    def __init__(self, bench: Bench, options: MailOptions, secret: bytes, box: Outbox | None, keep: Keep) -> None:
        """``secret`` is what generated passwords follow from; ``box`` says what was sent before.

        HandoutsError where nothing at all can be written: the clinic has no address, or no time zone for reminders.
        """
        self._bench, self._options, self._secret, self._box, self._keep = bench, options, secret, box, keep
        self._writer = LetterWriter(bench.library)
        if options.calendar:
            zone_of(bench.library)
        self._secret_tag = tag_of(secret, "secret")
        self._made = datetime.now(UTC)

    @property
    def with_page(self) -> bool:
        """Whether pages for the phone go with messages that are not protected."""
        return self._options.page

    def plan(self, order: Order, handout: Handout, wish: Wish) -> Message:
        """The message without its contents: who, where, and what about."""
        generated = wish.choice == "protected" and not wish.password and wish.role != "office"
        return Message(
            handout=handout.id,
            key=order.key,
            patient=order.patient,
            address=wish.address,
            message_id="",
            data=b"",
            topic=topic_of(order, handout.first_day),
            edition=self._bench.planner.plan(replace(order, issued=handout.first_day))[0].id,
            slip=self._secret_tag if generated else "",
            role=wish.role,
        )

    def make(self, message: Message, order: Order, handout: Handout, wish: Wish) -> MadeMessage:
        """The planned message with its contents, where it is sent now or all are to be looked at."""
        options, box = self._options, self._box
        password = wish.password
        if wish.choice == "protected" and not password:
            password = password_for(self._secret, order.key, order.patient, wish.own or wish.address)
        held = why_not_sent(message, box, changed=options.changed) if box else None
        pdf = b""
        if options.preview is not None or not held:
            pdf = self._bench.press.pdf(handout)
            letter, events = self._letter(message, order, handout, pdf, password)
            message_id, written = self._writer.write(letter)
            message = replace(message, message_id=message_id, data=self._keep(written), events=events)
        new = not held and not (box and told(message, box))
        wanted = message.slip and (new or options.all_slips)
        return MadeMessage(message, pdf, held, Slip(order.patient, password, order.key) if wanted else None)

    def _letter(
        self, message: Message, order: Order, handout: Handout, pdf: bytes, password: str
    ) -> tuple[Letter, str]:
        """What is to be mailed, protected where there is a ``password``; and what its calendar file announces."""
        options = self._options
        letter = Letter(
            address=message.address,
            patient=order.patient,
            language=handout.language,
            first_day=handout.first_day,
            pdf=lock(pdf, password) if password else pdf,
            protected=bool(password),
            page=self._bench.pages.page(handout, named=options.page_named) if options.page and not password else b"",
            # what is under lock is not to be had without a key at an address that the same message says
            page_address=handout.phone.place.address(handout.id) if handout.phone and not password else "",
            copy=message.role,
            again=bool(self._box and follows(message, self._box)),
        )
        here, every = self._box.announced(message) if self._box else ([], [])
        # who has reminders of this week gets those that hold now; the office follows no patient's
        if message.role == "office" or not (self._options.calendar or here):
            return letter, ""
        library, discreet = self._bench.library, bool(password)
        earlier = Announced(Announced.of(every).sequence, Announced.of(here).starts)
        now = announced_by(handout, order, library, self._made, earlier, discreet=discreet)
        marks = EventIds(
            tag_of(self._secret, patient_of(order)), tag_of(self._secret, message.topic), self._writer.domain
        )
        events = reminders(handout, order, library, marks, self._made, discreet=discreet, earlier=earlier)
        gone = called_off(now, earlier, discreet=discreet)
        return replace(letter, calendar=events, cancelled=len(gone)), now.text()
