"""Prints the values of a form as poppler reads them, a JSON object. For Debian's own Python.

python3 read_poppler.py FILE
"""

import json
import sys
from pathlib import Path

import gi

gi.require_version("Poppler", "0.18")
from gi.repository import Poppler  # noqa: E402  # its version is asked for first

document = Poppler.Document.new_from_file(Path(sys.argv[1]).absolute().as_uri(), None)
values = {}
for index in range(document.get_n_pages()):
    for mapping in document.get_page(index).get_form_field_mapping():
        field = mapping.field
        kind = field.get_field_type()
        if kind == Poppler.FormFieldType.BUTTON:
            values[field.get_name()] = field.button_get_state()
        elif kind == Poppler.FormFieldType.TEXT:
            values[field.get_name()] = field.text_get_text()
print(json.dumps(values))
