"""READ: YAML files become checked, frozen drills, programs, brands, layouts and words.

In: folders of content and templates, ours or a clinic's. Out: one frozen Library, or every problem with file and line.
It must not know who asks for what: no order, no patient, no place on paper.
"""
