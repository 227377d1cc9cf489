"""A form of the clinic's pages, as a browser would send it."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from tests.desk_server import Served


class FormFields(HTMLParser):
    """Collects the fields of the form that has ``data-live``."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self._open = self._template = 0
        self._area: str | None = None
        self._select: str | None = None
        self._choice: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        given = dict(attrs)
        if tag == "form":
            self._open = "data-live" in given
        self._template += tag == "template"
        if not self._open or self._template:
            return
        name = found.get("name", "")
        kind = found.get("type", "text")
        if tag == "textarea":
            self._area = name
            self.fields.setdefault(name, []).append("")
        elif tag == "select":
            self._select, self._choice = name, []
        elif tag == "option" and self._select is not None:
            self._choice.append((found.get("value", ""), "selected" in given))
        elif tag == "input" and name and kind != "file" and (kind not in ("checkbox", "radio") or "checked" in given):
            self.fields.setdefault(name, []).append(found.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self._template -= 1
        elif tag == "textarea" and self._area is not None:
            self._area = None
        elif tag == "select" and self._select is not None and not self._template:
            chosen = [value for value, selected in self._choice if selected]
            if self._choice and self._select:
                self.fields.setdefault(self._select, []).append((chosen or [self._choice[0][0]])[0])
            self._select = None
        elif tag == "form":
            self._open = False

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self.fields[self._area][-1] += data


def form_at(served: Served, address: str) -> dict[str, Any]:
    """What the form of a page holds when the page is opened."""
    answer = served.get(address)
    assert answer.status_code == 200, answer.text[:500]
    reader = FormFields()
    reader.feed(answer.text)
    assert "base" in reader.fields
    return reader.fields
