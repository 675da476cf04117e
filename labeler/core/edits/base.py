"""What every edit of an annotation can do."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from labeler.core.annotation import Annotation
    from labeler.core.change import Change


class Edit(Protocol):
    """A change of one annotation that can be done, undone and done again.

    `text` names it in the undo menu ("Move vertex"). Two edits of one gesture carry the same `gesture`, and
    the later is merged into the earlier so that a drag is one step.
    """

    @property
    def text(self) -> str:
        """The words of the undo menu: verb and noun, no dots."""

    @property
    def gesture(self) -> Hashable | None:
        """What edits of one drag have in common; None for an edit that stands alone."""

    def apply(self, annotation: Annotation) -> Change:
        """Do it, and say what changed."""

    def revert(self, annotation: Annotation) -> Change:
        """Undo it, and say what changed."""

    def merged(self, later: Edit) -> Edit | None:
        """One edit that does this and then `later`, or None when they do not belong together."""

    def renamed(self, old: str, new: str) -> Edit:
        """The same edit after a class was renamed, so that undo never brings back the old name."""
