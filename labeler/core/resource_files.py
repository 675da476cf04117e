"""Where the data of resources/ lies: in a wheel, in an editable install, and in a checkout."""

from __future__ import annotations

from pathlib import Path

from labeler.core.errors import FileUnreadableError

_PACKAGE = Path(__file__).resolve().parents[1]


def resource(*parts: str) -> Path:
    """The path of a file or folder of resources/, e.g. `resource("classes", "voc21.csv")`.

    A wheel holds the folder as labeler/resources; a checkout has it beside labeler/. Raises
    FileUnreadableError when an installation lacks it.
    """
    for root in (_PACKAGE / "resources", _PACKAGE.parent / "resources"):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise FileUnreadableError(
        (_PACKAGE / "resources").joinpath(*parts), "it is missing; install Labeler again"
    )
