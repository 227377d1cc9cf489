"""READ: whether a PDF's pages can be opened at all, tried by a process of its own that may take so much and no more.

A file of a few hundred bytes can have forms that draw forms, over and over: opening its page takes all memory there is,
and the library that opens it ends the process without a word. Nothing of ours is imported at the top, for the process
runs this file alone.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
from pathlib import Path

__all__ = ["opens"]

_MEMORY = 2 * 1024**3
"""Bytes. Pages with large pictures take little: pictures are not unpacked before they are drawn."""
_SECONDS = 60


def opens(path: Path) -> bool:
    """Whether every page can be opened, or is refused in order: of a damaged or locked file the reader tells."""
    from handouts.scan.shots import MOST_PAGES

    command = [sys.executable, "-P", __file__, str(path.absolute()), str(MOST_PAGES)]
    nothing = subprocess.DEVNULL
    try:
        ran = subprocess.run(  # noqa: S603  # this file, by the Python that runs already
            command,
            timeout=_SECONDS,
            check=False,
            stdin=nothing,
            stdout=nothing,
            stderr=nothing,
            start_new_session=True,  # Ctrl-C is for the command, which ends a page later
        )
    except subprocess.TimeoutExpired:
        return False
    except OSError:  # no process can be started here: go on without
        return True
    return ran.returncode == 0


def _limited() -> None:
    """Take no more memory than is enough, where the system can see to that, and leave nothing behind."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _open_all(path: str, most: int) -> int:
    try:
        import pypdfium2

        with contextlib.closing(pypdfium2.PdfDocument(path)) as pdf:
            for number in range(min(len(pdf), most)):
                with contextlib.suppress(pypdfium2.PdfiumError):
                    pdf[number].close()
    except MemoryError:
        return 1
    except Exception:  # noqa: BLE001  # hostile bytes: what is wrong with them the reader finds and tells
        return 0
    return 0


if __name__ == "__main__":
    _limited()
    sys.exit(_open_all(sys.argv[1], int(sys.argv[2])))
