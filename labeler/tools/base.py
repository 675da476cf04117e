"""What all tools have in common: the pointer they get, the context they act in, the draft they show."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol

if TYPE_CHECKING:
    from labeler.core.annotation import Annotation
    from labeler.core.edits.base import Edit
    from labeler.core.shape_index import ShapeIndex


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


@dataclass(frozen=True, slots=True)
class Handle:
    """A vertex of a shape: position in the list, ring (0 the points, 1.. the holes), index in the ring."""

    position: int
    ring: int
    vertex: int


@dataclass(frozen=True, slots=True)
class Draft:
    """What a tool shows while it works, in image coordinates.

    `points` are the vertices set so far, `cursor` the place of the next one; `closes` tells that a click
    would close the ring; `box` is a selection box (left, top, right, bottom).
    """

    points: tuple[tuple[float, float], ...] = ()
    cursor: tuple[float, float] | None = None
    closes: bool = False
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Hover:
    """What lies under the pointer: a shape, one of its vertices, or a place on one of its edges."""

    position: int | None = None
    handle: Handle | None = None
    midpoint: tuple[Handle, float, float] | None = None


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
    def selection(self) -> Collection[int]:
        """Positions of the selected shapes, ascending."""

    @property
    def current_class(self) -> str | None:
        """Name of the class that new shapes get; None when none is chosen."""

    def select(self, positions: Iterable[int]) -> None:
        """Make these the selected shapes."""

    def is_editable(self, position: int) -> bool:
        """Whether the shape is visible and not locked, so that the mouse may take hold of it."""


class Tool:
    """Base of all tools: does nothing on every event. Subclasses answer those that concern them.

    Events return the edit they amount to, or None. They raise ToolError for what cannot be done now.
    """

    name: ClassVar[str] = ""

    def __init__(self, context: ToolContext) -> None:
        self.context = context

    @property
    def hint(self) -> str:
        """One line: what mouse and modifiers do now."""
        return ""

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
        """Whether work is unfinished, so that Esc, Enter and Backspace belong to the tool."""
        return self.draft is not None

    def press(self, pointer: Pointer) -> Edit | None:
        """The left button goes down."""
        return None

    def move(self, pointer: Pointer) -> Edit | None:
        """The pointer moves, with the left button down or up."""
        return None

    def release(self, pointer: Pointer) -> Edit | None:
        """The left button goes up."""
        return None

    def double_press(self, pointer: Pointer) -> Edit | None:
        """The second press of a double click (the first came as `press`)."""
        return None

    def finish(self) -> Edit | None:
        """Enter: complete the unfinished work."""
        return None

    def take_back(self) -> bool:
        """Backspace, Ctrl+Z or right click: undo the last step of the unfinished work, if there is one."""
        return False

    def cancel(self) -> None:
        """Esc, or another tool is chosen: drop the unfinished work."""
