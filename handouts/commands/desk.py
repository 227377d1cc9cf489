"""``handouts desk``: everything in the browser, on this computer or the clinic's network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.commands.options import clinic_folder, clinic_options, decorate, today
from handouts.commands.say import say

if TYPE_CHECKING:
    from handouts.commands.options import F

__all__ = ["desk"]


def _network_options(function: F) -> F:
    """Options of the clinic's network and its accounts."""
    file = click.Path(path_type=Path, dir_okay=False)
    return decorate(
        function,
        [
            click.option(
                "--listen", metavar="ADDRESS", help="Answer on the clinic's network, such as 192.168.1.20:8443."
            ),
            click.option("--certificate", type=file, help="Its certificate (PEM).  [default: the clinic's folder's]"),
            click.option("--key", type=file, help="The certificate's key, its owner's alone (chmod 600)."),
            click.option("--make-certificate", is_flag=True, help="Make one, signed by itself, and end."),
            click.option("--account", metavar="NAME", help="Make an account, or give it another password, and end."),
            click.option("--role", metavar="ROLE", help="What it may do: desk, clinician or owner."),
            click.option("--disable", "switch", flag_value="off", help="Switch the account off."),
            click.option("--enable", "switch", flag_value="on", help="Switch the account on again."),
            click.option("--accounts", is_flag=True, help="List the accounts, and end."),
            click.option("--trail", is_flag=True, help="Print what was done at the desk and by whom, and end."),
        ],
    )


@click.command(
    epilog="""\b
Examples:
  handouts desk
  handouts desk --clinic my-clinic --no-browser
  handouts desk --account "Mei Tan" --role owner
  handouts desk --listen 192.168.1.20 --make-certificate
  handouts desk --listen 192.168.1.20
"""
)
@clinic_options
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Port on this computer.  [default: any free one]"
)
@click.option("--no-browser", is_flag=True, help="Print the address, and open no browser.")
@_network_options
def desk(port: int, no_browser: bool, **options: Any) -> None:
    """Open the desk in the browser: find, set, see and hand over sheets, with the same files underneath.

    It answers this computer alone. The address holds a key that works once. Ctrl-C ends it; what was shown as saved is
    kept.

    With --listen it answers the clinic's network too, encrypted, for people with an account. An account's password is
    asked for twice; scripts give it in the environment variable HANDOUTS_DESK_PASSWORD.
    """
    folder = clinic_folder(options)
    _check_options(options)
    if options["account"] is not None or options["accounts"] or options["trail"]:
        from handouts.commands.desk_accounts import change, show_accounts, show_trail

        if options["account"] is not None:
            change(folder, options["account"], options["role"], options["switch"])
        elif options["accounts"]:
            show_accounts(folder)
        else:
            show_trail(folder)
        return
    try:
        _serve(folder, port, options, view=not no_browser)
    except ImportError as error:
        hint = 'Run: pip install "handouts[desk]" (in this folder: pip install -c constraints.txt ".[desk]").'
        problem = Problem("handouts desk", 0, f"needs a part that is not installed: {error.name}", hint)
        raise HandoutsError([problem], Exit.USAGE) from error


def _serve(folder: Path | None, port: int, options: dict[str, Any], *, view: bool) -> None:
    from handouts.desk.state import Desk

    made = Desk(folder, today, brand=options["brand"])
    try:
        if options["make_certificate"]:
            from handouts.desk.network import certificate_for

            certificate, key = certificate_for(made, options["listen"] or "")
            say(f"Made {certificate}\nand its key {key}, which is to stay with you.")
            say("Browsers ask once whether they may trust it: compare the fingerprint that --listen shows with theirs.")
        elif options["listen"] is not None:
            from handouts.desk.network import open_network

            open_network(made, options["listen"], options["certificate"], options["key"], tell=say)
        else:
            from handouts.desk.serve import serve_here

            serve_here(made, port, view=view, tell=say)
    finally:
        made.close()


def _check_options(options: dict[str, Any]) -> None:
    """HandoutsError where options do not go together."""
    wrong = []
    for name, other in (("role", "account"), ("switch", "account"), ("certificate", "listen"), ("key", "listen")):
        if options[name] is not None and options[other] is None:
            shown = {"switch": "disable" if options["switch"] == "off" else "enable"}.get(name, name)
            wrong.append(Problem(f"--{shown}", 0, f"is only for --{other}"))
    if wrong:
        raise HandoutsError(wrong, Exit.USAGE)
