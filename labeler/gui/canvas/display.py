"""How the canvas shows label map and shapes. Each change is one repaint; nothing is rasterized for it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from enum import StrEnum
from typing import TYPE_CHECKING

from labeler.gui.canvas.label_layer import ViewMode

if TYPE_CHECKING:
    from labeler.core.adjustment import Adjustment
    from labeler.core.arrays import Palette
    from labeler.gui.canvas.scene import Scene


class Outlines(StrEnum):
    """Which shapes have outlines: all, the selected and hovered ones, none."""

    ALL = "all"
    SELECTION = "selection"
    NONE = "none"


class Display:
    """The display options of one scene; `repaint` draws it anew."""

    def __init__(self, scene: Scene, repaint: Callable[[], None]) -> None:
        self._scene = scene
        self._labels = scene.base.labels
        self._repaint = repaint

    def set_opacity(self, opacity: float) -> None:
        """How opaque the classes lie over the photograph, 0..1."""
        self._labels.opacity = opacity
        self._repaint()

    def set_mode(self, mode: str) -> None:
        """Show "overlay", "labels" or "image": both, the label map alone, the photograph alone."""
        self._labels.mode = ViewMode(mode)
        self._repaint()

    def set_outlines(self, which: str) -> None:
        """Draw the outlines of "all" shapes, of the "selection" alone, or "none"; the label map stays."""
        self._scene.base.outlines.is_on = Outlines(which) is Outlines.ALL
        self._scene.shapes.is_on = Outlines(which) is not Outlines.NONE
        self._repaint()

    def set_filled(self, is_filled: bool) -> None:
        """Fill classes over the photograph, or leave them to their outlines."""
        self._labels.is_filled = is_filled
        self._repaint()

    def set_by_instance(self, by_instance: bool) -> None:
        """Give each instance a colour of its own, or the one of its class."""
        self._scene.base.objects.by_instance = by_instance
        self._repaint()

    def set_adjustment(self, adjustment: Adjustment) -> None:
        """Show the values of the photograph in another way."""
        self._scene.base.image.adjustment = adjustment
        self._repaint()

    def set_palette(self, palette: Palette) -> None:
        """Show classes in other colours, (256, 3) uint8 RGB."""
        self._labels.palette = palette
        self._repaint()

    def set_hidden(self, indices: Collection[int]) -> None:
        """Do not draw the classes of these indices; and look again which shapes are hidden."""
        self._labels.hidden = frozenset(indices)
        self._repaint()
