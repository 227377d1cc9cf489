"""WRITE: the phone page, put together."""

from __future__ import annotations

from html import escape

from handouts.plan.handout import Handout

__all__ = ["phone_page"]


def phone_page(handout: Handout, *, named: bool = False) -> bytes:
    """The page as UTF-8; see ``runs/phonepress.py`` for what is asked of it."""
    title = escape(handout.title)
    name = f"<p>{escape(handout.patient)}</p>" if named else ""
    return f'<!DOCTYPE html><html lang="{handout.language}"><title>{title}</title><h1>{title}</h1>{name}'.encode()
