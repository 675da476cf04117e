"""What undo and redo bring back is selected, so that one sees what has come and can go on with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from labeler.core.change import ShapesInserted, ShapesReplaced, remapped

if TYPE_CHECKING:
    from labeler.core.change import Change
    from labeler.gui.document import Document


@contextmanager
def what_returns_is_selected(document: Document | None) -> Iterator[None]:
    """Select the shapes that come back while the block runs, with those that change along with them.

    When none comes back the selection follows its shapes, as ever.
    """
    if document is None:
        yield
        return
    touched: list[int] = []
    comes_back = False

    def follow(change: Change) -> None:
        nonlocal comes_back
        touched[:] = remapped(touched, change)
        if isinstance(change, ShapesInserted | ShapesReplaced):
            touched.extend(change.positions)
        comes_back |= isinstance(change, ShapesInserted)

    document.late.settle()  # so that every change is told once
    document.changed.connect(follow)
    try:
        yield
    finally:
        document.changed.disconnect(follow)
    if comes_back:
        document.select(touched)
