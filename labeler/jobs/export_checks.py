"""What an export makes sure of first: that no original is in danger, that every id can be read back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from labeler.core.errors import ExportError
from labeler.core.text import is_one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from labeler.core.dataset import Dataset


def check_target(target: Path, dataset: Dataset, files: Iterable[str]) -> None:
    """Raise ExportError when the target, or a folder that `files` (paths in it) lie in, meets the dataset.

    Symbolic links are followed: what counts is where the bytes would go.
    """
    inside = {target / Path(file).parent for file in files}
    originals = {dataset.folder.resolve()}
    if dataset.annotation_folder is not None:
        originals.add(dataset.annotation_folder.resolve())
    goal = target.resolve()
    for original in originals:
        if goal in (original, *original.parents):
            raise ExportError(
                f"{target} is or contains the dataset {original}, whose files an export must not touch. "
                "Export to a folder beside it."
            )
        for folder in (target, *sorted(inside)):
            if original in (folder.resolve(), *folder.resolve().parents):
                raise ExportError(
                    f"{folder} lies in the dataset {original}, and what is exported would become part of it. "
                    "Export to a folder beside it."
                )


def id_problem(image_id: str, name: str) -> str:
    """Why readers of list files could not read an id back, as a sentence that names the image; else nothing.

    They take a line each, and strip blanks (torchvision) or stop at any of Python's line ends.
    """
    try:
        (image_id + name).encode()
    except UnicodeEncodeError:
        reason = "is not valid Unicode"
    else:
        if not is_one_line(image_id):
            reason = "contains a line break or another control character"
        elif image_id != image_id.strip():
            reason = "starts or ends with a blank, which readers of lists take away"
        elif image_id.startswith("#"):
            reason = "starts with '#', which starts a comment in lists"
        else:
            return ""
    return f"{name!r}: its name {reason}. Rename the image and its annotation file."
