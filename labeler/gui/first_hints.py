"""Says how a tool is used when it is taken up for the first time: a small note over a corner of the canvas.

A tool says it itself (`Tool.first_use`); nothing has to be added here for a new one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from labeler.settings import FIRST_HINTS, SEEN_HINTS, Settings
from labeler.tools.registry import TOOLS

if TYPE_CHECKING:
    from labeler.gui.actions import Actions
    from labeler.gui.canvas.view import CanvasView
    from labeler.gui.document import Document
    from labeler.gui.drawing import Drawing
    from labeler.gui.session import Session

_MARGIN = 12
# The chip that says what is hidden stands in the same corner.
_FREE_BELOW = 48


class ToolNote(QFrame):
    """The note, at the lower left of its parent. `understood()` and `unwanted()` are its two buttons."""

    understood = Signal()
    unwanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toolNote")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.title = QLabel()
        self.title.setObjectName("title")
        self.text = QLabel()
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._button("Got it", self.understood))
        buttons.addWidget(self._button("No more hints", self.unwanted))
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(6)
        layout.addWidget(self.title)
        layout.addWidget(self.text)
        layout.addLayout(buttons)
        self._below = parent
        self.hide()
        parent.installEventFilter(self)

    def say(self, title: str, text: str) -> None:
        """Show the note with this text."""
        self.title.setText(title)
        self.text.setText(text)
        self.show()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Stay in the corner."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _place(self) -> None:
        """Two lines where there is room for them, else as many as it takes."""
        room = self._below.width() - 2 * _MARGIN
        self.text.setWordWrap(False)
        size = self.sizeHint()
        if size.width() > room:
            self.text.setWordWrap(True)
            size = QSize(room, self.heightForWidth(room))
        self.resize(size)
        self.move(_MARGIN, max(0, self._below.height() - self.height() - _FREE_BELOW))
        self.raise_()

    def _button(self, text: str, signal: SignalInstance) -> QPushButton:
        button = QPushButton(text)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys stay with the canvas
        button.clicked.connect(signal)
        return button


class FirstHints(QObject):
    """Shows the note once for each tool: until it is closed, or the tool has done something."""

    def __init__(
        self, view: CanvasView, drawing: Drawing, session: Session, actions: Actions, settings: Settings
    ) -> None:
        super().__init__(view)
        self.note = ToolNote(view)
        self._actions = actions
        self._session = session
        self._settings = settings
        self._tool = ""  # the one in the hand
        self.note.understood.connect(self._remember)
        self.note.unwanted.connect(lambda: settings.set(FIRST_HINTS, False))
        drawing.tool_changed.connect(self._on_tool)
        session.document_changed.connect(self._show)
        session.document_added.connect(self._on_document_added)
        settings.watch(FIRST_HINTS, self._on_setting)

    def _on_tool(self, name: str) -> None:
        self._tool = name
        self._show()

    def _on_document_added(self, document: Document) -> None:
        document.changed.connect(self._remember)

    def _show(self) -> None:
        """The note of the tool in the hand, if there is something to say and an image to use it on."""
        settings, text = self._settings, TOOLS[self._tool].first_use if self._tool else ""
        is_new = settings.get(FIRST_HINTS) and self._tool not in settings.get(SEEN_HINTS)
        if not text or not is_new or self._session.document is None:
            self.note.hide()
            return
        action = self._actions[self._tool]
        keys = action.shortcut().toString()
        self.note.say(action.text() + (f"   {keys}" if keys else ""), text)

    def _remember(self) -> None:
        if self.note.isVisible():
            self._settings.set(SEEN_HINTS, [*self._settings.get(SEEN_HINTS), self._tool])
            self._show()

    def _on_setting(self, is_on: bool) -> None:
        """Switched on again they all come once more."""
        if is_on:
            self._settings.set(SEEN_HINTS, [])
        self._show()
