"""One register for every room's tables: whatever version made it, it opens."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

import pytest

from handouts.base.problems import HandoutsError
from handouts.deliver.register import FILE
from handouts.mail.outbox import Outbox
from handouts.runs.registers import STEPS, open_register

ISSUED = (
    "INSERT INTO issued ({names}) VALUES ('H1', 'k1', 'Mei Tan', 'p', '2', 'd', 'v', 's', 't', 'a.pdf', '{{}}'{more})"
)
OUTBOX = (
    "INSERT INTO outbox (handout, key, address, message_id, state, data, attempts, answer, queued_at, changed_at, owner) "
    "VALUES ('H1', 'k1', 'mei@x.example', '<1@x>', '{state}', {data}, 1, '250', 't1', 't2', '')"
)


def made_by(version: int, folder: Path) -> None:
    """A register as the version of this number left it, with a handout and two messages."""
    base = sqlite3.connect(folder / FILE)
    for script in STEPS[:version]:
        base.executescript(script)
    names = "handout, key, patient, program, week, first_day, version, sha256, issued_at, place, asked"
    more = (", how, content", ", 'how', 'c'") if version > 1 else ("", "")
    base.execute(ISSUED.format(names=names + more[0], more=more[1]))
    if version > 1:
        base.execute("INSERT INTO content VALUES ('c', x'01')")
    if version > 2:
        base.execute(OUTBOX.format(state="sent", data="NULL"))
        base.execute(OUTBOX.format(state="deferred", data="x'6162'").replace("'H1'", "'H2'").replace("mei@", "jo@"))
    if version > 3:
        base.execute("UPDATE outbox SET patient = 'Mei Tan', topic = 't-' || id, edition = 'e', slip = 's'")
    base.execute(f"PRAGMA user_version={version}")
    base.commit()
    base.close()


@pytest.mark.parametrize("version", range(1, len(STEPS) + 1))
def test_a_register_of_every_version_opens_with_all_that_is_in_it(tmp_path: Path, version: int):
    made_by(version, tmp_path)
    with open_register(tmp_path) as register:
        (row,) = register.history("Mei Tan")
        assert (row.handout, row.week, row.how, row.content) == ("H1", 2, *(("how", "c") if version > 1 else ("", "")))
        assert register.content("c") == (b"\x01" if version > 1 else None)
        assert register.read("PRAGMA user_version") == [(len(STEPS),)]
        box = Outbox(register)
        rows = [(one.handout, one.state, one.kept, one.topic, one.edition) for one in box.entries()]
        if version < 3:
            assert rows == []
        elif version == 3:  # each is about itself
            assert rows == [("H1", "sent", False, "H1", "H1"), ("H2", "deferred", True, "H2", "H2")]
        else:
            assert rows == [("H1", "sent", False, "t-1", "e"), ("H2", "deferred", True, "t-2", "e")]
        if version > 2:
            taken = box.claim(2)
            assert taken
            assert taken.data == b"ab"
    with open_register(tmp_path) as register:  # and once more
        assert len(register.history("k1")) == 1


def test_a_register_of_a_newer_version_is_refused_in_words(tmp_path: Path):
    made_by(len(STEPS), tmp_path)
    base = sqlite3.connect(tmp_path / FILE)
    base.execute(f"PRAGMA user_version={len(STEPS) + 1}")
    base.close()
    with pytest.raises(
        HandoutsError, match=rf"made by a newer version .* \(its form is {len(STEPS) + 1}, known is {len(STEPS)}\)"
    ):
        open_register(tmp_path)


def test_the_steps_that_registers_were_made_by_never_change():
    said = [hashlib.sha256(" ".join(step.split()).encode()).hexdigest()[:12] for step in STEPS]
    assert said == [
        "337d3d38ff6c",
        "6bc50fbbbded",
        "05d74818f832",
        "7bc74d1c7765",
        "286edb4280f7",
        "109b89e8a39f",
        "e8521dcf1057",
        "e2d904ed3f7d",
        "7052e65e41eb",
        "0ab26ecd0383",
        "346a8ff38a27",
        "cadb2d3c2cb0",
    ]
