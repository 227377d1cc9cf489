"""What a desk on the network refuses to start with: said in words, all at once."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from cryptography import x509
from hypothesis import given
from hypothesis import strategies as st

from handouts.base.problems import HandoutsError
from handouts.desk.certificate import make_certificate, papers_faults, read_papers
from handouts.desk.network import address_and_port, hosts_of, open_network
from handouts.desk.state import Desk
from tests.desk_server import TODAY


def words(certificate: Path, key: Path) -> str:
    return "\n".join(map(str, papers_faults(certificate, key)))


def of_authority(folder: Path, name: str, **more: datetime) -> tuple[Path, Path]:
    made = trustme.CA().issue_cert(name, **more)
    certificate, key = folder / f"{name[:9]}.pem", folder / f"{name[:9]}.key"
    made.private_key_and_cert_chain_pem.write_to_path(certificate)
    made.private_key_pem.write_to_path(key)
    key.chmod(0o600)
    return certificate, key


def test_the_clinics_own_certificate_can_be_used(tmp_path: Path):
    found = read_papers(*of_authority(tmp_path, "desk.clinic.example"))
    assert found.names == ("desk.clinic.example",)
    assert hosts_of("10.0.0.5", 443, found.names) == {
        "desk.clinic.example", "desk.clinic.example:443", "10.0.0.5", "10.0.0.5:443",
    }  # fmt: skip
    assert hosts_of("::", 8443, found.names) == {"desk.clinic.example:8443"}


def test_one_that_is_made_is_for_this_computer_and_its_owner_alone(tmp_path: Path):
    certificate, key = make_certificate(tmp_path, ["pc7", "pc7.local", "192.168.1.20", "fe80::1"])
    assert os.name != "posix" or {path.stat().st_mode & 0o777 for path in (certificate, key)} == {0o600}
    found = read_papers(certificate, key)
    assert found.names == ("pc7", "pc7.local", "192.168.1.20", "fe80::1")
    assert not found.soon
    made = x509.load_pem_x509_certificate(certificate.read_bytes())
    assert made.not_valid_after_utc - made.not_valid_before_utc < timedelta(days=398)
    with pytest.raises(HandoutsError, match="is there already"):
        make_certificate(tmp_path, ["pc7"])
    assert read_papers(certificate, key).fingerprint == found.fingerprint


def test_everything_that_is_wrong_with_a_certificate_is_said(tmp_path: Path):
    now = datetime.now(UTC)
    good, key = of_authority(tmp_path, "desk.clinic.example")
    _, other = of_authority(tmp_path, "other.example")
    old, old_key = of_authority(tmp_path, "ended.example", not_before=now - timedelta(30), not_after=now - timedelta(1))
    new, new_key = of_authority(tmp_path, "later.example", not_before=now + timedelta(1), not_after=now + timedelta(9))
    assert "is not the key of" in words(good, other)
    assert "ended on" in words(old, old_key)
    assert "begins on" in words(new, new_key)
    nothing = tmp_path / "nothing"
    assert words(nothing, nothing).count("cannot be read") == 2
    junk = tmp_path / "junk"
    junk.write_bytes(b"\x00-----BEGIN CERTIFICATE-----\nAAAA")
    junk.chmod(0o600)
    assert "no certificate in PEM form" in words(junk, junk)
    assert "no private key in PEM form" in words(junk, junk)
    assert words(tmp_path, tmp_path).count("cannot be read") == 2
    if os.name == "posix":
        key.chmod(0o640)
        assert "can be read by other users" in words(good, key)
        assert "chmod 600" in words(good, key)


def test_a_key_under_a_password_is_refused_in_words(tmp_path: Path):
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

    certificate, _ = of_authority(tmp_path, "desk.clinic.example")
    locked = tmp_path / "locked"
    secret = generate_private_key(SECP256R1())
    locked.write_bytes(secret.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x")))
    locked.chmod(0o600)
    assert "protected with a password" in words(certificate, locked)


@pytest.mark.parametrize(("text", "found"), [
    ("192.168.1.20", ("192.168.1.20", 8443)), ("192.168.1.20:443", ("192.168.1.20", 443)), ("[::1]:9", ("::1", 9)),
    ("[fe80::1]", ("fe80::1", 8443)), ("::1", ("::1", 8443)), ("Desk.Local:80", ("desk.local", 80)), ("pc7", ("pc7", 8443)),
])  # fmt: skip
def test_an_address_is_read_as_people_write_it(text: str, found: tuple[str, int]):
    assert address_and_port(text) == found


@given(st.text(max_size=60) | st.from_regex(r"[0-9a-f:.\[\]]{0,30}", fullmatch=True))
def test_any_other_is_refused_in_words(text: str):
    try:
        host, port = address_and_port(text)
    except ValueError as error:
        assert "address" in str(error) or "port" in str(error)
    else:
        assert host
        assert 0 <= port < 65_536


def test_without_folder_owner_and_certificate_it_does_not_start_and_says_all(tmp_path: Path):
    def told(desk: Desk, listen: str) -> list[str]:
        with pytest.raises(HandoutsError) as caught:
            open_network(desk, listen, None, None, tell=lambda _: None)
        return [problem.message for problem in caught.value.problems]

    nowhere = Desk(None, lambda: TODAY)
    assert len(told(nowhere, "no address")) == 3
    nowhere.close()
    (tmp_path / "clinic.yaml").write_text("name: Harbour Street\nphone: 01632 960 000\n", "utf-8")
    both = told(Desk(tmp_path, lambda: TODAY), "127.0.0.1:0")
    assert [("owner" in one, "--certificate" in one) for one in both] == [(True, False), (False, True)]
    make_certificate(tmp_path, ["127.0.0.1"])
    assert len(told(Desk(tmp_path, lambda: TODAY), "127.0.0.1:0")) == 1
