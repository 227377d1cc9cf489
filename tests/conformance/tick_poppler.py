"""Ticks a box, writes texts and saves, as a viewer on poppler (Evince, Okular) does. For Debian's own Python.

python3 tick_poppler.py IN OUT BOX [FIELD TEXT]...
"""

import sys
from pathlib import Path

import gi

gi.require_version("Poppler", "0.18")
from gi.repository import Poppler  # noqa: E402  # its version is asked for first

source, target, box, *given = sys.argv[1:]
texts = dict(zip(given[::2], given[1::2], strict=True))
document = Poppler.Document.new_from_file(Path(source).absolute().as_uri(), None)
for index in range(document.get_n_pages()):
    for mapping in document.get_page(index).get_form_field_mapping():
        name = mapping.field.get_name()
        if name == box:
            mapping.field.button_set_state(True)
        if name in texts:
            mapping.field.text_set_text(texts[name])
document.save(Path(target).absolute().as_uri())
