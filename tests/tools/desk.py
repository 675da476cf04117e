"""A desk to try tools on: a real annotation with its index, and a hand that presses, moves and releases."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from labeler.core.annotation import Annotation
from labeler.core.change import remapped
from labeler.core.classes import ClassTable
from labeler.core.edits.sequence import joined, parts_of, selected_after
from labeler.core.live_label_map import LiveLabelMap
from labeler.core.shape_index import ShapeIndex
from labeler.core.shapes import Shape
from labeler.tools.base import Pointer, Tool
from labeler.tools.options import ToolOptions

SIZE = (100, 80)


class Desk:
    """The context of a tool, and the list of steps that undo would take back."""

    def __init__(self, *shapes: Shape, current_class: str | None = "car", size=SIZE) -> None:
        self.annotation = Annotation(size, list(shapes))
        self.index = ShapeIndex(self.annotation.shapes)
        self.size = size
        self.selection: tuple[int, ...] = ()
        self.current_class = current_class
        self.classes = ClassTable().with_names(["car", "road", "sky"])
        self.options = ToolOptions()
        self.photograph: NDArray[np.uint8] | None = None
        self.locked: set[int] = set()
        self.hidden: set[int] = set()
        self.steps: list = []
        self.tool: Tool = Tool(self)

    @property
    def shapes(self) -> list[Shape]:
        return self.annotation.shapes

    @property
    def label_map(self) -> LiveLabelMap:
        return LiveLabelMap(self.annotation, self.size, self.classes, self.index)

    def pixels(self) -> NDArray[np.uint8]:
        """The label map as it stands now."""
        return self.label_map.label_map

    def select(self, positions: Iterable[int]) -> None:
        self.selection = tuple(sorted(positions))

    def is_editable(self, position: int) -> bool:
        return position not in self.locked and position not in self.hidden

    def is_visible(self, position: int) -> bool:
        return position not in self.hidden

    def push(self, edit) -> None:
        """Carry out an edit as the document does: merged into the step before when both are of one drag."""
        if edit is None:
            return
        for part in parts_of(edit):
            self._follow(part.apply(self.annotation))
        merged = joined(self.steps[-1], edit) if self.steps else None
        if merged is None:
            self.steps.append(edit)
        else:
            self.steps[-1:] = [] if getattr(merged, "is_empty", False) else [merged]
        if (made := selected_after(edit)) is not None:
            self.select(made)

    def undo(self) -> None:
        for part in reversed(parts_of(self.steps.pop())):
            self._follow(part.revert(self.annotation))

    def _follow(self, change) -> None:
        self.index.update(change)
        self.selection = tuple(remapped(self.selection, change))
        self.tool.follow(change)

    def at(self, x: float, y: float, *, scale=1.0, held="") -> Pointer:
        """The pointer at a place, eight screen pixels wide, with modifier keys held ("ctrl alt")."""
        keys = dict.fromkeys(held.split(), True)
        return Pointer(x, y, 4 / scale, scale, **keys)

    def press(self, x, y, **how) -> None:
        self.push(self.tool.move(self.at(x, y, **how)))
        self.push(self.tool.press(self.at(x, y, **how)))

    def move(self, x, y, **how) -> None:
        self.push(self.tool.move(self.at(x, y, **how)))

    def release(self, x, y, **how) -> None:
        self.push(self.tool.release(self.at(x, y, **how)))

    def click(self, x, y, **how) -> None:
        self.press(x, y, **how)
        self.release(x, y, **how)

    def double_click(self, x, y, **how) -> None:
        self.click(x, y, **how)
        self.push(self.tool.double_press(self.at(x, y, **how)))
        self.release(x, y, **how)

    def drag(self, *places: tuple[float, float], **how) -> None:
        """Press at the first place, go through the others, release at the last."""
        self.press(*places[0], **how)
        for place in places[1:]:
            self.move(*place, **how)
        self.release(*places[-1], **how)
