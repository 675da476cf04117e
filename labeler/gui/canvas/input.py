"""What the mouse does on the canvas: pan and zoom it, or go to the tool in image coordinates."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent

from labeler.core.errors import ToolError
from labeler.core.geometry import Bounds
from labeler.gui.canvas.in_view import bring_into_view
from labeler.gui.canvas.keys import CanvasKeys
from labeler.tools.base import Pointer, clamped

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QWheelEvent

    from labeler.gui.canvas.view import CanvasView
    from labeler.tools.base import AnyEdit, Tool

# How far on screen the pointer may be from a thing and still grab it, in pixels.
_TOLERANCE = 8

# One notch of a wheel turns it by 120. Three notches double the zoom; each scrolls by so many screen pixels.
_NOTCH = 120
_NOTCHES_TO_DOUBLE = 3
_SCROLL = 60

_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
_NO_MODIFIER = Qt.KeyboardModifier.NoModifier


class CanvasInput:
    """Turns the Qt events of one canvas into pans, zooms and gestures of its tool.

    With `wheel_zooms` the wheel zooms at the cursor; without, Ctrl+wheel does, and the wheel scrolls. While a
    tool has a use for Ctrl+wheel, `ctrl_wheel` is told how far it turns (a notch is 120), and nothing zooms.
    """

    def __init__(self, view: CanvasView) -> None:
        self.wheel_zooms = True
        self.ctrl_wheel: Callable[[int], object] | None = None
        self.is_panning = False
        self.is_space_down = False
        self._view = view
        self._mouse_at: QPointF | None = None
        self._modifiers = _NO_MODIFIER
        self._has_tool_pressed = False
        self._has_right_taken_back = False
        self._handlers: dict[QEvent.Type, Callable[[QEvent], bool]] = {
            **dict.fromkeys(_PRESSES, self._press),
            QEvent.Type.MouseMove: self._move,
            QEvent.Type.MouseButtonRelease: self._release,
            QEvent.Type.Wheel: self._wheel,
            QEvent.Type.Leave: self._leave,
            QEvent.Type.FocusOut: self._focus_out,
            QEvent.Type.ContextMenu: self._context_menu,
        }
        self._keys = CanvasKeys(view, self)

    def handle(self, event: QEvent) -> bool:
        """Whether the event was one of the canvas's own, and has been dealt with."""
        handler = self._handlers.get(event.type())
        return self._keys.handle(event) if handler is None else handler(event)

    @property
    def cursor_at(self) -> QPointF | None:
        """Where the pointer is, in device pixels: that of the arrow keys if there is one, else the mouse."""
        scene = self._view.scene
        return self._mouse_at if scene.aim is None else QPointF(*scene.viewport.to_device(*scene.aim))

    def pointer(self) -> Pointer | None:
        """Where the pointer is in the image, and which keys are down; None while it is not on the canvas.

        Modifiers say by how much arrow keys move their pointer, and so mean nothing else with it.
        """
        viewport, aim, mouse_at = self._view.scene.viewport, self._view.scene.aim, self._mouse_at
        if aim is not None:
            (x, y), modifiers = aim, _NO_MODIFIER
        elif mouse_at is not None:
            (x, y), modifiers = viewport.to_image(mouse_at.x(), mouse_at.y()), self._modifiers
        else:
            return None
        return Pointer(
            x,
            y,
            _TOLERANCE * viewport.ratio / viewport.scale,
            viewport.scale / viewport.ratio,
            shift=bool(modifiers & Qt.KeyboardModifier.ShiftModifier),
            ctrl=bool(modifiers & Qt.KeyboardModifier.ControlModifier),
            alt=bool(modifiers & Qt.KeyboardModifier.AltModifier),
        )

    def pixel(self) -> tuple[int, int] | None:
        """(column, row) of the pixel under the pointer, None beside the image.

        None too until the document of a new photograph has come, so that no pixel of another is asked for.
        """
        pointer, scene = self.pointer(), self._view.scene
        width, height = scene.viewport.image_size
        is_between = scene.document is not None and scene.document.size != (width, height)
        if pointer is None or is_between:
            return None
        column, row = math.floor(pointer.x), math.floor(pointer.y)
        return (column, row) if 0 <= column < width and 0 <= row < height else None

    def aim_by(self, dx: float, dy: float) -> None:
        """Move the pointer of the arrow keys by image pixels; it starts where the mouse is, or in the middle.

        It stands between pixels, and the view follows it.
        """
        scene, pointer = self._view.scene, self.pointer()
        viewport = scene.viewport
        x, y = viewport.to_image(*(length / 2 for length in viewport.size))
        if pointer is not None:
            x, y = pointer.x, pointer.y
        x, y = scene.aim = clamped(round(x) + dx, round(y) + dy, viewport.image_size)
        bring_into_view(viewport, Bounds(x, y, x, y))
        self.look_again()

    def end_aim(self) -> None:
        """The mouse points again; what the keys have pressed is let go first."""
        self._keys.let_go()
        self._view.scene.aim = None

    def hold(self, modifiers: Qt.KeyboardModifier) -> None:
        """These modifier keys are down now, which the tool is told of at once."""
        self._modifiers = modifiers
        self.look_again()

    def look_again(self) -> None:
        """Let the tool see the pointer where it now is in the image, after a pan or zoom."""
        self.give(lambda tool, pointer: tool.move(pointer))

    def give(self, gesture: Callable[[Tool, Pointer], AnyEdit | None]) -> None:
        """Have the tool answer a gesture at the pointer, and carry out what comes of it."""
        tool, pointer = self._view.tool, self.pointer()
        if tool is not None and pointer is not None:
            self._view.act(lambda: gesture(tool, pointer))
        else:
            self._view.show_state()

    def _follow(self, event: QMouseEvent | QWheelEvent) -> QPointF:
        """Remember where the mouse is (in device pixels) and what is held; the place before.

        A mouse that moves, or presses, takes over from the arrow keys.
        """
        now = event.position() * self._view.scene.viewport.ratio
        if self._view.scene.aim is not None and (now != self._mouse_at or event.type() in _PRESSES):
            self.end_aim()
        before, self._mouse_at = self._mouse_at, now
        self._modifiers = event.modifiers()
        return now if before is None else before

    def _press(self, event: QEvent) -> bool:
        mouse = cast("QMouseEvent", event)
        button = mouse.button()
        is_left = button is Qt.MouseButton.LeftButton
        if is_left:
            self._let_go()
        self._follow(mouse)
        document = self._view.scene.document
        refusal = "" if document is None or self._view.tool is not None else document.drawing_refusal
        if button is Qt.MouseButton.MiddleButton or (is_left and self.is_space_down):
            self.is_panning = True
            self._view.show_state()
        elif is_left and refusal:
            self._view.tool_refused.emit(ToolError(refusal))
        elif is_left:
            self._has_tool_pressed = True
            if event.type() is QEvent.Type.MouseButtonDblClick:
                self.give(lambda tool, pointer: tool.double_press(pointer))
            else:
                self.give(lambda tool, pointer: tool.press(pointer))
        elif button is Qt.MouseButton.RightButton:
            self._has_right_taken_back = self._view.take_back()
        return True

    def _move(self, event: QEvent) -> bool:
        mouse = cast("QMouseEvent", event)
        if mouse.buttons() is Qt.MouseButton.NoButton:
            self.is_panning = False
            self._let_go()
        before = self._follow(mouse)
        if self.is_panning and self._mouse_at is not None:
            moved = self._mouse_at - before
            self._view.scene.viewport.pan(moved.x(), moved.y())
            self._view.show_state()
        else:
            self.look_again()
        return True

    def _release(self, event: QEvent) -> bool:
        mouse = cast("QMouseEvent", event)
        self._follow(mouse)
        is_left = mouse.button() is Qt.MouseButton.LeftButton
        if is_left and self._has_tool_pressed:
            self._has_tool_pressed = False
            self.give(lambda tool, pointer: tool.release(pointer))
        elif is_left or mouse.button() is Qt.MouseButton.MiddleButton:
            self.is_panning = False
            self.look_again()
        return True

    def _let_go(self) -> None:
        """Release what is held where it was last seen: the button went up elsewhere, as over a dialog."""
        if self._has_tool_pressed:
            self._has_tool_pressed = False
            self.give(lambda tool, pointer: tool.release(pointer))

    def _wheel(self, event: QEvent) -> bool:
        wheel = cast("QWheelEvent", event)
        self._follow(wheel)
        viewport, angle = self._view.scene.viewport, wheel.angleDelta()
        has_ctrl = bool(self._modifiers & Qt.KeyboardModifier.ControlModifier)
        if has_ctrl and self.ctrl_wheel is not None:
            self.ctrl_wheel(angle.y() or angle.x())
        elif self.wheel_zooms or has_ctrl:
            turned = angle.y() or angle.x()
            place = wheel.position() * viewport.ratio
            viewport.zoom_by(2 ** (turned / (_NOTCH * _NOTCHES_TO_DOUBLE)), (place.x(), place.y()))
        else:
            step = QPointF(angle) * (_SCROLL / _NOTCH) * viewport.ratio
            is_across = bool(self._modifiers & Qt.KeyboardModifier.ShiftModifier)
            viewport.pan(*((step.y(), step.x()) if is_across else (step.x(), step.y())))
        self.look_again()
        return True

    def _leave(self, event: QEvent) -> bool:
        if self._has_tool_pressed:
            return False  # something opened over the canvas: what is held waits for the mouse to come back
        self._mouse_at = None
        if self._view.tool is not None and self._view.scene.aim is None:
            self._view.tool.leave()
        self._view.show_state()
        return False

    def _focus_out(self, event: QEvent) -> bool:
        self.is_space_down = False
        self._modifiers = _NO_MODIFIER
        return False

    def _context_menu(self, event: QEvent) -> bool:
        menu = cast("QContextMenuEvent", event)
        by_mouse = menu.reason() is QContextMenuEvent.Reason.Mouse
        if not (by_mouse and self._has_right_taken_back):
            self._view.context_menu_requested.emit(menu.globalPos())
        return True
