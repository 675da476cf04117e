"""The edit of a class table: the table before and the table after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from labeler.core.change import ClassesChanged

if TYPE_CHECKING:
    from labeler.core.classes import ClassTable


class HasClasses(Protocol):
    """What a class edit is applied to: a dataset, or anything else that holds a class table."""

    classes: ClassTable


@dataclass(frozen=True, slots=True, eq=False)
class ReplaceClasses:
    """Another class table; `renamed` is (old name, new name) when that is what the user did."""

    before: ClassTable
    after: ClassTable
    text: str = "Change classes"
    renamed: tuple[str, str] | None = None

    def apply(self, holder: HasClasses) -> ClassesChanged:
        """Give the holder the new table."""
        holder.classes = self.after
        return ClassesChanged(self.before, self.after, self.renamed)

    def revert(self, holder: HasClasses) -> ClassesChanged:
        """Give the holder the old table."""
        holder.classes = self.before
        back = None if self.renamed is None else (self.renamed[1], self.renamed[0])
        return ClassesChanged(self.after, self.before, back)
