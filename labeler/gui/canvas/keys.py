"""What keys that are no actions do on the canvas: end or take back unfinished work, hold modifiers, and stand
in for the mouse: arrows move what is selected, or a pointer from which Enter clicks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, Qt

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from labeler.gui.canvas.input import CanvasInput
    from labeler.gui.canvas.view import CanvasView
    from labeler.tools.base import Place, Tool

_SHIFT, _CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
_MODIFIERS = {
    Qt.Key.Key_Shift: _SHIFT,
    Qt.Key.Key_Control: _CTRL,
    Qt.Key.Key_Alt: Qt.KeyboardModifier.AltModifier,
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ARROWS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}
_KEYS_OF_BUSY_TOOLS = (*_ENTER, Qt.Key.Key_Backspace, Qt.Key.Key_Escape)

# So many times as far goes an arrow with Shift: ten pixels of the image instead of one.
_FAR = 10.0


class CanvasKeys:
    """Takes the key events of one canvas."""

    def __init__(self, view: CanvasView, mouse: CanvasInput) -> None:
        self._view = view
        self._mouse = mouse
        # Where Enter clicked last, and the tool with which it has pressed the button and not let go.
        self._clicked_at: Place | None = None
        self._held: Tool | None = None
        self._handlers: dict[QEvent.Type, Callable[[QKeyEvent], bool]] = {
            QEvent.Type.ShortcutOverride: self._claim,
            QEvent.Type.KeyPress: self._press,
            QEvent.Type.KeyRelease: self._release,
        }

    def handle(self, event: QEvent) -> bool:
        """Whether the event was that of a key of the canvas, and has been dealt with."""
        handler = self._handlers.get(event.type())
        return handler is not None and handler(cast("QKeyEvent", event))

    def let_go(self) -> None:
        """Release what Shift+Enter has pressed."""
        held, self._held = self._held, None
        if held is not None and held is self._view.tool:
            self._mouse.give(lambda tool, pointer: tool.release(pointer))

    @property
    def _is_tool_busy(self) -> bool:
        return self._view.tool is not None and self._view.tool.is_busy

    def _claim(self, key: QKeyEvent) -> bool:
        """Take keys that belong to unfinished work before a shortcut of the window gets them."""
        code = key.key()
        is_mine = code in _KEYS_OF_BUSY_TOOLS and self._is_tool_busy
        if is_mine or code == Qt.Key.Key_Space or _step_of(key) is not None or self._is_click(key):
            key.accept()
            return True
        return False

    def _press(self, key: QKeyEvent) -> bool:
        tool = self._view.tool
        if key.key() == Qt.Key.Key_Space:
            self._hold_space(is_down=True)
            return True
        if (step := _step_of(key)) is not None:
            self._go(*step)
            return True
        if self._is_click(key):
            if not key.isAutoRepeat():
                self._click(key.modifiers())
            return True
        if tool is not None and tool.is_busy and key.key() in _KEYS_OF_BUSY_TOOLS:
            if key.key() in _ENTER:
                self._view.act(tool.finish)
            elif key.key() == Qt.Key.Key_Escape:
                self._held = None
                self._view.act(tool.cancel)
            else:
                self._view.take_back()
            return True
        if key.key() == Qt.Key.Key_Escape:
            self._view.escaped.emit()
            return True
        return self._hold_modifier(key, is_down=True)

    def _go(self, dx: float, dy: float) -> None:
        """An arrow key: to the tool that moves what is selected; with all others the pointer moves."""
        tool = self._view.tool
        if tool is None:
            return
        if tool.has_nudges:
            self._view.act(lambda: tool.nudge(dx, dy))
        else:
            self._mouse.aim_by(dx, dy)

    def _is_click(self, key: QKeyEvent) -> bool:
        """Whether the key is Enter while the arrow keys point."""
        return key.key() in _ENTER and self._view.tool is not None and self._view.scene.aim is not None

    def _click(self, modifiers: Qt.KeyboardModifier) -> None:
        """Click; with Shift press, to let go with the next; with Ctrl, or twice at one place, finish."""
        tool, aim = self._view.tool, self._view.scene.aim
        assert tool is not None
        if self._held is tool:
            self.let_go()
        elif tool.is_busy and (modifiers & _CTRL or aim == self._clicked_at):
            self._view.act(tool.finish)
        else:
            self._clicked_at = aim
            self._mouse.give(lambda tool, pointer: tool.press(pointer))
            self._held = tool
            if not modifiers & _SHIFT:
                self.let_go()

    def _release(self, key: QKeyEvent) -> bool:
        if key.key() == Qt.Key.Key_Space:
            if not key.isAutoRepeat():
                self._hold_space(is_down=False)
            return True
        return self._hold_modifier(key, is_down=False)

    def _hold_space(self, *, is_down: bool) -> None:
        self._mouse.is_space_down = is_down
        self._view.show_state()

    def _hold_modifier(self, key: QKeyEvent, *, is_down: bool) -> bool:
        """Tell the tool of a modifier at once; its own event does not count it as held on every platform."""
        modifier = _MODIFIERS.get(Qt.Key(key.key()))
        if modifier is not None:
            self._mouse.hold(key.modifiers() | modifier if is_down else key.modifiers() & ~modifier)
        return False


def _step_of(key: QKeyEvent) -> tuple[float, float] | None:
    """By how many image pixels (dx, dy) an arrow key moves; None for other keys and with Ctrl or Alt."""
    step = _ARROWS.get(Qt.Key(key.key()))
    if step is None or key.modifiers() & ~(_SHIFT | Qt.KeyboardModifier.KeypadModifier):
        return None
    far = _FAR if key.modifiers() & _SHIFT else 1.0
    return (step[0] * far, step[1] * far)
