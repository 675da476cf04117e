"""Picks connected pixels of a similar colour: press, drag for more or less, and accept."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, ClassVar, NamedTuple

import numpy as np

from labeler.core.errors import NoCurrentClassError, ToolError
from labeler.core.flood import Flood, flood, similar_pixels, without_small_holes
from labeler.core.geometry import PixelRect
from labeler.tools.base import AdjustableTool, Cursor, Draft, DraftMask
from labeler.tools.new_shapes import allowed_pixels, drawn, shapes_of_mask

if TYPE_CHECKING:
    from labeler.core.change import Change
    from labeler.core.edits.base import Edit
    from labeler.tools.base import Pointer, ToolContext

# A drag of so many screen pixels changes the tolerance by one.
_PIXELS_PER_STEP = 4

# An image of up to so many pixels is looked at as a whole; of a larger one, this far around the press.
_WHOLE = 1 << 24
_REACH = 2048


class _Use(Enum):
    """What is done with the region that was pressed."""

    NEW = "new"
    ADD = "add"
    CUT = "cut"


class _Picked(NamedTuple):
    """A press: where it was, what was picked before, what for, and what has been picked by it."""

    column: int
    row: int
    before: Flood | None
    use: _Use
    tolerance: int
    pixels: Flood | None


class WandTool(AdjustableTool):
    """Press on a colour and drag right for more of it, left for less; Enter or a click inside accepts.

    Shift+press adds another region, Alt or Ctrl+press takes one away. The new shapes give what is shown.
    """

    name: ClassVar[str] = "wand"
    is_drawing: ClassVar[bool] = True
    first_use: ClassVar[str] = (
        "Press on a colour; drag right for more of it, left for less.\n"
        "Click inside to accept; Shift+press adds another region."
    )
    options: ClassVar[tuple[str, ...]] = ("wand_tolerance", "wand_hole_size", "is_behind")

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self._picks: list[_Picked] = []
        self._pressed: Pointer | None = None
        self._start = 0
        self._cursor: tuple[float, float] | None = None
        self._mask: DraftMask | None = None
        self._count = 0
        # The options with which that was made.
        self._made_with: tuple[object, ...] = ()

    @property
    def hint(self) -> str:
        """What the mouse does now; of a large image also how far it reaches."""
        if self._pressed is not None:
            return f"Drag right for more, left for less · tolerance {self.context.options.wand_tolerance}"
        if self._mask is not None:
            return (
                "Click inside or Enter: accept · Shift+press adds · Alt+press takes away "
                "· Backspace: one back · Esc drops"
            )
        reach = "" if self._is_whole else f" · reaches {_REACH:,} px around the press"
        return f"Press on a colour and drag right for more of it, left for less{reach}"

    @property
    def cursor(self) -> Cursor:
        """A cross: the colour is taken where it points."""
        return Cursor.CROSS

    @property
    def draft(self) -> Draft | None:
        """The pixels that are picked and, while the hand is down, the tolerance and their number."""
        if self._mask is None:
            return None
        if self._pressed is None:
            return Draft(mask=self._mask)
        text = f"± {self.context.options.wand_tolerance}  {self._count:,} px"
        return Draft(cursor=self._cursor, mask=self._mask, text=text)

    def press(self, pointer: Pointer) -> Edit | None:
        """Pick what is of the colour there; inside of what is picked already, accept that."""
        self._pressed = None
        if self.context.current_class is None:
            raise NoCurrentClassError
        pixel = pointer.pixel(self.context.size)
        takes_away = pointer.alt or pointer.ctrl  # some desktops have another use for Alt
        use = _Use.ADD if pointer.shift else _Use.CUT if takes_away else _Use.NEW
        before = self._picks[-1].pixels if self._picks else None
        if use is _Use.NEW and before is not None and pixel is not None and before.holds(*pixel):
            return self.finish()
        if self.context.photograph is None:
            raise ToolError("The photograph is not there in full yet; press again in a moment.")
        if pixel is None:
            raise ToolError("There is no colour beside the image; press on the image.")
        if not self._picks:
            self.context.select(())
        self._pressed = pointer
        self._cursor = (pointer.x, pointer.y)
        self._start = self.context.options.wand_tolerance
        base = None if use is _Use.NEW else before
        self._picks.append(self._picked(_Picked(*pixel, base, use, self._start, None)))
        self._show()
        return None

    def move(self, pointer: Pointer) -> Edit | None:
        """A drag changes the tolerance."""
        if self._pressed is not None:
            self._cursor = (pointer.x, pointer.y)
            steps = (pointer.x - self._pressed.x) * self._pressed.scale / _PIXELS_PER_STEP
            tolerance = min(max(self._start + round(steps), 0), 255)
            if tolerance != self.context.options.wand_tolerance:
                self.context.options.wand_tolerance = tolerance
                self.follow_options()
        return None

    def follow_options(self) -> Edit | None:
        """What was pressed last is picked anew, with another tolerance or other holes."""
        # A drag has done so itself before its tolerance arrives here as the new value of the option.
        if self._picks and self._made_with != self._options:
            tolerance = self.context.options.wand_tolerance
            self._picks[-1] = self._picked(self._picks[-1]._replace(tolerance=tolerance))
            self._show()
        return None

    def release(self, pointer: Pointer) -> Edit | None:
        """What is picked stays, to be accepted or changed."""
        self.move(pointer)
        self._pressed = None
        return None

    def double_press(self, pointer: Pointer) -> Edit | None:
        """The first press of a double click has picked the region, the second one accepts it."""
        return self.press(pointer)

    def finish(self) -> Edit | None:
        """Shapes of exactly the pixels that are shown; raises ToolError when none of them may be taken."""
        pixels = self._picks[-1].pixels if self._picks else None
        class_name = self.context.current_class
        if pixels is None:
            return None
        if class_name is None:
            raise NoCurrentClassError
        shapes = shapes_of_mask(self.context, pixels.pixels, (pixels.left, pixels.top))
        edit = drawn(self.context, shapes, "Add similar colour")
        self.cancel()
        return edit

    def take_back(self) -> bool:
        """The last press goes."""
        if not self._picks:
            return False
        self._picks.pop()
        self._pressed = None
        if self._picks:
            self.context.options.wand_tolerance = self._picks[-1].tolerance
        self._show()
        return True

    def cancel(self) -> Edit | None:
        """All that was picked goes."""
        self._picks = []
        self._pressed = None
        self._show()
        return None

    def follow(self, change: Change) -> None:
        """Other pixels may be taken now."""
        self._show()

    @property
    def _options(self) -> tuple[object, ...]:
        """What the pixels that are shown depend on."""
        options = self.context.options
        return (options.wand_tolerance, options.wand_hole_size, options.is_behind, options.paints_over)

    @property
    def _is_whole(self) -> bool:
        width, height = self.context.size
        return width * height <= _WHOLE

    def _window(self, column: int, row: int) -> PixelRect:
        """The pixels that are looked at for a press."""
        whole = PixelRect(0, 0, *self.context.size)
        if self._is_whole:
            return whole
        around = PixelRect(column - _REACH, row - _REACH, column + _REACH, row + _REACH)
        return whole.intersected(around)

    def _picked(self, pick: _Picked) -> _Picked:
        """The press with what it picks at its tolerance."""
        photograph = self.context.photograph
        if photograph is None:
            return pick
        window = self._window(pick.column, pick.row)
        part = photograph[window.top : window.bottom, window.left : window.right]
        column, row = pick.column - window.left, pick.row - window.top
        found = flood(similar_pixels(part, column, row, pick.tolerance), column, row)
        found = without_small_holes(found, self.context.options.wand_hole_size + 1)
        found = found._replace(left=found.left + window.left, top=found.top + window.top)
        return pick._replace(pixels=_combined(pick.before, found, pick.use))

    def _show(self) -> None:
        """Let the draft show what is picked, as far as it may be taken."""
        pixels = self._picks[-1].pixels if self._picks else None
        self._mask, self._made_with = None, self._options
        if pixels is not None:
            allowed = allowed_pixels(self.context, pixels.rect)
            mask = pixels.pixels if allowed is None else pixels.pixels & allowed
            self._mask = DraftMask(pixels.left, pixels.top, mask)
            self._count = int(np.count_nonzero(mask))


def _combined(before: Flood | None, found: Flood, use: _Use) -> Flood | None:
    """What was picked before with what was found added, or cut out of it; None when nothing is left."""
    if before is None:
        return None if use is _Use.CUT else found
    boxes = (before.rect, found.rect)
    left, top, right, bottom = before.rect
    if use is _Use.ADD:
        left, top = min(box.left for box in boxes), min(box.top for box in boxes)
        right, bottom = max(box.right for box in boxes), max(box.bottom for box in boxes)
    pixels = np.zeros((bottom - top, right - left), np.bool_)
    for part, value in ((before, True), (found, use is _Use.ADD)):
        box = part.rect.intersected(PixelRect(left, top, right, bottom))
        if not box.is_empty:
            place = pixels[box.top - top : box.bottom - top, box.left - left : box.right - left]
            np.copyto(place, value, where=part.within(box))
    return Flood(left, top, pixels) if pixels.any() else None
