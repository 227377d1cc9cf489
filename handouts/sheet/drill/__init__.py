"""One drill on the page.

In come a card, the look of the page and one of its forms; out go blocks that are never split. Each of a
layout's forms is a module of its own; the table in ``whole`` says which is which. It knows no other drill of the sheet.
"""

from handouts.sheet.drill.choices import choices
from handouts.sheet.drill.whole import drill, drill_parts

__all__ = ["choices", "drill", "drill_parts"]
