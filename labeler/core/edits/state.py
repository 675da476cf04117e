"""The edit that marks an image done, or takes the mark back."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from labeler.core.change import StateChanged

if TYPE_CHECKING:
    from labeler.core.annotation import Annotation
    from labeler.core.edits.base import Edit


@dataclass(frozen=True, slots=True)
class SetDone:
    """The image is done from now on, or no longer; it was the opposite before."""

    is_done: bool
    gesture: Hashable | None = None

    @property
    def text(self) -> str:
        """The words of the undo menu."""
        return "Mark done" if self.is_done else "Mark not done"

    def apply(self, annotation: Annotation) -> StateChanged:
        """Set the mark."""
        annotation.is_done = self.is_done
        return StateChanged()

    def revert(self, annotation: Annotation) -> StateChanged:
        """Set the mark as it was."""
        annotation.is_done = not self.is_done
        return StateChanged()

    def merged(self, later: Edit) -> Edit | None:
        """Never: each mark is a step of its own."""
        return None

    def renamed(self, old: str, new: str) -> SetDone:
        """Itself: a mark has no class."""
        return self
