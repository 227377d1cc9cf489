"""What a page is waited for to be: a browser answers a click before the next page stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

_PATIENCE = 30_000
"""Milliseconds that a page may take on a machine that does much beside."""


def expect(what: Any) -> Any:
    """Playwright's own ``expect``, with our patience; the package is there wherever a page is."""
    from playwright.sync_api import expect as expected

    expected.set_options(timeout=_PATIENCE)
    return expected(what)


def focused(page: Page, selector: str) -> None:
    """Wait until an element has the focus."""
    expect(page.locator(selector)).to_be_focused()
