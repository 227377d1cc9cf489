"""The certificate for the clinic's network: looked over before it is used, and made where the clinic has none."""

from __future__ import annotations

import ipaddress
import os
import ssl
import stat
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from handouts.base.files import write_whole
from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.base.records import dataclass

if TYPE_CHECKING:
    from cryptography.x509 import Certificate, GeneralName

__all__ = ["CERTIFICATE", "KEY", "Papers", "make_certificate", "papers_faults", "read_papers"]

CERTIFICATE, KEY = "desk-certificate.pem", "desk-key.pem"
"""Their names in the clinic's folder, where they are not given."""
_VALID, _SOON = timedelta(days=397), timedelta(days=30)
_LARGEST = 1_000_000
_MAKE = "“handouts desk --make-certificate” makes one."


@dataclass(frozen=True)
class Papers:
    """A certificate that can be used."""

    tls: ssl.SSLContext
    names: tuple[str, ...]
    """Names and addresses that it is for."""
    ends: datetime
    fingerprint: str
    """SHA-256, as browsers show it."""

    @property
    def soon(self) -> bool:
        """Whether it ends within a month."""
        return self.ends - datetime.now(UTC) < _SOON


def papers_faults(certificate: Path, key: Path) -> list[Problem]:
    """All that keeps a certificate and its key from being used."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

    found, faults = _first(certificate), _open_to_others(key)
    pair: list[bytes] = []
    if isinstance(found, Problem):
        faults.insert(0, found)
    else:
        faults += _time_faults(certificate, found) + _name_faults(certificate, found)
        pair.append(found.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    try:
        secret = load_pem_private_key(_content(key), None)
        pair.append(secret.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    except OSError as error:
        faults.append(Problem(str(key), 0, f"cannot be read: {error.strerror or error}", f"Give its key. {_MAKE}"))
    except TypeError:
        hint = "Take the password off: openssl pkey -in KEY -out NEW. The file is to be its owner’s alone."
        faults.append(Problem(str(key), 0, "is protected with a password", hint))
    except (ValueError, x509.UnsupportedGeneralNameType, NotImplementedError):
        faults.append(Problem(str(key), 0, "is no private key in PEM form", f"Give the certificate’s key. {_MAKE}"))
    if len(pair) == 2 and pair[0] != pair[1]:
        faults.append(Problem(str(key), 0, f"is not the key of {certificate}", "Give the two that were made together."))
    return faults


def read_papers(certificate: Path, key: Path) -> Papers:
    """A certificate and its key, in use; HandoutsError with all that is wrong with them."""
    from cryptography.hazmat.primitives.hashes import SHA256

    if faults := papers_faults(certificate, key):
        raise HandoutsError(faults, Exit.USAGE)
    found = _first(certificate)
    assert not isinstance(found, Problem)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        tls.load_cert_chain(certificate, key)
    except (ssl.SSLError, OSError) as error:
        problem = Problem(str(certificate), 0, f"cannot be used: {error.strerror or error}", _MAKE)
        raise HandoutsError([problem], Exit.USAGE) from error
    return Papers(tls, _names(found), found.not_valid_after_utc, found.fingerprint(SHA256()).hex(":").upper())


def make_certificate(folder: Path, names: Sequence[str]) -> tuple[Path, Path]:
    """A certificate for names and addresses of this computer, signed by itself, and its key, in the clinic's folder.

    HandoutsError where one is there already, or a name is none.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from cryptography.x509.oid import ExtendedKeyUsageOID

    there = [path for path in (folder / CERTIFICATE, folder / KEY) if path.exists()]
    if there:
        hint = "Move it away first, if it is to be replaced."
        raise HandoutsError([Problem(str(path), 0, "is there already", hint) for path in there], Exit.EXISTS)
    key, now = generate_private_key(SECP256R1()), datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, names[0][:60])])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + _VALID)
        .add_extension(x509.SubjectAlternativeName([_general(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, SHA256())
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_whole(folder / KEY, secret, force=False)
    write_whole(folder / CERTIFICATE, made.public_bytes(Encoding.PEM), force=False)
    return folder / CERTIFICATE, folder / KEY


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_LARGEST)


def _first(path: Path) -> Certificate | Problem:
    """The first certificate of a file, which is the server's own; or why there is none."""
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return load_pem_x509_certificates(_content(path))[0]
    except OSError as error:
        return Problem(str(path), 0, f"cannot be read: {error.strerror or error}", f"Give a certificate. {_MAKE}")
    except ValueError:
        return Problem(str(path), 0, "is no certificate in PEM form", f"Give one that is. {_MAKE}")


def _open_to_others(key: Path) -> list[Problem]:
    """Whether others than its owner may read a key, where the system tells."""
    if os.name != "posix":
        return []
    try:
        found = key.stat()
    except OSError:
        return []  # said where it is read
    faults = []
    if stat.S_IMODE(found.st_mode) & 0o077:
        faults.append(Problem(str(key), 0, "can be read by other users", f"Run: chmod 600 {key}"))
    if found.st_uid not in (0, os.getuid()):
        faults.append(Problem(str(key), 0, "belongs to another user", f"Run: chown {os.getuid()} {key}"))
    return faults


def _time_faults(path: Path, found: Certificate) -> list[Problem]:
    now = datetime.now(UTC)
    if found.not_valid_after_utc < now:
        message = f"ended on {found.not_valid_after_utc:%d %B %Y}"
        return [Problem(str(path), 0, message, f"Get a new one. {_MAKE}")]
    if found.not_valid_before_utc > now:
        message = f"begins on {found.not_valid_before_utc:%d %B %Y}"
        return [Problem(str(path), 0, message, "Look at this computer’s clock.")]
    return []


def _name_faults(path: Path, found: Certificate) -> list[Problem]:
    if _names(found):
        return []
    hint = f"Browsers look at its “subject alternative names”. {_MAKE}"
    return [Problem(str(path), 0, "names no computer", hint)]


def _names(found: Certificate) -> tuple[str, ...]:
    from cryptography import x509

    try:
        names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    plain = [name.lower() for name in names.get_values_for_type(x509.DNSName)]
    return tuple(dict.fromkeys([*plain, *map(str, names.get_values_for_type(x509.IPAddress))]))


def _general(name: str) -> GeneralName:
    from cryptography import x509

    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        pass
    try:
        return x509.DNSName(name.encode("idna").decode("ascii"))
    except (ValueError, UnicodeError) as error:
        problem = Problem("--listen", 0, f"“{name[:80]}” is no name of a computer", "Give a name or an address.")
        raise HandoutsError([problem], Exit.USAGE) from error
