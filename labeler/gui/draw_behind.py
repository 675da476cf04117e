"""What new shapes may paint over: the classes chosen for drawing behind, and those that are protected."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QToolButton

from labeler.core.classes import BACKGROUND
from labeler.core.edits.classes import ReplaceClasses
from labeler.core.errors import ToolError
from labeler.gui.swatch import swatch_icon

if TYPE_CHECKING:
    from labeler.core.change import ClassesChanged
    from labeler.core.classes import ClassTable
    from labeler.gui.main_window import MainWindow


class DrawBehind(QObject):
    """Gives the button "Behind" its menu of classes, and the action that protects a class its work.

    The classes to paint over hold for all images, as long as the dataset is open; none means background.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._options = window.session.options
        self.menu = QMenu(window)
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
            button.setMenu(self.menu)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
            self._show_words()

    def _fill(self) -> None:
        self.menu.clear()
        self.menu.addSection("Only over")
        over = _named(self._options.paints_over, self._session.classes)
        for row in self._session.classes:
            action = self.menu.addAction(swatch_icon(row.color), f"{row.index}  {row.name}")
            action.setCheckable(True)
            action.setChecked(row.name in over)
            action.setEnabled(not row.is_protected)
            action.setToolTip("Protected: nothing is painted over it." if row.is_protected else "")
            action.triggered.connect(partial(self._on_chosen, row.name))

    def _on_chosen(self, class_name: str, _is_on: bool = False) -> None:
        self.toggle_class(class_name)

    def _tell(self) -> None:
        """What may be painted is other than it was: so the tool, and the words, are told."""
        self._show_words()
        view = self._window.view
        if view.tool is not None:
            view.act(view.tool.follow_options)
            view.update()

    def _show_words(self) -> None:
        button = self.button
        if button is None:
            return
        names = sorted(_named(self._options.paints_over, self._session.classes))
        is_plain = names == sorted(_named(frozenset(), self._session.classes))
        button.setText("Behind" if is_plain else f"Over {names[0] if len(names) == 1 else len(names)}")
        key = self._window.actions_.with_keys("{draw_behind}")
        over = ", ".join(names)
        button.setToolTip(
            f"<p style='white-space:pre'><b>Draw behind</b>&nbsp;&nbsp;{key}</p>"
            f"<p>New shapes take only pixels of: {over}. The arrow chooses the classes.</p>"
        )

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
