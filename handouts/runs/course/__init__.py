"""RUNS: how a patient's weeks went, for the clinician and the record.

In: what the register holds of one patient: what was issued, what came back, what was decided. Out: a ``Course``, and
made of it alone the text, the JSON and the page with its chart. It must not know how a PDF is written.
"""
