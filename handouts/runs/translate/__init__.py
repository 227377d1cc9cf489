"""RUNS: translations as people work on them: how far a language is, texts out to translators and back, signatures.

In: a library and the name of a language, or a translator's file. Out: counts, files of texts, overlays and signatures.
It must not know what is on a sheet: that a text is missing or stale, the library says.
"""
