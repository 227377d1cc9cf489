"""Accounts over the network: who gets in, how long, and what ends it."""

from __future__ import annotations

import socket
import sqlite3
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.deliver.accounts import AccountsTable, stamp
from handouts.deliver.audit import AuditTable
from handouts.desk.accounts.strangers import where_to
from handouts.runs import accounts
from handouts.runs.accounts import add_account, change_account, digest_of, new_password
from tests.desk_network import PASSWORDS, Networked, Visitor, cheap_hashes, networked

SECRET = "__Host-handouts"


@pytest.fixture(scope="module")
def net(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Networked]:
    folder = tmp_path_factory.mktemp("clinic")
    (folder / "clinic.yaml").write_text("name: Harbour Street\nphone: 01632 960 000\n", "utf-8")
    with cheap_hashes(), networked(folder) as one:
        yield one


@pytest.fixture(autouse=True)
def _all_go(net: Networked) -> Iterator[None]:
    yield
    net.gone()


def trail(net: Networked) -> list[tuple[str, str, str]]:
    with net.desk.register(reading=True) as register:
        return [(one.who, one.did, one.about) for one in AuditTable(register).latest(50)]


def sql(net: Networked, query: str, *values: object) -> list[tuple]:
    with sqlite3.connect(net.desk.store / "register.sqlite") as base:
        return base.execute(query, values).fetchall()


def is_in(visitor: Visitor) -> bool:
    return visitor.get("/account").status_code == 200


def test_without_a_log_in_there_is_the_page_to_log_in_and_nothing_else(net: Networked):
    stranger = net.visitor()
    for address in ("/", "/sheet", "/patients", "/accounts", "/trail", "/nowhere"):
        answer = stranger.get(address)
        assert answer.status_code == 303, address
        assert answer.headers["location"].startswith("/login"), address
    assert stranger.get("/login").status_code == 200
    assert stranger.get("/enter?key=x").status_code == 303
    assert stranger.post("/sheet/new").status_code == 403
    assert "Harbour Street" in stranger.get("/login").text


def test_a_log_in_leads_on_to_the_page_that_was_asked_for(net: Networked):
    visitor = net.visitor()
    answer = visitor.log_in("mei  TAN", PASSWORDS["Mei Tan"], next="/trail?x=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/trail?x=1")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{SECRET}=")
    for part in ("Secure", "HttpOnly", "SameSite=strict", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie
    assert ("Mei Tan", "logged in", "") in trail(net)


@given(st.text(max_size=60))
@settings(max_examples=200)
def test_a_log_in_leads_to_no_other_site(text: str):
    for tried in (text, f"/{text}", f"//{text}", f"/\\{text}", f"/\t/{text}"):
        where = where_to(tried)
        assert where.startswith("/")
        assert not where.startswith(("//", "/\\", "/login"))
        assert where.isprintable()


def test_the_answer_does_not_tell_whether_there_is_such_an_account(net: Networked):
    net.keeper.pace.__init__()  # type: ignore[misc]  # nothing failed yet
    wrong = net.visitor().log_in("Mei Tan", "not the password")
    nobody = net.visitor().log_in("Nobody Here", "not the password")
    assert wrong.status_code == nobody.status_code == 403
    assert wrong.text.replace("Mei Tan", "") == nobody.text.replace("Nobody Here", "")
    assert trail(net)[:2] == [("", "log-in failed", ""), ("", "log-in failed", "Mei Tan")]


def test_a_name_that_is_typed_is_shown_and_does_nothing(net: Networked):
    hostile = '"><script>alert(1)</script>{{ 7*7 }}\u202e'
    answer = net.visitor().log_in(hostile, "not the password")
    assert "<script>" not in answer.text
    assert "49" not in answer.text.partition("value=")[2][:200]
    long = net.visitor().log_in("x" * 1_500, "y" * 1_500)
    assert long.status_code == 403


def test_a_forged_session_is_no_session(net: Networked):
    visitor = net.visitor("Ada")
    secret = visitor.client.cookies[SECRET]
    kept = sql(net, "SELECT digest FROM desk_sessions WHERE account = 'ada'")
    assert all(secret not in row[0] for row in kept)
    for forged in (secret[:-1], secret + "x", kept[0][0], digest_of(secret), "' OR 1=1 --", "x" * 5_000, "é"):
        headers = [(b"Cookie", f"{SECRET}={forged}".encode())]
        assert net.visitor().client.get("/account", headers=headers).status_code == 303


def test_a_form_of_another_session_does_nothing(net: Networked):
    ada, mei = net.visitor("Ada"), net.visitor("Mei Tan")
    assert ada.token != mei.token
    for token in (mei.token, "", "x"):
        assert ada.post("/account/end", **{"X-Handouts-Token": token}).status_code == 403
    assert ada.post("/account/end", Origin="https://elsewhere.example").status_code == 403
    assert ada.post("/account/end").status_code == 303


def test_logging_out_ends_the_session_for_good(net: Networked):
    visitor = net.visitor("Ada")
    secret = visitor.client.cookies[SECRET]
    assert visitor.post("/logout").headers["location"] == "/login?out"
    assert not is_in(visitor)
    assert net.visitor().get("/account", Cookie=f"{SECRET}={secret}").status_code == 303


@pytest.mark.parametrize(("column", "ago", "still"), [
    ("seen_at", timedelta(minutes=29), True), ("seen_at", timedelta(minutes=32), False),
    ("made_at", timedelta(hours=11, minutes=55), True), ("made_at", timedelta(hours=12, minutes=1), False),
])  # fmt: skip
def test_a_session_ends_when_nobody_uses_it_and_after_twelve_hours(
    net: Networked, column: str, ago: timedelta, still: bool
):
    visitor = net.visitor("Ada")
    digest, then = digest_of(visitor.client.cookies[SECRET]), stamp(datetime.now(UTC) - ago)
    sql(net, f"UPDATE desk_sessions SET {column} = ? WHERE digest = ?", then, digest)  # noqa: S608  # of the table above
    assert is_in(visitor) is still
    assert is_in(visitor) is still  # and using it made it neither better nor worse
    if column == "seen_at" and still:
        assert sql(net, "SELECT seen_at FROM desk_sessions WHERE digest = ?", digest)[0][0] > then


def test_who_was_away_logs_in_where_they_are_and_goes_on(net: Networked):
    visitor = net.visitor("Ada")
    sql(net, "UPDATE desk_sessions SET ended_at = 'x' WHERE digest = ?", digest_of(visitor.client.cookies[SECRET]))
    asked = visitor.post("/account/end", **{"HX-Request": "true"})
    assert (asked.status_code, asked.headers["hx-retarget"]) == (403, "#problems")
    assert "Ada, log in again" in asked.text
    form = {"name": "Ada", "password": PASSWORDS["Ada"], "was": "Ada"}
    again = visitor.post("/login", form, **{"HX-Request": "true"})
    assert again.status_code == 200
    fresh = visitor.token_now()
    assert fresh in again.headers["hx-trigger"]
    visitor.token = fresh
    assert visitor.post("/account/end", **{"HX-Request": "true"}).status_code == 303
    other = visitor.post(
        "/login", {**form, "name": "Jo Bloggs", "password": PASSWORDS["Jo Bloggs"]}, **{"HX-Request": "1"}
    )
    assert other.headers["hx-redirect"] == "/"  # what stands on the page is Ada's


def test_another_password_or_role_ends_what_is_open_at_once(net: Networked):
    with net.desk.register() as register:
        add_account(register, "Kim", "desk", "walnut tram over water")
    first, second = net.visitor(), net.visitor()
    for one in (first, second):
        assert one.log_in("Kim", "walnut tram over water").status_code == 303
    with net.desk.register() as register:  # as the command line does it, in another process
        change_account(register, "Kim", role="clinician")
    assert not is_in(first)
    assert not is_in(second)
    first.log_in("Kim", "walnut tram over water")
    with net.desk.register() as register:
        new_password(register, "Kim", "another tram over water")
    assert not is_in(first)
    assert first.log_in("Kim", "walnut tram over water").status_code == 403
    first.log_in("Kim", "another tram over water")
    with net.desk.register() as register:
        change_account(register, "Kim", disabled=True)
    assert not is_in(first)
    assert first.log_in("Kim", "another tram over water").status_code == 403


def test_own_password_is_changed_here_and_ends_what_is_open_elsewhere(net: Networked):
    with net.desk.register() as register:
        add_account(register, "Lou", "desk", "walnut tram over water")
    here, there = net.visitor(), net.visitor()
    for one in (here, there):
        one.log_in("Lou", "walnut tram over water")
    new = {"now": "walnut tram over water", "password": "seven foxes on a wall", "again": "seven foxes on a wall"}
    for wrong in ({"now": "not mine at all"}, {"again": "others"}, {"password": "short", "again": "short"},
                  {"password": "Lou123456789", "again": "Lou123456789"}):  # fmt: skip
        assert here.post("/account/password", {**new, **wrong}).status_code == 422, wrong
    assert here.post("/account/password", new).headers["location"] == "/account?done=password"
    assert is_in(here)
    assert not is_in(there)
    assert net.visitor().log_in("Lou", "seven foxes on a wall").status_code == 303


def test_sessions_are_ended_one_by_one_and_all_others_at_once(net: Networked):
    with net.desk.register() as register:
        add_account(register, "Pat", "desk", "walnut tram over water")
    three = [net.visitor() for _ in range(3)]
    for one in three:
        one.log_in("Pat", "walnut tram over water")
    second = digest_of(three[1].client.cookies[SECRET])
    three[0].post("/account/end", {"session": second[:8]})  # a part of its name is nobody's
    assert is_in(three[1])
    three[0].post("/account/end", {"session": second[:16]})
    assert [is_in(one) for one in three] == [True, False, True]
    ada = net.visitor("Ada")
    three[0].post("/account/end", {"session": digest_of(ada.client.cookies[SECRET])[:16]})
    assert is_in(ada)  # another's
    three[0].post("/account/end")
    assert [is_in(one) for one in three] == [True, False, False]


def test_owners_make_and_change_accounts_and_others_do_not(net: Networked):
    mei, ada = net.visitor("Mei Tan"), net.visitor("Ada")
    form = {"name": "Sam", "role": "desk", "password": "walnut tram over water", "again": "walnut tram over water"}
    for address in ("/accounts/add", "/accounts/change", "/accounts/password"):
        assert ada.post(address, form).status_code == 403
    assert ada.get("/accounts").status_code == ada.get("/trail").status_code == 403
    bad = mei.post("/accounts/add", {**form, "name": "", "role": "king", "password": "short", "again": "short"})
    assert bad.status_code == 422
    for words in ("is empty", "king", "has 5 characters"):  # all at once
        assert words in bad.text
    assert mei.post("/accounts/add", form).status_code == 303
    assert "there already" in mei.post("/accounts/add", form).text.replace("already", "there already", 1)
    assert ("Mei Tan", "made an account as desk", "Sam") in trail(net)
    assert net.visitor().log_in("Sam", "walnut tram over water").status_code == 303


def test_of_two_owners_who_change_one_account_the_second_is_told(net: Networked):
    mei = net.visitor("Mei Tan")
    with net.desk.register(reading=True) as register:
        seen = AccountsTable(register).get("Jo Bloggs").changed_at
    first = {"name": "Jo Bloggs", "role": "clinician", "seen": seen}
    assert mei.post("/accounts/change", first).status_code == 303
    second = mei.post("/accounts/change", {"name": "Jo Bloggs", "switch": "off", "seen": seen})
    assert second.status_code == 422
    assert "was changed since" in second.text
    with net.desk.register() as register:
        assert not AccountsTable(register).get("Jo Bloggs").disabled
        change_account(register, "Jo Bloggs", role="desk")


def test_the_last_owner_stays(net: Networked):
    mei = net.visitor("Mei Tan")
    with net.desk.register(reading=True) as register:
        seen = AccountsTable(register).get("Mei Tan").changed_at
    for change in ({"switch": "off"}, {"role": "desk"}):
        assert "only owner" in mei.post("/accounts/change", {"name": "Mei Tan", "seen": seen, **change}).text
    assert is_in(mei)


def test_nothing_is_said_without_encryption_and_nothing_by_old_ones(net: Networked):
    with socket.create_connection(("127.0.0.1", net.port), 10) as line:
        line.sendall(b"GET /login HTTP/1.1\r\nHost: x\r\n\r\n")
        got = line.recv(100)
    assert not got.startswith(b"HTTP")
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    old.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
    with socket.create_connection(("127.0.0.1", net.port), 10) as line, pytest.raises((ssl.SSLError, OSError)):
        old.wrap_socket(line)
    assert "max-age" in net.visitor().get("/login").headers["strict-transport-security"]


def test_the_desk_has_the_certificates_names_only(net: Networked):
    visitor = net.visitor()
    assert visitor.get("/login", Host=f"localhost:{net.port}").status_code == 200
    for host in ("clinic.example", "127.0.0.1", f"127.0.0.2:{net.port}", ""):
        assert visitor.get("/login", Host=host).status_code in {400, 421}, host


def test_a_flood_of_log_ins_stops_nobody_who_is_known_and_is_bounded(net: Networked):
    """Thirty computers try at once; who logged in from theirs before gets in, and a page comes."""
    import threading

    import httpx

    mei = net.visitor("Mei Tan")
    slow, answers, most = threading.Event(), [], 0
    real = accounts.right_password

    def looked(account: object, password: str) -> bool:
        if password.startswith("guess"):
            slow.wait(5)  # as long as a hash takes where many are asked for
        return real(account, password)

    def flood(number: int) -> None:
        line = httpx.HTTPTransport(verify=net.trust, local_address=f"127.0.9.{number + 1}")
        with httpx.Client(transport=line, timeout=60, headers={"Origin": net.base}) as client:
            form = {"name": f"nobody {number}", "password": f"guess {number}"}
            answers.append(client.post(f"{net.base}/login", data=form).status_code)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "right_password", looked)
        crowd = [threading.Thread(target=flood, args=[number]) for number in range(30)]
        for one in crowd:
            one.start()
        end = datetime.now(UTC) + timedelta(seconds=20)
        while len(answers) < 10 and datetime.now(UTC) < end:  # those who are told to come back
            most = max(most, net.keeper._waiting)
        assert is_in(mei)
        assert net.visitor("Mei Tan").token
        slow.set()
        for one in crowd:
            one.join(60)
    assert most == 20
    assert sorted(answers) == [403] * 20 + [429] * 10
    assert net.keeper._waiting == 0
