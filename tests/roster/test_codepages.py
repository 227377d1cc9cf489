"""Files that are not UTF-8: names come out right, or the file is a fault; never with other letters."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.base.problems import HandoutsError
from handouts.roster import Reading, look_at, read_roster
from handouts.roster.codepages import page_of
from tests.counting import calls_of

NAMES = {
    "cp1252": (
        "José Núñez, Zoë Müller, Hélène Lefèvre, François Noël, Anaïs Benoît, Jérôme Côté, Geneviève Rivière, João Simões,"
        "Conceição Magalhães, Inês Araújo, Begoña Ibáñez, Íñigo Peña, Nicolò Cantù, Björn Åkesson, Søren Kjærgaard, Åse Bjørnstad,"
        "Päivi Hämäläinen, Guðrún Sigurðardóttir, Þórður Jónsson, Friðrik Ægisson, Jürgen Groß, Käthe Böhm, Seán Ó Súilleabháin,"
        "Áine Ní Bhriain, Aoife Mac Giolla Bhríde, Mónica Bäcker, Chloé Dubôis, Loïc Évrard, Raúl Güell, Núria Domènech"
    ),
    "cp1250": (
        "Łukasz Dąbrowski, Żaneta Ćwik, Małgorzata Święcka, Stanisław Wójcik, Grażyna Zielińska, Paweł Kamiński,"
        "Jiří Dvořák, Věra Růžičková, Tomáš Kučera, Zdeněk Čermák, Kateřina Procházková, Ľubomír Šťastný, Mária Hanušková,"
        "Győző Szűcs, Erzsébet Kőszegi, Gergő Vörös, Ştefan Ionuţ, Cătălin Rădulescu, Mihăiţă Bălan, Đorđe Ćosić,"
        "Anđela Kovačević, Željko Marić, Tjaša Župančič, Uroš Černe"
    ),
    "cp1254": (
        "Ayşe Yıldız, İbrahim Şahin, Tuğba Öztürk, Oğuz Kılıç, Gülşen Çelik, Işıl Doğan, Yiğit Güneş, Şeyma Aydın, Uğur Taş,"
        "Çağla Yağmur, Barış Erdoğan"
    ),
    "cp1257": (
        "Jānis Bērziņš, Mārtiņš Ozoliņš, Līga Kalniņa, Pēteris Vītoliņš, Ģirts Kļaviņš, Ēriks Zālītis, Žydrūnas Šimkus,"
        "Eglė Petrauskienė, Rūta Žukauskaitė, Kęstutis Mačiulis, Ąžuolas Vaičiūnas, Tõnu Kõiv, Ülle Mägi, Jüri Põder"
    ),
}  # fmt: skip
NAMES["mac-roman"] = ",".join(
    name for name in NAMES["cp1252"].split(",") if name.encode("mac-roman", "ignore").decode("mac-roman") == name
)
WEST = [name.strip() for name in NAMES["cp1252"].split(",")]


def file(names: list[str], end: str = "\r\n") -> str:
    return "".join(f"{line}{end}" for line in ("patient;program;note", *(f"{name};hip-hinge;Slow" for name in names)))


@pytest.mark.parametrize("page", NAMES)
@given(data=st.data())
@settings(max_examples=150)
def test_names_of_a_page_come_out_right_or_are_a_fault(page: str, data: st.DataObject):
    every = [name.strip() for name in NAMES[page].split(",")]
    names = data.draw(st.lists(st.sampled_from(every), min_size=1, max_size=6, unique=True))
    upper = data.draw(st.booleans())
    text = file([name.upper() if upper and "ß" not in name and "ı" not in name.lower() else name for name in names])
    try:
        raw = text.encode(page)
    except UnicodeEncodeError:  # a capital that the page does not have
        return
    if not raw.isascii():
        found, _ = page_of(raw)
        assert not found or raw.decode(found) == text, (found, raw.decode(found))


@pytest.mark.parametrize("page", NAMES)
def test_a_list_in_a_page_is_read(tmp_path: Path, page: str):
    names = [name.strip() for name in NAMES[page].split(",")]
    (tmp_path / "r.csv").write_bytes(file(names).encode(page))
    rows, problems = read_roster(tmp_path / "r.csv")
    assert [row.fields["patient"] for row in rows] == names
    assert [problem.warning for problem in problems] == [True]
    assert look_at(tmp_path / "r.csv").encoding in problems[0].message


@pytest.mark.parametrize(
    "name", [*WEST, "Ana Müller", "Peña", "Østergaard", "Öberg", "Renée", "Zoë", "O’Brien – new", "£20 · ½ h"]
)
def test_one_western_name_is_enough_for_the_page_that_has_always_been_read(name: str):
    assert page_of(file([name]).encode("cp1252"))[0] == "cp1252"


def test_what_is_not_clear_is_a_fault_that_says_what_to_do(tmp_path: Path):
    path = tmp_path / "r.csv"
    path.write_bytes(file(["Z\xe2le"]).encode("cp1252"))
    with pytest.raises(HandoutsError, match=r"r\.csv:2: holds letters that are not UTF-8.*\n.*encoding: windows-1252"):
        read_roster(path)
    assert read_roster(path, Reading(encoding="windows-1257"))[0][0].fields["patient"] == "Zāle"
    rows, problems = read_roster(path, Reading(encoding="windows-1252"))
    assert (rows[0].fields["patient"], problems) == ("Zâle", [])


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("cp1251", ["Иван Петров", "Анна Смирнова"]),
        ("koi8-r", ["Иван Петров", "Анна Смирнова"]),
        ("cp1253", ["Γιώργος Παπαδόπουλος", "Ελένη Νικολάου"]),
        ("cp1255", ["דוד כהן", "שרה לוי"]),
        ("cp1256", ["محمد علي", "فاطمة حسن"]),
        ("cp874", ["สมชาย ใจดี", "กนกวรรณ ศรีสุข"]),
        ("shift-jis", ["佐藤翼", "タナカ アキラ"]),
        ("euc-kr", ["김민준", "이서연"]),
        ("euc-jp", ["佐藤翼", "山田花子"]),
    ],
)
def test_other_scripts_are_a_fault_until_the_clinic_names_them(tmp_path: Path, page: str, names: list[str]):
    path = tmp_path / "r.csv"
    for some in (names, names[:1], names[1:]):
        path.write_bytes(file(some).encode(page))
        with pytest.raises(HandoutsError, match="encoding: "):
            read_roster(path)
        rows, _ = read_roster(path, Reading(encoding=page))
        assert [row.fields["patient"] for row in rows] == some


@pytest.mark.parametrize(
    ("page", "names"), [("big5", ["陳美玲", "林志明", "王小明"]), ("gbk", ["王伟", "李娜", "张建国"])]
)
def test_chinese_names(page: str, names: list[str]):
    assert page_of(file(names).encode(page))[0] == page
    for name in names:
        assert page_of(file([name]).encode(page))[0] in ("", page)


def test_an_encoding_of_the_clinic_s_leaves_utf8_alone(tmp_path: Path):
    path = tmp_path / "r.csv"
    for raw in (file(["Zoë"]).encode(), file(["Zoë"]).encode("utf-16"), "\ufeff".encode() + file(["Zoë"]).encode()):
        path.write_bytes(raw)
        assert read_roster(path, Reading(encoding="windows-1250"))[0][0].fields["patient"] == "Zoë"
    path.write_bytes(file(["陳美玲"]).encode("big5"))
    with pytest.raises(HandoutsError, match=r"as clinic\.yaml says"):
        read_roster(path, Reading(encoding="euc-kr"))


def test_two_marks_and_utf7(tmp_path: Path):
    path = tmp_path / "r.csv"
    path.write_bytes(b"\xef\xbb\xbf\xef\xbb\xbf" + file(["Zoë"]).encode())
    assert read_roster(path)[0][0].fields["patient"] == "Zoë"
    path.write_bytes(b"patient,program\nJos+AOk- N+APoA8Q-ez,hip-hinge\n")
    with pytest.raises(HandoutsError, match=r"r\.csv:2: is UTF-7"):
        read_roster(path)
    path.write_bytes(b"patient,program,note\nA B,hip-hinge,call +441632-960000 or +abc-def; 2+two-three\n")
    assert read_roster(path)[1] == []


def test_a_long_file_is_judged_in_proportion_to_its_length():
    def work_for(rows: int) -> int:
        raw = file([f"José {'x' * (n % 7)}é{n}" for n in range(rows)]).encode("cp1252")
        return calls_of(lambda: page_of(raw))

    assert work_for(40_000) < 5 * work_for(10_000)
