"""Which of the selected shapes a command may act on, and what is said when it may on none."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from labeler.tools.vertex_edits import LOCKED

if TYPE_CHECKING:
    from labeler.gui.document import Document
    from labeler.gui.session import Session


def chosen(session: Session) -> tuple[Document | None, list[int]]:
    """The document and the positions of the selected shapes that may be changed."""
    document = session.document
    if document is None:
        return None, []
    return document, [place for place in document.selection if document.is_editable(place)]


def chosen_or_refused(session: Session, refuse: Callable[[str], object]) -> tuple[Document | None, list[int]]:
    """As `chosen`; says so to `refuse` when something is selected and none of it may be changed."""
    document, places = chosen(session)
    if document is not None and document.selection and not places:
        refuse(document.drawing_refusal or LOCKED)
    return document, places
