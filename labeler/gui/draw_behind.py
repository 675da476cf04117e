"""What new shapes may paint over: the classes chosen for drawing behind, and those that are protected."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QToolButton

from labeler.core.classes import BACKGROUND
from labeler.core.edits.classes import ReplaceClasses
from labeler.core.errors import ToolError
from labeler.tools.base import AdjustableTool

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent

    from labeler.core.change import ClassesChanged
    from labeler.core.classes import ClassTable
    from labeler.gui.main_window import MainWindow


# Names of more letters are not shown on the button.
_LONGEST = 12


class _ChoiceMenu(QMenu):
    """A menu that stays open while one thing after the other is checked in it."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click checks what it hits; anywhere else it closes the menu as usual."""
        action = self.activeAction()
        if action is not None and action.isCheckable() and action.isEnabled():
            action.trigger()
        else:
            super().mouseReleaseEvent(event)


class DrawBehind(QObject):
    """Gives the button "Behind" its menu of classes, and the action that protects a class its work.

    The classes to paint over hold for all images, as long as the dataset is open; none means background.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._options = window.session.options
        self.menu = _ChoiceMenu(window)
        self.menu.setToolTipsVisible(True)
        self.menu.aboutToShow.connect(self._fill)
        window.drawing.tool_changed.connect(self._on_tool)
        window.actions_["protect_class"].triggered.connect(self._protect_current)
        session = self._session
        session.dataset_changed.connect(self._on_dataset)
        session.classes_changed.connect(self._on_classes)
        session.current_class_changed.connect(self._mark)
        self._mark()

    @property
    def button(self) -> QToolButton | None:
        """The button above the canvas; None until a tool that has it was taken up."""
        button = self._window.context_row.tool_options.fields.get("is_behind")
        return button if isinstance(button, QToolButton) else None

    def toggle_class(self, class_name: str) -> None:
        """Let new shapes paint over a class, or no longer, while one draws behind, which it switches on."""
        chosen = _named(self._options.paints_over, self._session.classes) ^ {class_name}
        self._options.paints_over = frozenset(chosen)
        self._window.actions_["draw_behind"].setChecked(True)
        self._tell()

    def _on_tool(self, _name: str) -> None:
        """The button is made when it is needed first."""
        button = self.button
        if button is not None and button.menu() is None:
            button.setObjectName("drawBehind")
            button.setMenu(self.menu)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
            self._show_words()

    def _fill(self) -> None:
        self.menu.clear()
        self.menu.addAction("Paint only over").setEnabled(False)
        for row in self._session.classes:
            action = self.menu.addAction(f"{row.index}  {row.name}")
            action.setCheckable(True)
            action.setData(row.name)
            action.setEnabled(not row.is_protected)
            action.setToolTip("Protected: nothing is painted over it." if row.is_protected else "")
            action.triggered.connect(partial(self._on_chosen, row.name))
        self._check()

    def _check(self) -> None:
        """Check the classes that are painted over: with none chosen, background."""
        over = _named(self._options.paints_over, self._session.classes)
        for action in self.menu.actions():
            action.setChecked(action.data() in over)

    def _on_chosen(self, class_name: str, _is_on: bool = False) -> None:
        self.toggle_class(class_name)

    def _tell(self) -> None:
        """What may be painted is other than it was: so the tool, and the words, are told."""
        self._check()
        self._show_words()
        view = self._window.view
        if isinstance(view.tool, AdjustableTool):
            view.act(view.tool.follow_options)
        view.update()

    def _show_words(self) -> None:
        """Let the button name the class that is painted over, or say how many they are."""
        names = sorted(_named(self._options.paints_over, self._session.classes))
        text = f"Over {names[0]}" if len(names) == 1 and len(names[0]) <= _LONGEST else f"Over {len(names)}"
        is_usual = names == sorted(_named(frozenset(), self._session.classes))
        self._window.actions_["draw_behind"].setIconText("Behind" if is_usual else text)

    def _on_dataset(self) -> None:
        self._options.paints_over = frozenset()
        self._show_words()
        self._mark()

    def _on_classes(self, change: ClassesChanged) -> None:
        if change.renamed is not None:
            old, new = change.renamed
            over = self._options.paints_over
            self._options.paints_over = frozenset(new if name == old else name for name in over)
        self._mark()
        self._tell()

    def _protect_current(self) -> None:
        """Protect the current class from what is painted, or no longer: a change of the class table."""
        table, name = self._session.classes, self._session.current_class
        row = None if name is None else table.find(name)
        if row is None or self._session.dataset is None:
            return
        text = "Take protection away" if row.is_protected else "Protect class"
        after = table.with_row(row.index, row.with_protection(not row.is_protected))
        try:
            self._session.push_classes(ReplaceClasses(table, after, text))
        except ToolError as error:
            self._window.status.show_refusal(str(error))
            self._mark()

    def _mark(self) -> None:
        """Let the action say how it stands with the current class."""
        name = self._session.current_class
        row = None if name is None else self._session.classes.find(name)
        self._window.actions_["protect_class"].setChecked(row is not None and row.is_protected)


def _named(over: frozenset[str], classes: ClassTable) -> frozenset[str]:
    """The classes that are painted over: those chosen that there are, else background."""
    found = {row.name for row in map(classes.find, over) if row is not None}
    if not found:
        found = {row.name for row in classes if row.index == BACKGROUND}
    return frozenset(found)
