"""The canvas: one widget that shows photograph, label map and shapes, and gives mouse and keys to a tool."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QWidget

from labeler.core.change import Change, ClassesChanged, ShapesReplaced, StateChanged
from labeler.core.edits.sequence import selected_after
from labeler.core.errors import ToolError
from labeler.gui.canvas.display import Display
from labeler.gui.canvas.extent import (
    extent_of_cursor,
    extent_of_work,
    screen_rect,
    screen_rect_of_device,
)
from labeler.gui.canvas.growth import grown_region
from labeler.gui.canvas.input import CanvasInput
from labeler.gui.canvas.scene import Scene
from labeler.tools.base import Cursor

if TYPE_CHECKING:
    from labeler.gui.canvas.pyramid import ImagePyramid
    from labeler.gui.document import Document
    from labeler.tools.base import AnyEdit, Tool

_CURSORS = {
    Cursor.ARROW: Qt.CursorShape.ArrowCursor,
    Cursor.CROSS: Qt.CursorShape.CrossCursor,
    Cursor.MOVE: Qt.CursorShape.SizeAllCursor,
    Cursor.HANDLE: Qt.CursorShape.PointingHandCursor,
}
# What stands before the hint of the tool while the arrow keys point.
_AIM_HINT = "Arrows move, Enter clicks · "
_REPAINTING = (QEvent.Type.PaletteChange, QEvent.Type.StyleChange)


class CanvasView(QWidget):
    """Shows a document and its photograph. Zoom, pan and tools act here; every edit goes to the document.

    `pointer_moved((column, row) | None)`: the pixel under the mouse, None beside the image. `zoom_changed`:
    device pixels per image pixel. `tool_refused(ToolError)`: what could not be done, and why.
    `busy_changed(bool)`: whether the tool has unfinished work.
    `context_menu_requested(QPoint)`: a right click that took no vertex back, in screen coordinates.
    `escaped()`: Esc, when the tool has nothing to cancel. `moved()`: another part of the image is shown, or
    it is shown in another size. `painted()`: the picture was drawn.
    """

    pointer_moved = Signal(object)
    zoom_changed = Signal(float)
    hint_changed = Signal(str)
    busy_changed = Signal(bool)
    tool_refused = Signal(object)
    context_menu_requested = Signal(QPoint)
    escaped = Signal()
    moved = Signal()
    painted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tool: Tool | None = None
        self.scene = Scene()
        self.display = Display(self.scene, self.repaint_all)
        self.input = CanvasInput(self)
        self._pixel: tuple[int, int] | None = None
        self._scale = 0.0
        self._hint = ""
        self._is_busy = False
        self._seen: tuple[object, object, object] | None = None
        # Where that was drawn; None when all is to be painted anew.
        self._extent: QRect | None = None
        self._shown: object = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def set_document(self, document: Document | None) -> None:
        """Show another document, or none. A tool belongs to its document: it is cancelled and dropped."""
        self.set_tool(None)
        before = self.scene.document
        if before is not None:
            before.changed.disconnect(self._on_changed)
            before.selection_changed.disconnect(self.update)
        self.scene.show_document(document)
        if document is not None:
            document.changed.connect(self._on_changed)
            document.selection_changed.connect(self.update)
        self.show_state()
        self.update()

    def set_pyramid(self, pyramid: ImagePyramid | None, *, keeps_view: bool = False) -> None:
        """Show a photograph that was made ready (`ImagePyramid.of`, in a thread), or none, fitted.

        With `keeps_view`, zoom and place stay when its size is that of the one before.
        """
        self.scene.base.image.pyramid = pyramid
        self.scene.show_size(keeps_view=keeps_view)
        self.show_state()
        self.update()

    def set_tool(self, tool: Tool | None) -> None:
        """Give mouse and keys to another tool; the one before drops its unfinished work."""
        if self.tool is not None:
            self.act(self.tool.cancel)
        self.tool = tool
        if tool is None or tool.has_nudges:
            self.input.end_aim()
        self.input.look_again()
        self.show_state()
        self.update()

    def fit(self) -> None:
        """Show the whole image."""
        self.scene.viewport.fit()
        self.input.look_again()

    def zoom_to(self, scale: float) -> None:
        """Show `scale` device pixels for each image pixel (1.0 is 100 %) around the middle of the view."""
        self.scene.viewport.zoom_to(scale)
        self.input.look_again()

    def zoom_by(self, factor: float) -> None:
        """Zoom in (factor above 1) or out around the middle of the view."""
        self.scene.viewport.zoom_by(factor)
        self.input.look_again()

    def set_empty_text(self, text: str) -> None:
        """The sentence in the middle of the canvas while there is no image."""
        self.scene.empty_text = text
        self.update()

    def take_back(self) -> bool:
        """Undo the last step of unfinished work; False when there is none, so that something else may be."""
        if self.tool is None or not self.tool.is_busy:
            return False
        self.tool.take_back()
        self.show_state()
        return True

    def act(self, gesture: Callable[[], AnyEdit | None]) -> None:
        """Have a tool answer, and carry out the edit that comes of it; shapes it makes are selected."""
        document = self.scene.document
        try:
            edit = gesture()
            if edit is not None and document is not None:
                document.push(edit)
                if (made := selected_after(edit)) is not None:
                    document.select(made)
        except ToolError as error:
            self.tool_refused.emit(error)
        if document is not None and (self.tool is None or not self.tool.is_busy):
            document.late.settle()
        self.show_state()

    def show_state(self) -> None:
        """Let cursor, hint, pixel, zoom and picture follow the tool and the view."""
        tool, viewport, cursor_at = self.tool, self.scene.viewport, self.input.cursor_at
        self.setCursor(_cursor_of(self.input, tool))
        hint = "" if tool is None else ("" if self.scene.aim is None else _AIM_HINT) + tool.hint
        if hint != self._hint:
            self._hint = hint
            self.hint_changed.emit(hint)
        is_busy = tool is not None and tool.is_busy
        if is_busy != self._is_busy:
            self._is_busy = is_busy
            self.busy_changed.emit(is_busy)
        pixel = self.input.pixel()
        if pixel != self._pixel:
            self._pixel = pixel
            self.pointer_moved.emit(pixel)
        if viewport.scale != self._scale:
            self._scale = viewport.scale
            self.zoom_changed.emit(self._scale)
        shown = (viewport.scale, viewport.origin, viewport.size, viewport.image_size)
        if shown != self._shown:
            self._shown = shown
            self.moved.emit()
        work = None if tool is None else (tool.hover, tool.draft, None if tool.has_nudges else cursor_at)
        self._show_work((work, shown, cursor_at if self.scene.has_crosshair else None))

    def _show_work(self, seen: tuple[object, object, object]) -> None:
        """Paint the place of what lies under the pointer or is unfinished, before and now, if it changed."""
        before, self._seen = self._seen, seen
        if seen == before:
            return
        if before is None or seen[1:] != before[1:]:
            self._extent = None
        old = self._extent
        if before is not None and old is not None and (grown := self._grown(before[0], seen[0])) is not None:
            self._extent = old.united(grown.boundingRect())
            self.update(grown)
            return
        self._extent = extent_of_work(
            self.tool, self.scene.viewport, self.scene.document, self.input.cursor_at
        )
        draft = None if self.tool is None else self.tool.draft
        masked = self.scene.show_mask(None if draft is None else draft.mask)
        if old is None:
            self.update()
        else:
            self.update(QRegion(old).united(self._extent).united(screen_rect(masked, self.scene.viewport)))

    def _grown(self, before: object, now: object) -> QRegion | None:
        """Where the picture changes when all that happened is that a line in the hand became longer."""
        if not (isinstance(before, tuple) and isinstance(now, tuple)) or before[0] != now[0]:
            return None
        viewport = self.scene.viewport
        region = grown_region(before[1], now[1], viewport)
        for cursor_at in (before[2], now[2]):
            if region is not None and cursor_at is not None:
                region = region.united(extent_of_cursor(cursor_at, viewport))
        return region

    def event(self, event: QEvent) -> bool:
        """Mouse and keys go to the input; a new theme or a screen of another sharpness repaints all."""
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self.scene.resize(self.size(), self.devicePixelRatioF())
        if event.type() in _REPAINTING:
            self.repaint_all()
        return self.input.handle(event) or super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The image stays where it is, or fitted."""
        self.scene.resize(self.size(), self.devicePixelRatioF())
        self.show_state()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the picture; what has not changed is kept from the last time."""
        with QPainter(self) as painter:
            painter.setClipRegion(event.region())  # what lies outside need not even be tried
            self.scene.paint(painter, self.rect(), self.tool, self.input.cursor_at)
        self._show_unseen(event.region())
        self.painted.emit()

    def _show_unseen(self, seen: QRegion) -> None:
        """Have painted what is new in the picture beside what anybody asked for, as when outlines go out."""
        painted, viewport = self.scene.base.painted, self.scene.viewport
        unseen = QRegion()
        for rect in painted:
            unseen = unseen.united(screen_rect_of_device(rect, viewport).intersected(self.rect()))
        unseen = unseen.subtracted(seen)
        if not unseen.isEmpty():
            self.update(unseen)
        painted.clear()

    def repaint_all(self) -> None:
        """Draw everything anew."""
        self.scene.base.invalidate()
        self.update()

    def _on_changed(self, change: Change, rect: object) -> None:
        """Shapes or classes changed: their place is drawn anew, and the tool looks again."""
        self.scene.base.objects.follow(change)
        document = self.scene.document
        if isinstance(change, ClassesChanged):
            self.scene.base.labels.palette = change.after.palette()
            self.scene.base.invalidate()
        elif (
            isinstance(change, ShapesReplaced)
            and change.bounds.is_empty
            and self.scene.base.objects.is_needed
        ):
            # No pixel of the label map, but perhaps the group, and with it the colour of instances.
            self.scene.base.invalidate()
        elif not isinstance(change, StateChanged) and not (document is None or document.late.is_waiting):
            self.scene.base.mark(change.bounds)
        if self.tool is not None:
            self.tool.follow(change)
        self.show_state()
        base = self.scene.base
        if isinstance(change, ClassesChanged | StateChanged) or base.objects.is_needed:
            self.update()
        else:
            self.update(screen_rect(change.bounds, self.scene.viewport))


def _cursor_of(handled: CanvasInput, tool: Tool | None) -> Qt.CursorShape:
    """A hand while the view is panned, or will be; otherwise what the tool asks for."""
    if handled.is_panning:
        return Qt.CursorShape.ClosedHandCursor
    if handled.is_space_down:
        return Qt.CursorShape.OpenHandCursor
    return Qt.CursorShape.ArrowCursor if tool is None else _CURSORS[tool.cursor]
