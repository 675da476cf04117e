"""Gives a connected region of unlabelled pixels to the current class, with one click."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from labeler.core.areas import mask_of
from labeler.core.classes import BACKGROUND
from labeler.core.edits.fill import region_shapes
from labeler.core.errors import NoCurrentClassError, ToolError
from labeler.core.flood import Flood, flood
from labeler.core.geometry import PixelRect
from labeler.tools.base import Cursor, Draft, DraftMask, Tool
from labeler.tools.new_shapes import drawn

if TYPE_CHECKING:
    from labeler.core.change import Change
    from labeler.core.edits.base import Edit
    from labeler.tools.base import Pointer, ToolContext

    Pixel = tuple[int, int]

# In an image of more pixels a region is looked for when it is clicked, not under every move.
_MOST_SHOWN = 1 << 24


class FillTool(Tool):
    """A click on an unlabelled pixel gives all that hang together with it to the current class.

    The region under the pointer is shown before, with its number of pixels.
    """

    name: ClassVar[str] = "fill"
    is_drawing: ClassVar[bool] = True
    first_use: ClassVar[str] = (
        "Click what is not labelled yet: it becomes the class.\n"
        "All of it, up to its neighbours, is shown before."
    )

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self._pointer: Pointer | None = None
        self._region: Flood | None = None
        self._mask: DraftMask | None = None
        self._count = 0

    @property
    def hint(self) -> str:
        """What a click does at the place of the pointer."""
        pixel = None if self._pointer is None else self._pointer.pixel(self.context.size)
        click = "Click to give this region to the current class"
        if pixel is None or not self._is_unlabelled(pixel):
            click = "Click where nothing is labelled yet"
        return f"{click} · {{fill_rest}} fills all that is left of the image"

    @property
    def cursor(self) -> Cursor:
        """A cross: the region begins where it points."""
        return Cursor.CROSS

    @property
    def draft(self) -> Draft | None:
        """The region under the pointer, and its number of pixels."""
        if self._mask is None or self._pointer is None:
            return None
        place = (self._pointer.x, self._pointer.y)
        return Draft(cursor=place, mask=self._mask, text=f"{self._count:,} px")

    @property
    def is_busy(self) -> bool:
        """Never: what is shown is only what a click would do."""
        return False

    def press(self, pointer: Pointer) -> Edit | None:
        """Give the region there to the current class; raises ToolError where there is none."""
        context = self.context
        class_name = context.current_class
        if class_name is None:
            raise NoCurrentClassError
        pixel = pointer.pixel(context.size)
        if pixel is None:
            raise ToolError("There is nothing to fill beside the image; click on the image.")
        if context.classes.index_of_name.get(class_name) == BACKGROUND:
            raise ToolError("What is unlabelled is background already; choose another class.")
        if not self._is_unlabelled(pixel):
            raise ToolError(self._taken(pixel))
        region = self._region_at(pixel)
        shapes = region_shapes(context.label_map, class_name, region.pixels, (region.left, region.top))
        return drawn(context, shapes, "Fill region")

    def double_press(self, pointer: Pointer) -> Edit | None:
        """Nothing more: the first press has filled the region."""
        return None

    def move(self, pointer: Pointer) -> Edit | None:
        """Show the region under the pointer."""
        self._pointer = pointer
        pixel = pointer.pixel(self.context.size)
        width, height = self.context.size
        if pixel is None or width * height > _MOST_SHOWN or not self._is_unlabelled(pixel):
            self._region = self._mask = None
        elif self._region is None or not self._region.holds(*pixel):
            self._region = self._region_at(pixel)
            self._mask = DraftMask(*self._region)
            self._count = int(np.count_nonzero(self._region.pixels))
        return None

    def leave(self) -> None:
        """Nothing is under the pointer any more."""
        self._pointer = self._region = self._mask = None

    def follow(self, change: Change) -> None:
        """Another region may be under the pointer now."""
        self._region = self._mask = None
        if self._pointer is not None:
            self.move(self._pointer)

    def _is_unlabelled(self, pixel: Pixel) -> bool:
        return int(self.context.label_map.label_map[pixel[1], pixel[0]]) == BACKGROUND

    def _region_at(self, pixel: Pixel) -> Flood:
        if self._region is not None and self._region.holds(*pixel):
            return self._region
        return flood(self.context.label_map.label_map == BACKGROUND, *pixel)

    def _taken(self, pixel: Pixel) -> str:
        """The sentence for a click on a pixel that has a class."""
        column, row = pixel
        rect = PixelRect(column, row, column + 1, row + 1)
        places, _ = self.context.label_map.painted(rect)
        shapes = self.context.annotation.shapes
        top = next(place for place in reversed(places) if mask_of([shapes[place]], rect).any())
        name = shapes[top].class_name
        hidden = "" if self.context.is_visible(top) else ", though it is hidden"
        return f"This is {name} already{hidden}; click where nothing is labelled yet."
