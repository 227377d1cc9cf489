"""Ten thousand log-ins at once: what the server's memory does, and how long others wait.

    python benchmarks/desk_logins.py [--tries N] [--computers N]

A desk with TLS and accounts runs in a process of its own, with what real passwords cost. Computers (addresses within
127.0.0.0/8) try passwords as fast as they are answered, each on four lines. Meanwhile somebody who is logged in asks
for a page, and an owner logs in anew from where they did before. Linux only.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import ssl
import statistics
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import httpx
import psutil

from tests.desk_network import PASSWORDS, networked


def serve(folder: str, told: Any) -> None:
    with networked(Path(folder)) as net:
        told.send((net.base, str(Path(folder) / "desk-certificate.pem")))
        told.recv()


class Lines:
    """Clients of a desk, each with an address of its own."""

    def __init__(self, base: str, certificate: str) -> None:
        self.base, self.trust = base, ssl.create_default_context(cafile=certificate)

    def client(self, address: str) -> httpx.AsyncClient:
        line = httpx.AsyncHTTPTransport(verify=self.trust, local_address=address, retries=3)
        return httpx.AsyncClient(base_url=self.base, transport=line, timeout=120, headers={"Origin": self.base})


async def tries(lines: Lines, address: str, count: int, answers: Counter[int]) -> None:
    async with lines.client(address) as client:
        for number in range(count):
            form = {"name": "Mei Tan" if number % 2 else f"nobody {number}", "password": f"guess {number} of {address}"}
            try:
                answers[(await client.post("/login", data=form)).status_code] += 1
            except httpx.HTTPError:
                answers[0] += 1


async def others(lines: Lines, pages: list[float], logins: list[float]) -> None:
    """A page each fifth of a second, and a log-in every two."""
    async with lines.client("127.0.0.1") as client:
        form = {"name": "Mei Tan", "password": PASSWORDS["Mei Tan"]}
        assert (await client.post("/login", data=form)).status_code == 303
        turn = 0
        while True:
            start = time.perf_counter()
            answer = await client.get("/account")
            pages.append(time.perf_counter() - start)
            assert answer.status_code == 200, answer.status_code
            if turn % 10 == 9:
                start = time.perf_counter()
                answer = await client.post("/login", data=form)
                logins.append(time.perf_counter() - start if answer.status_code == 303 else float("nan"))
            turn += 1
            await asyncio.sleep(0.2)


async def memory(process: psutil.Process, seen: list[int]) -> None:
    while True:
        seen.append(process.memory_info().rss)
        await asyncio.sleep(0.1)


async def attack(lines: Lines, process: psutil.Process, count: int, computers: int) -> None:
    answers: Counter[int] = Counter()
    pages: list[float] = []
    logins: list[float] = []
    sizes: list[int] = []
    beside = [asyncio.create_task(others(lines, pages, logins)), asyncio.create_task(memory(process, sizes))]
    while len(pages) < 10:  # noqa: ASYNC110  # the list is all that tells
        await asyncio.sleep(0.2)
    quiet, size = statistics.median(pages), sizes[-1]
    pages.clear()
    logins.clear()
    start = time.perf_counter()
    places = [f"127.0.{number // 250 + 1}.{number % 250 + 1}" for number in range(computers)]
    await asyncio.gather(*(tries(lines, place, count // computers // 4, answers) for place in places for _ in range(4)))
    took = time.perf_counter() - start
    for task in beside:
        task.cancel()
    done = await asyncio.gather(*beside, return_exceptions=True)
    for one in done:
        if not isinstance(one, asyncio.CancelledError):
            print("stopped by", one)
    print(f"{sum(answers.values()):,} tries from {computers} computers in {took:.0f} s; answers {dict(answers)}")
    print(f"memory {size / 1e6:.0f} MB before, {max(sizes) / 1e6:.0f} MB at most")
    median, most = statistics.median(pages) * 1000, max(pages) * 1000
    print(f"a page: median {quiet * 1000:.0f} ms before; meanwhile {median:.0f}, most {most:.0f} ms")
    print(f"a log-in meanwhile: {len(logins)}, median {statistics.median(logins):.2f} s, most {max(logins):.2f} s")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tries", type=int, default=10_000)
    parser.add_argument("--computers", type=int, default=40)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        Path(place, "clinic.yaml").write_text("name: Harbour Street\nphone: 01632 960 000\n", "utf-8")
        here, there = multiprocessing.Pipe()
        server = multiprocessing.get_context("spawn").Process(target=serve, args=(place, there))
        server.start()
        base, certificate = here.recv()
        try:
            asyncio.run(attack(Lines(base, certificate), psutil.Process(server.pid), asked.tries, asked.computers))
        finally:
            here.send("end")
            server.join(30)


if __name__ == "__main__":
    main()
