"""TYPE: text in any script. Which face has a letter (``scripts``), which glyphs a text becomes (``shape``), a font
file of these (``compose``). It knows nothing of sheets, pages or PDF. HarfBuzz does the shaping; it is loaded only
where a text needs it.
"""
