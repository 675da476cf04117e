"""The annotation of one image: its shapes in painting order, flags, state, and what the file held besides."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labeler.core.shapes import Shape


class ImageState(StrEnum):
    """How far the labelling of an image is."""

    UNLABELLED = "unlabelled"
    IN_WORK = "in_work"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class UnreadableShape:
    """A shape of the file that breaks the format: kept as it is and written back where it stood.

    `problem` is the sentence for the user: file, shape number (from 1), field, reason.
    """

    position: int
    content: Any
    problem: str


@dataclass(slots=True, eq=False)
class Annotation:
    """Shapes and flags of one image, changed only by edits.

    `size` is (width, height) of the upright image, `shapes` paint in list order (later over earlier),
    `extra` and `labeler_extra` hold keys of the file that we do not know.
    """

    size: tuple[int, int] | None = None
    shapes: list[Shape] = field(default_factory=list)
    image_path: str = ""
    is_done: bool = False
    flags: dict[str, bool] = field(default_factory=dict)
    version: str = ""
    image_data: str | None = None
    unreadable: list[UnreadableShape] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)
    labeler_extra: dict[str, Any] = field(default_factory=dict)

    def has_at(self, positions: Sequence[int], shapes: Sequence[Shape]) -> bool:
        """Whether these very shapes, not their equals, stand at these positions."""
        return all(
            place < len(self.shapes) and self.shapes[place] is shape
            for place, shape in zip(positions, shapes, strict=True)
        )

    @property
    def state(self) -> ImageState:
        """Done when the user said so, in work when anything is drawn, else unlabelled."""
        if self.is_done:
            return ImageState.DONE
        return ImageState.IN_WORK if self.shapes or self.unreadable else ImageState.UNLABELLED

    @property
    def problems(self) -> list[str]:
        """One sentence for each shape of the file that could not be read."""
        return [shape.problem for shape in self.unreadable]
