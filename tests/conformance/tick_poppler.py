"""Ticks a box, writes a text and saves, as a viewer on poppler (Evince, Okular) does. For Debian's own Python.

python3 tick_poppler.py IN OUT BOX FIELD TEXT
"""

import sys
from pathlib import Path

import gi

gi.require_version("Poppler", "0.18")
from gi.repository import Poppler  # noqa: E402  # its version is asked for first

source, target, box, field, text = sys.argv[1:]
document = Poppler.Document.new_from_file(Path(source).absolute().as_uri(), None)
for index in range(document.get_n_pages()):
    for mapping in document.get_page(index).get_form_field_mapping():
        name = mapping.field.get_name()
        if name == box:
            mapping.field.button_set_state(True)
        if name == field:
            mapping.field.text_set_text(text)
document.save(Path(target).absolute().as_uri())
