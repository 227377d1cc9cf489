"""What a desk on the clinic's network needs before it answers anybody; all that is lacking is said at once."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable
from pathlib import Path

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.deliver.accounts import AccountsTable
from handouts.desk.certificate import CERTIFICATE, KEY, make_certificate, papers_faults, read_papers
from handouts.desk.serve import PORT, listening, serve_network
from handouts.desk.state import Desk

__all__ = ["address_and_port", "certificate_for", "hosts_of", "open_network"]

_NAME = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*", re.IGNORECASE)
_PORTS = 65_535
_EXAMPLE = "Such as --listen 192.168.1.20 or --listen 192.168.1.20:8443; 0.0.0.0 is every address of this computer."


def open_network(
    desk: Desk, listen: str, certificate: Path | None, key: Path | None, *, tell: Callable[[str], None]
) -> None:
    """Serve the desk on an address of the clinic's network, until it is stopped.

    HandoutsError with all that it lacks: a clinic's folder, an owner's account, a certificate with its key.
    """
    problems, where = _address_faults(listen)
    if desk.folder is None:
        hint = "“handouts init DIR” makes one; then say --clinic DIR."
        problems.append(Problem("--listen", 0, "needs a clinic’s folder, which keeps its accounts", hint))
    else:
        problems += _owner_faults(desk)
    chain, secret = _papers_of(desk.folder, certificate, key)
    if chain is None or secret is None:
        hint = f"“handouts desk --listen {listen} --make-certificate” makes one, or bring the clinic’s."
        problems.append(Problem("--listen", 0, "needs --certificate and --key, for nothing is sent unencrypted", hint))
    else:
        problems += papers_faults(chain, secret)
    if problems or chain is None or secret is None:
        raise HandoutsError(problems, Exit.USAGE)
    papers = read_papers(chain, secret)
    host, port = where
    line = listening(host, port, "--listen")
    port = int(line.getsockname()[1])
    hosts = hosts_of(host, port, papers.names)
    shown = "\n".join(f"  https://{one}/" for one in sorted(hosts))
    ends = f"Its certificate ends on {papers.ends:%d %B %Y}{': get a new one soon' if papers.soon else ''}."
    tell(f"The desk is open for who has an account:\n{shown}\n{ends} Its SHA-256 fingerprint:\n  {papers.fingerprint}")
    tell("Ctrl-C ends it.")
    serve_network(desk, line, hosts, papers.tls, tell=tell)


def certificate_for(desk: Desk, listen: str) -> tuple[Path, Path]:
    """Make a certificate for this computer's names and an address of it, in the clinic's folder."""
    problems, (host, _) = _address_faults(listen) if listen else ([], ("", PORT))
    if desk.folder is None:
        hint = "“handouts init DIR” makes one; then say --clinic DIR."
        problems.append(Problem("--make-certificate", 0, "needs a clinic’s folder to lie in", hint))
    if problems or desk.folder is None:
        raise HandoutsError(problems, Exit.USAGE)
    name = socket.gethostname().split(".")[0].lower()
    names = [name, f"{name}.local"] if _NAME.fullmatch(name) else []
    given = [host] if host and not _is_any(host) else _addresses()
    return make_certificate(desk.folder, list(dict.fromkeys([*names, *given])) or ["localhost"])


def hosts_of(host: str, port: int, names: tuple[str, ...]) -> frozenset[str]:
    """How the desk may be called: by the certificate's names, and by the address it listens on."""
    plain = [name for name in names if not name.startswith("*.")]
    own = socket.getfqdn().lower()
    plain += [own for name in names if name.startswith("*.") and own.partition(".")[2] == name[2:]]
    plain += [] if _is_any(host) else [host.lower()]
    shown = [f"[{one}]" if ":" in one else one for one in plain]
    return frozenset(f"{one}:{port}" for one in shown) | (frozenset(shown) if port == 443 else frozenset())


def address_and_port(text: str) -> tuple[str, int]:
    """What stands after --listen; ValueError, saying why, where it is no address."""
    found = re.fullmatch(r"\[([0-9a-fA-F:.%]+)\](?::(\d{1,5}))?|([^:\s]+)(?::(\d{1,5}))?", text)
    if found:
        host, port = found[1] or found[3], int(found[2] or found[4] or PORT)
    elif text.count(":") > 1:
        host, port = text, PORT
    else:
        raise ValueError(f"“{text[:80]}” is no address")
    if port > _PORTS:
        raise ValueError(f"there is no port {port}; the last is {_PORTS}")
    try:
        return str(ipaddress.ip_address(host)), port
    except ValueError:
        if not _NAME.fullmatch(host) or host.replace(".", "").isdigit():
            raise ValueError(f"“{host[:80]}” is no address") from None
    return host.lower(), port


def _address_faults(listen: str) -> tuple[list[Problem], tuple[str, int]]:
    try:
        return [], address_and_port(listen)
    except ValueError as error:
        return [Problem("--listen", 0, str(error), _EXAMPLE)], ("", PORT)


def _owner_faults(desk: Desk) -> list[Problem]:
    with desk.register() as register:
        if any(one.role == "owner" and not one.disabled for one in AccountsTable(register).everyone()):
            return []
    hint = "Make one: handouts desk --account NAME --role owner"
    return [Problem("--listen", 0, "needs the account of an owner", hint)]


def _papers_of(folder: Path | None, certificate: Path | None, key: Path | None) -> tuple[Path | None, Path | None]:
    """The files that are given, else those of the clinic's folder."""
    if certificate is None and key is None and folder and (folder / CERTIFICATE).is_file():
        return folder / CERTIFICATE, folder / KEY
    return certificate, key


def _is_any(host: str) -> bool:
    return host in ("0.0.0.0", "::")  # noqa: S104  # recognised, so that nobody calls the desk so


def _addresses() -> list[str]:
    """Addresses of this computer on its networks, as far as its own name leads to them."""
    try:
        found = socket.getaddrinfo(socket.gethostname(), None, type=socket.SOCK_STREAM)
    except OSError:
        return []
    return sorted({str(one[4][0]).partition("%")[0] for one in found} - {"127.0.0.1", "127.0.1.1", "::1"})
