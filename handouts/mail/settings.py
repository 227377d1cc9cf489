"""The mail server as ``clinic.yaml`` and the environment name it, and its password, fetched when it is needed.

Nothing from a file is ever executed unless the environment allows it: ``password_command`` and ``token_command``
count only with HANDOUTS_ALLOW_COMMANDS=1, or where the environment gives the command itself.
"""

from __future__ import annotations

import os
import shlex
import ssl
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import field
from pathlib import Path

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.library.clinic import MailSettings, is_loopback
from handouts.library.load import CLINIC_FILE, Library

__all__ = ["ALLOW", "PASSWORD", "PASSWORD_COMMAND", "TOKEN_COMMAND", "Login", "Server", "check_local", "server_of"]

PASSWORD = "HANDOUTS_MAIL_PASSWORD"  # noqa: S105  # the variable's name
PASSWORD_COMMAND = "HANDOUTS_MAIL_PASSWORD_COMMAND"  # noqa: S105  # the same
TOKEN_COMMAND = "HANDOUTS_MAIL_TOKEN_COMMAND"  # noqa: S105  # the same
ALLOW = "HANDOUTS_ALLOW_COMMANDS"
_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_COMMAND_WAIT = 30.0
"""How long a command may take, s."""


@dataclass(frozen=True)
class Login:
    """Who logs in, and with what."""

    user: str
    secret: str = field(repr=False)
    token: bool = False
    """Whether the secret is an OAuth 2 access token."""


@dataclass(frozen=True)
class Server:
    """A mail server, ready to be called."""

    settings: MailSettings
    sender: str
    """The clinic's own address."""
    port: int
    ca_file: Path | None = None
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)

    @property
    def host(self) -> str:
        return self.settings.server

    @property
    def gap(self) -> float:
        """Least time between two messages, s."""
        return 60 / self.settings.per_minute

    def context(self) -> ssl.SSLContext:
        """How certificates are verified. HandoutsError where the clinic's own authority cannot be read."""
        try:
            return ssl.create_default_context(cafile=self.ca_file)
        except (OSError, ssl.SSLError) as error:
            what = error.strerror or error if isinstance(error, OSError) else error
            raise _wrong(
                f"mail.ca_file: {self.settings.ca_file} cannot be read: {what}", "It holds a certificate as PEM."
            ) from error

    def login(self) -> Login | None:
        """User and secret, fetched now: a token may have run out. None where the server asks for none."""
        settings, environ = self.settings, self.environ
        if settings.user is None:
            return None
        if PASSWORD_COMMAND in environ:
            return Login(settings.user, _printed(_split(PASSWORD_COMMAND, environ), PASSWORD_COMMAND))
        if TOKEN_COMMAND in environ:
            return Login(settings.user, _printed(_split(TOKEN_COMMAND, environ), TOKEN_COMMAND), token=True)
        if environ.get(PASSWORD):
            if not environ[PASSWORD].isprintable():  # also bytes that are no text here
                hint = "Set it once more, in a terminal that writes UTF-8."
                raise HandoutsError([Problem(PASSWORD, 0, "is not text", hint)], Exit.USAGE)
            return Login(settings.user, environ[PASSWORD])
        for name, command in (
            ("password_command", settings.password_command),
            ("token_command", settings.token_command),
        ):
            if command:
                if environ.get(ALLOW) != "1":
                    raise _wrong(
                        f"mail.{name}: commands from a file are not run",
                        f"Set {ALLOW}=1 if you trust this folder, or give the command in "
                        f"{PASSWORD_COMMAND if name == 'password_command' else TOKEN_COMMAND}.",
                    )
                return Login(settings.user, _printed(command, f"mail.{name}"), token=name == "token_command")
        if settings.keyring:
            return Login(settings.user, _from_keyring(settings))
        raise _wrong(
            "mail: there is a user, but no password",
            f"Set {PASSWORD}, or write “keyring: true”, “password_command:” or “token_command:”.",
        )


def server_of(library: Library, environ: Mapping[str, str] | None = None) -> Server:
    """The clinic's mail server. HandoutsError where ``clinic.yaml`` names none, or no address of its own."""
    settings = library.clinic.mail
    if settings is None:
        raise _wrong("names no mail server", "Add “mail:” with “server:” and “user:”; docs/mail.md tells more.")
    sender = settings.sender or library.clinic.email
    if not sender:
        raise _wrong("mail: there is no address to send from", "Add “email:”, or “from:” below “mail:”.")
    name, _, domain = sender.rpartition("@")
    if not name or not domain or any(char.isspace() or char in '<>,;:"()' for char in sender) or "@" in name:
        key = "mail.from" if settings.sender else "email"
        raise _wrong(
            f"{key}: “{sender[:80]}” is not an address", "Write one such as hello@clinic.example, without a name."
        )
    ca_file = (library.folder or Path()) / settings.ca_file if settings.ca_file else None
    port = settings.port or _PORTS[settings.security]
    return Server(settings, sender, port, ca_file, os.environ if environ is None else environ)


def check_local(address: str) -> None:
    """HandoutsError where a connection without encryption leads away from this machine, whatever its name says."""
    if not is_loopback(address.partition("%")[0]):
        message = f"mail.security: none is for a server on this machine only, and {address} is elsewhere"
        raise _wrong(message, "Write starttls or tls.")


def _wrong(message: str, hint: str) -> HandoutsError:
    return HandoutsError([Problem(CLINIC_FILE, 0, message, hint)])


def _split(name: str, environ: Mapping[str, str]) -> list[str]:
    try:
        words = shlex.split(environ[name], posix=os.name != "nt")
    except ValueError as error:
        raise HandoutsError([Problem(name, 0, f"cannot be read: {error}", "Close its quotes.")], Exit.USAGE) from error
    if not words:
        raise HandoutsError([Problem(name, 0, "is empty", "Unset it, or give a program.")], Exit.USAGE)
    return words


def _printed(command: Sequence[str], place: str) -> str:
    """The first line that a program prints. What it says otherwise is not shown: it may hold the secret."""
    try:
        done = subprocess.run(  # noqa: S603  # without a shell, and only where the environment allows it
            list(command), stdin=subprocess.DEVNULL, capture_output=True, timeout=_COMMAND_WAIT, check=False
        )
    except subprocess.TimeoutExpired:
        said = f"{command[0]} gave no answer in {_COMMAND_WAIT:.0f} s"
    except OSError as error:
        said = f"{command[0]} cannot be run: {error.strerror or error}"
    else:
        lines = done.stdout.decode("utf-8", "replace").splitlines()
        if done.returncode == 0 and lines and lines[0].strip():
            return lines[0].strip("\r\n")
        said = f"{command[0]} printed nothing" if done.returncode == 0 else f"{command[0]} failed ({done.returncode})"
    raise HandoutsError([Problem(place, 0, said, "Run it by hand: its first line is what counts.")], Exit.OUTPUT)


def _from_keyring(settings: MailSettings) -> str:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError as error:
        raise _wrong(
            "mail.keyring: needs a part that is not installed", "Install what is needed: pip install handouts[mail]"
        ) from error
    service = f"handouts:{settings.server}"
    try:
        found = keyring.get_password(service, settings.user or "")
    except KeyringError as error:
        message = f"mail.keyring: the key ring cannot be read ({type(error).__name__})"
        raise _wrong(message, f"Unlock it, or set {PASSWORD}.") from error
    if not found:
        hint = f"Put it there: keyring set {service} {settings.user}"
        raise _wrong(f"mail.keyring: holds no password of {service}", hint)
    return str(found)
