"""What all tools have in common: the pointer they get, the context they act in, the draft they show."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from labeler.core.annotation import Annotation
    from labeler.core.arrays import Mask
    from labeler.core.change import Change
    from labeler.core.classes import ClassTable
    from labeler.core.edits.base import Edit
    from labeler.core.edits.sequence import EditSequence
    from labeler.core.handles import Handle
    from labeler.core.live_label_map import LiveLabelMap
    from labeler.core.shape_index import ShapeIndex
    from labeler.tools.frame import Frame
    from labeler.tools.options import ToolOptions


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the mouse is, in image coordinates, and what is held down.

    `tolerance` is how far, in image pixels, the pointer may be from a thing and still grab it (a fixed
    distance on screen); `scale` is screen pixels per image pixel.
    """

    x: float
    y: float
    tolerance: float
    scale: float = 1.0
    shift: bool = False
    ctrl: bool = False
    alt: bool = False

    def is_near(self, x: float, y: float) -> bool:
        """Whether (x, y) lies within the tolerance."""
        return (self.x - x) ** 2 + (self.y - y) ** 2 <= self.tolerance**2

    def in_image(self, size: tuple[int, int]) -> tuple[float, float]:
        """The nearest place (x, y) in the image rectangle [0, w] x [0, h], whose ends are reached exactly."""
        return clamped(self.x, self.y, size)

    def pixel(self, size: tuple[int, int]) -> tuple[int, int] | None:
        """(column, row) of the pixel it points at in an image of `size`; None beside the image."""
        column, row = math.floor(self.x), math.floor(self.y)
        return (column, row) if 0 <= column < size[0] and 0 <= row < size[1] else None


def clamped(x: float, y: float, size: tuple[int, int]) -> tuple[float, float]:
    """The place in the image rectangle [0, w] x [0, h] that is nearest to (x, y)."""
    return (min(max(x, 0.0), float(size[0])), min(max(y, 0.0), float(size[1])))


Place: TypeAlias = tuple[float, float]
Ring: TypeAlias = tuple[Place, ...]
AnyEdit: TypeAlias = "Edit | EditSequence"


class Cursor(StrEnum):
    """What the mouse cursor should look like over the canvas."""

    ARROW = "arrow"
    CROSS = "cross"
    MOVE = "move"
    HANDLE = "handle"


@dataclass(frozen=True, slots=True, eq=False)
class DraftMask:
    """Pixels that a tool is about to give to a class or, with `erases`, to take away.

    `pixels` is (h, w) bool; its top left item is the pixel (left, top) of the image. It is never changed once
    it is shown, but for `changed` (left, top, right, bottom): the box in which it differs from the mask shown
    before when both have the same array. `class_name` is the class that gets them, None for the current one.
    Two masks are equal only when they are the same object.
    """

    left: int
    top: int
    pixels: Mask
    erases: bool = False
    changed: tuple[int, int, int, int] | None = None
    class_name: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What a tool shows while it works, in image coordinates.

    `points` are the vertices set so far, `cursor` the place of the next one; `closes` tells that a click
    would close the ring; `is_measured` that length and angle of the segment to the cursor are to be shown;
    `trail` is a freehand line as the hand draws it, from the last of the points on;
    `box` is a selection box (left, top, right, bottom). `rings` are closed outlines of the shape to be,
    `edges` thin ones of exact pixels (the brush). `run` is the part of a border that a click would take over.
    `mask` are pixels that will change. `snap` is the place that the pointer snapped to. `text` stands beside
    the pointer. `frame` lies around shapes that can be scaled and turned.
    """

    points: Ring = ()
    cursor: Place | None = None
    closes: bool = False
    is_measured: bool = False
    box: tuple[float, float, float, float] | None = None
    rings: tuple[Ring, ...] = ()
    edges: tuple[Ring, ...] = ()
    run: Ring = ()
    mask: DraftMask | None = None
    snap: Place | None = None
    text: str = ""
    trail: Ring = ()
    frame: Frame | None = None


@dataclass(frozen=True, slots=True)
class Hover:
    """What lies under the pointer: a shape, one of its handles, or one of its edges.

    `edge` names the place in its ring that a vertex inserted there would take, `midpoint` the middle of that
    edge. `insertion` is where a press would set the new vertex, None when it would not. `vertices` are the
    handles that are selected, `others` handles of other shapes that would go along with `handle`.
    """

    position: int | None = None
    handle: Handle | None = None
    edge: Handle | None = None
    midpoint: tuple[float, float] | None = None
    insertion: tuple[float, float] | None = None
    vertices: tuple[Handle, ...] = ()
    others: tuple[Handle, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """What a menu at the pointer can do there: its words, and the gesture that answers with the edit."""

    text: str
    act: Callable[[], AnyEdit | None]


class ToolContext(Protocol):
    """What a tool may know and do besides returning edits; the document implements it."""

    @property
    def annotation(self) -> Annotation:
        """The annotation of the image on the canvas."""

    @property
    def index(self) -> ShapeIndex:
        """The boxes of all shapes, for hit tests."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the image."""

    @property
    def selection(self) -> Sequence[int]:
        """Positions of the selected shapes, ascending."""

    @property
    def current_class(self) -> str | None:
        """Name of the class that new shapes get; None when none is chosen."""

    @property
    def classes(self) -> ClassTable:
        """The class table of the dataset."""

    @property
    def options(self) -> ToolOptions:
        """What the tools are set to."""

    @property
    def label_map(self) -> LiveLabelMap:
        """The label map as the shapes give it now."""

    @property
    def photograph(self) -> NDArray[np.uint8] | None:
        """(H, W, 4) uint8 in the order blue, green, red, unused; None while it is not there in full."""

    def select(self, positions: Iterable[int]) -> None:
        """Make these the selected shapes."""

    def is_visible(self, position: int) -> bool:
        """Whether the shape is to be seen: what is hidden is neither hit nor snapped to."""

    def is_editable(self, position: int) -> bool:
        """Whether the shape is visible and not locked, so that the mouse may take hold of it."""


class Tool:
    """Base of all tools: does nothing on every event. Subclasses answer those that concern them.

    Events return the edit they amount to, or None; the caller carries it out at once, before the next event,
    and then calls `follow` (also for edits that came from elsewhere). They raise ToolError for what cannot be
    done now. A tool belongs to one context: another image gets a new tool.
    """

    name: ClassVar[str] = ""
    # Whether new shapes come of it, so that the current class is shown beside the cursor.
    is_drawing: ClassVar[bool] = False
    # Whether arrow keys move what is selected (`nudge`); with other tools they move the pointer.
    has_nudges: ClassVar[bool] = False
    # The gesture in two lines, for who takes the tool up for the first time; empty where there is no need.
    first_use: ClassVar[str] = ""
    # Whether the vertices of selected shapes are marked while the tool is in the hand.
    has_vertices: ClassVar[bool] = True
    # The fields of ToolOptions that are offered above the canvas while the tool is in the hand.
    options: ClassVar[tuple[str, ...]] = ()

    def __init__(self, context: ToolContext) -> None:
        self.context = context

    @property
    def hint(self) -> str:
        """One line: what mouse and modifiers do now, in parts with ` · ` between them.

        The name of an action in braces stands for its key, which the user may have changed.
        """
        return ""

    @property
    def cursor(self) -> Cursor:
        """What the mouse cursor should look like now."""
        return Cursor.ARROW

    @property
    def draft(self) -> Draft | None:
        """What to draw of the unfinished work, or None."""
        return None

    @property
    def hover(self) -> Hover | None:
        """What lies under the pointer, or None."""
        return None

    @property
    def is_busy(self) -> bool:
        """Whether work is unfinished, so that Esc, Enter, Backspace and Ctrl+Z belong to the tool."""
        return self.draft is not None

    def press(self, pointer: Pointer) -> AnyEdit | None:
        """The left button goes down."""
        return None

    def move(self, pointer: Pointer) -> AnyEdit | None:
        """The pointer moves, with the left button down or up, or a modifier key goes down or up."""
        return None

    def release(self, pointer: Pointer) -> AnyEdit | None:
        """The left button goes up."""
        return None

    def double_press(self, pointer: Pointer) -> AnyEdit | None:
        """The second press of a double click (the first came as `press`)."""
        return self.press(pointer)

    def flip(self) -> bool:
        """Take the other of two ways that are offered, as along a border; False when none is."""
        return False

    def nudge(self, dx: float, dy: float) -> AnyEdit | None:
        """An arrow key: move what is selected by (dx, dy) image pixels. Asked only with `has_nudges`."""
        return None

    def offers(self, pointer: Pointer) -> list[Offer]:
        """What a menu offers for what lies under the pointer."""
        return []

    def leave(self) -> None:
        """The pointer leaves the canvas: nothing is under it any more."""

    def finish(self) -> AnyEdit | None:
        """Enter: complete the unfinished work."""
        return None

    def take_back(self) -> bool:
        """Backspace, Ctrl+Z or right click: undo the last step of the unfinished work, if there is one."""
        return False

    def cancel(self) -> AnyEdit | None:
        """Esc, or another tool is chosen: drop the unfinished work.

        What a drag has changed already is put back by the edit returned, which is of the drag's gesture:
        merged into it, nothing is left, and no step of the history stays behind (`ReplaceShapes.is_empty`).
        """
        return None

    def draft_state(self) -> Mapping[str, Any] | None:
        """What `restore` needs to take the unfinished work up again, as JSON can hold it exactly.

        None when there is no unfinished work, or none that is worth keeping (a drag).
        """
        return None

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take up what `draft_state` told, perhaps days ago; raises ValueError for anything else."""
        raise ValueError(f"{self.name} keeps no unfinished work")

    def follow(self, change: Change) -> None:
        """Shapes changed, by an edit of this tool, an undo or a panel: forget places that no longer hold."""


class AdjustableTool(Tool):
    """A tool that makes anew what it made last when an option has another value."""

    def follow_options(self) -> AnyEdit | None:
        """An option has another value; the edit that comes of it."""
        raise NotImplementedError
