"""READ: translations of drills and programs: files with the texts alone, laid over the source.

In: a drill or program, and the files of a language, ours or a clinic's. Out: the same with its texts in that language,
and which of them are missing, older than the source, or a draft. It must not know what is on a sheet. Nothing here is
loaded for a language that has whole files, such as English.
"""
