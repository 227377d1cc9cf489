"""Who may ask for what: every address of the desk, in one table, with its method and its role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest

from handouts.deliver.accounts import Role
from handouts.desk.routing import RoleRoute
from tests.desk_network import Networked, cheap_hashes, networked

if TYPE_CHECKING:
    from starlette.routing import Route

OPEN = {("GET+POST", "/login"), ("GET", "/static/{version}/{name}")}
"""What anybody may ask: it holds nothing of the clinic but its name."""
LISTED = [line.split() for line in Path(__file__).with_name("roles.txt").read_text("utf-8").splitlines()]
"""Role, method and address, sorted by addresses. Whoever adds one says there who may ask for it, and has thought about it."""


@pytest.fixture(scope="module")
def net(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Networked]:
    folder = tmp_path_factory.mktemp("clinic")
    (folder / "clinic.yaml").write_text("name: Harbour Street\nphone: 01632 960 000\n", "utf-8")
    with cheap_hashes(), networked(folder) as one:
        yield one
        one.gone()


def routes(net: Networked) -> list[Route]:
    return net.app._app.routes


def methods(route: Route) -> str:
    return "+".join(sorted((route.methods or set()) - {"HEAD"}))


def test_every_address_is_in_the_table_with_its_role(net: Networked):
    found = {(one.role, methods(one), one.path) for one in routes(net) if isinstance(one, RoleRoute)}
    free = {(methods(one), one.path) for one in routes(net) if not isinstance(one, RoleRoute)}
    listed = {(role, method, path) for role, method, path in LISTED}
    assert free == OPEN
    unlisted = [" ".join(one) for one in sorted(found - listed)]
    assert not unlisted, "say in roles.txt who may ask for these"
    assert not listed - found, "these are not there any more"
    assert {role for role, _, _ in listed} == set(get_args(Role))


def test_nobody_gets_further_than_their_role(net: Networked):
    """Each address is asked by each role: who is below it is refused before anything is looked at."""
    order = get_args(Role)
    people = {"desk": net.visitor("Jo Bloggs"), "clinician": net.visitor("Ada"), "owner": net.visitor("Mei Tan")}
    stranger = net.visitor()
    for role, method, path in LISTED:
        address = re.sub(r"\{.*?\}", "1", path)
        for name, visitor in people.items():
            if order.index(name) < order.index(role):
                answer = visitor.get(address) if method == "GET" else visitor.post(address)
                assert answer.status_code == 403, (name, method, path)
                assert f"this is for the role “{role}”" in answer.text
        assert stranger.get(address).status_code in {303, 405}, path
        assert stranger.post(address).status_code == 403, path
