"""READ: the files of drills and programs once more, for who wants to say on which line something stands."""

from __future__ import annotations

from handouts.base.shipped import shipped
from handouts.library.folders import display, yaml_files
from handouts.library.load import Library
from handouts.library.yamlfile import Source, read_yaml

__all__ = ["sources_of"]


def sources_of(library: Library) -> dict[tuple[str, str], Source]:
    """Source of each drill and program of a library's own, by (id, language): a clinic's, and without one what is
    shipped.
    """
    found: dict[tuple[str, str], Source] = {}
    root = library.folder or shipped("content")
    for folder in ("drills", "programs"):
        for path in yaml_files(root / folder, root, lambda *_: None):  # what is wrong with it is told already
            source = read_yaml(path, display(path))
            if isinstance(source.data, dict):
                key = (str(source.data.get("id", "")), str(source.data.get("language", "")))
                if key in library.drills or key in library.programs:
                    found[key] = source
    return found
