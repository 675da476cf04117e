"""What keys that are no actions do on the canvas: end or take back unfinished work, and hold modifiers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, Qt

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from labeler.gui.canvas.input import CanvasInput
    from labeler.gui.canvas.view import CanvasView

_MODIFIERS = {
    Qt.Key.Key_Shift: Qt.KeyboardModifier.ShiftModifier,
    Qt.Key.Key_Control: Qt.KeyboardModifier.ControlModifier,
    Qt.Key.Key_Alt: Qt.KeyboardModifier.AltModifier,
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KEYS_OF_BUSY_TOOLS = (*_ENTER, Qt.Key.Key_Backspace, Qt.Key.Key_Escape)


class CanvasKeys:
    """Takes the key events of one canvas."""

    def __init__(self, view: CanvasView, mouse: CanvasInput) -> None:
        self._view = view
        self._mouse = mouse
        self._handlers: dict[QEvent.Type, Callable[[QKeyEvent], bool]] = {
            QEvent.Type.ShortcutOverride: self._claim,
            QEvent.Type.KeyPress: self._press,
            QEvent.Type.KeyRelease: self._release,
        }

    def handle(self, event: QEvent) -> bool:
        """Whether the event was that of a key of the canvas, and has been dealt with."""
        handler = self._handlers.get(event.type())
        return handler is not None and handler(cast("QKeyEvent", event))

    @property
    def _is_tool_busy(self) -> bool:
        return self._view.tool is not None and self._view.tool.is_busy

    def _claim(self, key: QKeyEvent) -> bool:
        """Take keys that belong to unfinished work before a shortcut of the window gets them."""
        is_mine = key.key() in _KEYS_OF_BUSY_TOOLS and self._is_tool_busy
        if is_mine or key.key() == Qt.Key.Key_Space:
            key.accept()
            return True
        return False

    def _press(self, key: QKeyEvent) -> bool:
        tool = self._view.tool
        if key.key() == Qt.Key.Key_Space:
            self._hold_space(is_down=True)
            return True
        if tool is not None and tool.is_busy and key.key() in _KEYS_OF_BUSY_TOOLS:
            if key.key() in _ENTER:
                self._view.act(tool.finish)
            elif key.key() == Qt.Key.Key_Escape:
                self._view.act(tool.cancel)
            else:
                self._view.take_back()
            return True
        if key.key() == Qt.Key.Key_Escape:
            self._view.escaped.emit()
            return True
        return self._hold_modifier(key, is_down=True)

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
