"""What a clinic's templates may cost. Each input is harmless where the sandbox works: it stops long before it is large."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2.exceptions import SecurityError, TemplateSyntaxError

from handouts.base.problems import HandoutsError
from handouts.base.shipped import shipped
from handouts.mail.sandbox import BUDGET, MAX_BYTES, CostError, Sandbox, budget

VALUES: dict[str, Any] = {
    "clinic": {
        "name": "Elm Lodge", "email": "a@b.example", "phone": "020 7946 0001", "colour": "#123456",
        "hours": "Monday to Friday", "emergency": "999",
    },
    "patient": "Ana Souza", "date": "23 November 2026", "language": "en", "subject": "Your sheet",
    "protected": True, "calendar": "reminders.ics", "again": True, "cancelled": 3, "copy": "carer",
    "page": "sheet.html", "page_address": "https://clinic.example/h/7K2M9QXA4DZZ.html",
}  # fmt: skip


def render(folder: Path, text: str, amount: int = BUDGET, *, html: bool = False) -> tuple[str, int]:
    """What a template gives, and what it cost."""
    (folder / "letter").write_text(text)
    with budget(amount) as left:
        pieces = Sandbox([folder], html=html).get_template("letter").generate(VALUES)
        return "".join(pieces), amount - left[0]


DEAR = [
    "{{ 'pear' * 300000000 }}",
    "{{ ['pear'] * 90000000 }}",
    "{{ 3 * ('pear' * 200000) }}",
    "{{ 7 ** 77777777 }}",
    "{{ 'pear'|center(700000000) }}",
    "{{ 'pear'|indent(700000000, true) }}",
    "{{ 'pear'|wordwrap(700000000) }}",
    "{{ range(9)|batch(700000000, 'fig')|list }}",
    "{{ ('p' * 900)|replace('p', 'q' * 90000) }}",
    "{{ range(90000)|join('fig' * 900) }}",
    "{{ 'pear'.rjust(700000000) }}",
    "{{ 'pear'.zfill(700000000) }}",
    "{{ ('p' * 900).replace('p', 'q' * 90000) }}",
    "{{ ('fig' * 900).join(['x'] * 90000) }}",
    "{{ 2.5|round(700000000, 'floor') }}",
    "{% for i in range(90000) %}{% for j in range(90000) %}{% endfor %}{% endfor %}",
    "{% set text %}{% for i in range(90000) %}a long sentence, once more{% endfor %}{% endset %}{{ text|length }}",
    "{% set n = namespace(t='p') %}{% for i in range(50) %}{% set n.t = n.t ~ n.t %}{% endfor %}",
    "{% set n = namespace(t='p') %}{% for i in range(50) %}{% set n.t = n.t + n.t %}{% endfor %}",
    "{% set n = namespace(t=9) %}{% for i in range(50) %}{% set n.t = n.t * n.t %}{% endfor %}",
    "{% set n = namespace(t=1, u=1) %}{% for i in range(50) %}{% set n.t = [n.t] * 2 %}{% set n.u = [n.u] * 2 %}{% endfor %}",
    "{% set n = namespace(t={}) %}{% for i in range(50) %}{% set n.t = {1: n.t, 2: n.t} %}{% endfor %}{{ n.t }}",
    "{% set n = namespace(t=1) %}{% for i in range(50) %}{% set n.t = namespace(a=n.t, b=n.t) %}{% endfor %}{{ n.t }}",
    "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
    "{% macro m(n) %}{% if n %}{{ m(n - 1, varargs, varargs) }}{% endif %}{% endmacro %}{{ m(60) }}",
    "{% set a = 'p' * 200000 %}{% for i in range(9000) %}{{ a == a }}{% endfor %}",
    "{% set a = 'p' * 200000 %}{% for i in range(9000) %}{% set b = a[1:] %}{% endfor %}",
    "{% set a %}" + "{{ 'pear' * 50000 }}" * 9 + "{% endset %}",
]


@pytest.mark.parametrize("text", DEAR)
def test_what_costs_too_much_is_stopped(tmp_path: Path, text: str):
    with pytest.raises(CostError):
        render(tmp_path, text)


@pytest.mark.parametrize(
    "text", ["{{ '%700000000d' % 1 }}", "{{ '{:700000000}'.format(1) }}", "{% set f = 'x'.format %}{{ f(1) }}"]
)
def test_a_width_inside_a_format_is_not_taken(tmp_path: Path, text: str):
    with pytest.raises(SecurityError):
        render(tmp_path, text)


@pytest.mark.parametrize("text", ["{{ 'x'|format(1) }}", "{{ 'x'|urlize }}", "{{ ['x']|map('upper')|list }}"])
def test_a_filter_whose_cost_is_not_known_is_not_there(tmp_path: Path, text: str):
    with pytest.raises(TemplateSyntaxError, match="No filter"):
        render(tmp_path, text)


def test_a_loop_that_calls_itself_is_refused(tmp_path: Path):
    with pytest.raises(TemplateSyntaxError):
        render(tmp_path, "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}")


def test_too_many_expressions_and_too_large_a_file_are_refused(tmp_path: Path):
    with pytest.raises(CostError, match="expressions"):
        render(tmp_path, "{{a}}" * 30_000)
    with pytest.raises(HandoutsError, match="larger than"):
        render(tmp_path, "x" * (MAX_BYTES + 1))


@pytest.mark.parametrize(
    ("text", "gives"),
    [
        ("{% for w in ['fig', 'pear'] %}{{ loop.index }}/{{ loop.length }} {{ w }}{% if not loop.last %}, {% endif %}{% endfor %}",
         "1/2 fig, 2/2 pear"),
        ("{% for x in [] %}a{% else %}none{% endfor %}", "none"),
        ("{% for x in [1, 2, 3] if x != 2 %}{{ x }}{% endfor %}", "13"),
        ("{% macro hi(who, end='!') %}Hi {{ who }}{{ end }}{% endmacro %}{{ hi(patient) }}", "Hi Ana Souza!"),
        ("{% macro box() %}[{{ caller(3) }}]{% endmacro %}{% call(n) box() %}{{ n }}{% endcall %}", "[3]"),
        ("{% set a, b = 1, 2 %}{{ a + b * 4 - 1 }}{{ 7 % 4 }}{{ 2 ** 5 }}", "8332"),
        ("{{ patient.split()[0]|upper }}{{ patient[0:3] }}{{ '-' * 5 }}", "ANAAna-----"),
        ("{{ nobody|default('you') }}{{ nobody is defined }}{{ clinic['name'] }}", "youFalseElm Lodge"),
        ("{% filter upper %}for {{ patient }}{% endfilter %}", "FOR ANA SOUZA"),
        ("{% set x | lower %}{{ patient }}{% endset %}{{ x }}", "ana souza"),
        ("{% with x = 3 %}{{ x }}{% endwith %}{{ 'a' if again else 'b' }}{{ ('fig', 'pear')|join(' and ') }}", "3afig and pear"),
        ("{% set n = namespace(i=0) %}{% for x in range(4) %}{% set n.i = n.i + x %}{% endfor %}{{ n.i }}", "6"),
        ("{% block a %}hi{% endblock %}{{ self.a() }}{{ {'a': 1}.items()|list }}", "hihi[('a', 1)]"),
        ("{% raw %}{{ x }}{% endraw %}{# no #}", "{{ x }}"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("html", [False, True])
def test_what_letters_need_works_as_ever(tmp_path: Path, text: str, gives: str, html: bool):
    assert render(tmp_path, text, html=html)[0].replace("&#39;", "'") == gives


def test_values_are_escaped_in_html_and_the_template_is_not(tmp_path: Path):
    assert render(tmp_path, "<b>{{ '<i>' }}</b>{{ '<u>'|safe }}", html=True)[0] == "<b>&lt;i&gt;</b><u>"


@pytest.mark.parametrize("name", ["subject.txt", "body.txt", "body.html"])
def test_the_shipped_templates_fifty_times_over_are_within_the_budget(tmp_path: Path, name: str):
    text = shipped("templates", "messages", "en", name).read_text()
    once = render(tmp_path, text)[1]
    assert render(tmp_path, text * 50)[1] >= 50 * once * 0.98
    assert 50 * once < BUDGET / 5


def test_each_turn_of_a_loop_is_counted(tmp_path: Path):
    made = render(tmp_path, "{% set numbers = range(1000) %}")[1]
    assert render(tmp_path, "{% for number in range(1000) %}{% endfor %}")[1] >= made + 1000


def test_each_thread_has_a_budget_of_its_own(tmp_path: Path):
    (tmp_path / "letter").write_text("{% for i in range(300) %}{{ i }}{% endfor %}")
    room, outcomes = Sandbox([tmp_path], html=False), []

    def work() -> None:
        with budget(3000):
            outcomes.append(len("".join(room.get_template("letter").generate(VALUES))))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes == [790] * 8


_leaf = st.sampled_from(
    ["fig", "{{ patient }}", "{{ 'ab' * 900 }}", "{% set x = [1, 2] * 400 %}", "{{ 9 ** 400 > 1 }}"]
)


def _loops(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    turns = st.integers(0, 99_999)
    return st.one_of(
        st.builds("{{% for i in range({}) %}}{}{{% endfor %}}".format, turns, inside),
        st.builds("{{% for i in 'xyz' * {} if i != 'x' %}}{}{{% endfor %}}".format, turns, inside),
        st.builds("{{% set y %}}{}{{% endset %}}".format, inside),
        st.builds("{{% filter indent({}) %}}{}{{% endfilter %}}".format, turns, inside),
        st.builds("{{% if {} > 9 %}}{}{{% endif %}}".format, turns, inside),
        st.builds("{}{}".format, inside, inside),
    )


@settings(max_examples=60, deadline=None)
@given(text=st.recursive(_leaf, _loops, max_leaves=8))
def test_any_nest_of_loops_ends_within_its_budget(tmp_path_factory: pytest.TempPathFactory, text: str):
    folder = tmp_path_factory.mktemp("t")
    try:
        given_text, cost = render(folder, text, amount=20_000)
    except CostError:
        return
    assert cost <= 20_000
    assert len(given_text) <= cost
