"""`labeler`: a subcommand goes to the command line, a folder, an image or nothing opens the window."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from labeler.cli import COMMANDS, WRONG
from labeler.cli import main as run_command


def main(arguments: Sequence[str] | None = None) -> int:
    """Run Labeler with the arguments of the process, or these, and return the exit status."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    if words and (words[0] in COMMANDS or words[0].startswith("-")):
        return run_command(words)
    if len(words) > 1:
        return _refuse(f"{words[0]!r} is not a command, and the window opens one folder or image.")
    path = Path(words[0]) if words else None
    if path is not None and not path.exists():
        return _refuse(f"{words[0]!r} is neither a command nor a folder or image that exists.")
    if path is not None and not path.is_dir() and not _is_image(path):
        return _refuse(f"{words[0]!r} is a file, but no image that Labeler reads.")
    from labeler.gui.app import run as open_window

    return open_window(path)


def _is_image(path: Path) -> bool:
    from labeler.core.images import IMAGE_SUFFIXES

    return path.suffix.lower() in IMAGE_SUFFIXES


def _refuse(reason: str) -> int:
    print(f"labeler: {reason} (see: labeler --help)", file=sys.stderr)
    return WRONG


if __name__ == "__main__":
    sys.exit(main())
