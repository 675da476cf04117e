"""Files that cannot be read: every image, label image and annotation is opened, images to their last byte."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from labeler.jobs.check import codes
from labeler.jobs.check.finding import Code, Finding
from labeler.jobs.label_files import reason

if TYPE_CHECKING:
    from labeler.core.errors import LabelerError
    from labeler.jobs.check.opened import OpenItem

CODES = (codes.IMAGE_UNREADABLE, codes.LABEL_UNREADABLE, codes.ANNOTATION_UNREADABLE)


def look_for_unreadable(opened: OpenItem) -> Iterator[Finding]:
    """What of an item cannot be read, with the reason."""
    item = opened.item
    if item.image and opened.small_image is None and opened.image_error is not None:
        yield _finding(codes.IMAGE_UNREADABLE, item.image, opened.image_error, item.name)
    if item.label and opened.label is None and opened.label_error is not None:
        yield _finding(codes.LABEL_UNREADABLE, item.label, opened.label_error, item.name)
    if item.annotation and opened.annotation is None and opened.annotation_error is not None:
        yield _finding(codes.ANNOTATION_UNREADABLE, item.annotation, opened.annotation_error, item.name)


def _finding(code: Code, path: str, error: LabelerError, name: str) -> Finding:
    words = reason(error, Path(path))
    return Finding(code, f"It {words}", path, image=name)
