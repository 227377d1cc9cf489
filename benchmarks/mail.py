"""1,000 messages of 110 kB over loopback, as the command sends them: register, outbox, one line, no rate limit.

The server (aiosmtpd, with and without STARTTLS) runs in a process of its own and throws away what it takes. Memory
is the largest that the sending process had, and what it had before it sent; the messages themselves are made first
and take most of it. The rate at which smtplib hands the same messages over without any outbox stands beside it.

Then the whole command for a roster of as many patients, from reading it to the last message, with a rate limit of
6,000 a minute (the highest there is); ``--dry-run`` makes everything and sends nothing.

python benchmarks/mail.py [COUNT]
"""

from __future__ import annotations

import os
import smtplib
import ssl
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

SIZE = 110_000
SERVER = """
import asyncio, pathlib, ssl, sys, warnings
import trustme
from aiosmtpd.smtp import SMTP
warnings.simplefilter("ignore")
class Sink:
    async def handle_DATA(self, server, session, envelope):
        return "250 2.0.0 taken"
context = None
if sys.argv[1] == "starttls":
    authority = trustme.CA()
    pathlib.Path(sys.argv[2]).write_bytes(authority.cert_pem.bytes())
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Sink(), loop=loop, tls_context=context), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(main())
"""
WHOLE = """
import resource, sys, time
from handouts.cli import run
start = time.perf_counter()
code = run(sys.argv[1:])
took = time.perf_counter() - start
print(code, took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""
CHILD = "import sys; sys.path.insert(0, sys.argv[1]); import mail; mail.send(*sys.argv[2:])"


def memory() -> int:
    """The largest memory of this process so far, MB."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def messages(count: int) -> list[bytes]:
    line = b"x" * 76 + b"\r\n"
    head = b"From: a@clinic.example\r\nTo: p%d@x.example\r\nMessage-ID: <%d@clinic.example>\r\n\r\n"
    return [head % (number, number) + line * (SIZE // len(line)) for number in range(count)]


def send(folder: str, port: str, security: str, count: str) -> None:
    """The product's way; prints rate, memory before and after, and kB left in the register."""
    from handouts.library.clinic import MailSettings
    from handouts.library.load import load_library
    from handouts.mail.message import Message
    from handouts.mail.send import send_all
    from handouts.runs.registers import open_register

    root = Path(folder)
    library = load_library(brand="harbour-street")
    mail = MailSettings(
        server="127.0.0.1",
        port=int(port),
        security=security,
        sender="a@clinic.example",
        per_minute=1_000_000_000,
        ca_file="ca.pem" if security == "starttls" else None,
    )
    library = replace(library, folder=root, clinic=replace(library.clinic, mail=mail))
    parcels = [
        Message(f"H{number:011}", "", "", f"p{number}@x.example", f"<{number}@clinic.example>", data)
        for number, data in enumerate(messages(int(count)))
    ]
    before = memory()
    start = time.perf_counter()
    with open_register(root) as register:
        counts = send_all(parcels, library, register, report=lambda *_: None, stop=lambda: False)
    took = time.perf_counter() - start
    if counts["sent"] != int(count):
        raise SystemExit(f"not all were sent: {counts}")
    left = sum(path.stat().st_size for path in root.glob("register*")) // 1000
    print(int(count) / took, before, memory(), left)


def bare(folder: Path, port: int, security: str, count: int) -> float:
    """Messages a second that smtplib alone hands over on one line."""
    made = messages(count)
    start = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        if security == "starttls":
            smtp.starttls(context=ssl.create_default_context(cafile=folder / "ca.pem"))
        for data in made:
            smtp.sendmail("a@clinic.example", ["p@x.example"], data)
    return count / (time.perf_counter() - start)


def whole(port: str, count: int) -> None:
    """The whole command, for patients who get their sheet plain and for patients who get it protected."""
    print("\n| patients | making only, s | MB | with sending, s | MB | once more, s |\n|---|---|---|---|---|---|")
    for choice in ("plain", "protected"):
        with tempfile.TemporaryDirectory(dir=Path.cwd().parent) as name:
            clinic = Path(name) / "clinic"
            subprocess.run([sys.executable, "-m", "handouts", "init", str(clinic)], check=True, capture_output=True)
            with (clinic / "clinic.yaml").open("a") as file:
                file.write(f"mail: {{server: 127.0.0.1, port: {port}, security: none, per_minute: 6000}}\n")
            rows = (f"{n},Patient {n},hip-hinge,2026-11-23,p{n}@x.example,{choice} 2026-11-01\n" for n in range(count))
            (clinic / "r.csv").write_text("id,patient,program,start,email,email consent\n" + "".join(rows))
            found = []
            for way in ("--dry-run", "--yes", "--yes"):
                line = ["mail", str(clinic / "r.csv"), "--week-of", "2026-11-23", way, "--clinic", str(clinic)]
                done = subprocess.run(
                    [sys.executable, "-c", WHOLE, *line],
                    capture_output=True,
                    text=True,
                    check=True,
                    cwd=Path(__file__).parents[1],
                )
                code, took, most = map(float, done.stdout.splitlines()[-1].split())
                if code:
                    raise SystemExit(done.stdout + done.stderr)
                found += [took, most]
        print(f"| {count} {choice} | " + " | ".join(f"{one:.0f}" for one in found[:5]) + " |")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    print("| line | messages/s | smtplib alone/s | part of it | MB before | MB at most | kB left in the register |")
    print("|---|---|---|---|---|---|---|")
    for security in ("starttls", "none"):
        with tempfile.TemporaryDirectory(dir=Path.cwd().parent) as name:
            server = subprocess.Popen(
                [sys.executable, "-c", SERVER, security, f"{name}/ca.pem"], stdout=subprocess.PIPE, text=True
            )
            try:
                assert server.stdout
                port = server.stdout.readline().strip()
                done = subprocess.run(
                    [sys.executable, "-c", CHILD, str(Path(__file__).parent), name, port, security, str(count)],
                    capture_output=True,
                    text=True,
                    check=True,
                    env={**os.environ, "PYTHONPATH": ""},
                )
                rate, before, most, left = map(float, done.stdout.split())
                alone = bare(Path(name), int(port), security, count)
            finally:
                server.kill()
                server.communicate()
        part = 100 * rate / alone
        print(f"| {security} | {rate:.0f} | {alone:.0f} | {part:.0f} % | {before:.0f} | {most:.0f} | {left:.0f} |")
    server = subprocess.Popen([sys.executable, "-c", SERVER, "none", "-"], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout
        whole(server.stdout.readline().strip(), count)
    finally:
        server.kill()
        server.communicate()


if __name__ == "__main__":
    main()
