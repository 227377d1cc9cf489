"""A clinic with a roster, and with a mail server of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mail.desk import GOOD, HEAD, Post
from tests.mail.server import PASSWORD, USER, Mailserver


@pytest.fixture
def post(here: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HANDOUTS_MAIL_PASSWORD", PASSWORD)
    monkeypatch.setattr("handouts.mail.transport._BACK_OFF", 0.01)
    with Mailserver(here) as server:
        path = here / "clinic.yaml"
        path.write_text(
            path.read_text() + f"mail: {{server: 127.0.0.1, port: {server.port}, user: {USER}, "
            "ca_file: ca.pem, per_minute: 6000}\n"
        )
        yield Post(server)


@pytest.fixture
def here(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(clinic)
    (clinic / "r.csv").write_text(HEAD + GOOD)
    path = clinic / "clinic.yaml"
    path.write_text(path.read_text() + "timezone: Europe/London\n")
    return clinic
