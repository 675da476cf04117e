"""Classes by actions, digit keys, chip and panel: which is the current one, and what is done to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from labeler.core.class_keys import KEYS
from labeler.gui.models.class_model import COLOR, INDEX, NAME

if TYPE_CHECKING:
    from labeler.gui.main_window import MainWindow


class ClassActions(QObject):
    """Connects everything that chooses or changes a class."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._connect_actions()
        self._connect_panel()

    def ask_for_class(self) -> None:
        """Put the cursor where a new class is named, even if the panel was hidden."""
        self._show_panel()
        self._window.class_panel.ask_for_class()

    def find_class(self) -> None:
        """Put the cursor where a class is found by its name, even if the panel was hidden."""
        self._show_panel()
        self._window.class_panel.finder.ask()

    def _show_panel(self) -> None:
        self._window.class_dock.show()
        self._window.class_dock.raise_()

    def _connect_actions(self) -> None:
        window, actions, panel = self._window, self._window.actions_, self._window.class_panel
        for name, act in {
            "new_class": self.ask_for_class,
            "find_class": self.find_class,
            "rename_class": lambda: panel.edit_current(NAME),
            "recolor_class": lambda: self._with_current(window.classes.recolor),
            "type_color": lambda: panel.edit_current(COLOR),
            "reindex_class": lambda: panel.edit_current(INDEX),
            "delete_class": lambda: self._with_current(window.classes.delete),
        }.items():
            actions[name].triggered.connect(lambda _=False, act=act: act())
        for key in KEYS:
            actions[f"class_{key}"].triggered.connect(lambda _=False, key=key: self._pick_key(key))

    def _connect_panel(self) -> None:
        window, panel = self._window, self._window.class_panel
        session, classes, drawing = window.session, window.classes, window.drawing
        panel.class_chosen.connect(session.choose_class)
        panel.class_clicked.connect(self._pick)
        panel.click_taken_back.connect(window.commands.take_pick_back)
        panel.left.connect(window.view.setFocus)
        panel.class_added.connect(lambda name: classes.add([name]))
        panel.no_classes.ready_wanted.connect(classes.take_ready)
        panel.no_classes.import_wanted.connect(window.actions_["import_classes"].trigger)
        panel.recolor_wanted.connect(classes.recolor)
        panel.model.rename_wanted.connect(classes.rename)
        panel.model.reindex_wanted.connect(classes.reindex)
        window.context_row.chip.class_chosen.connect(self._pick)
        window.context_row.chip.new_class_wanted.connect(self.ask_for_class)
        drawing.class_chosen.connect(session.choose_class)
        drawing.class_added.connect(lambda name: classes.add([name]))
        window.opening.surveyed.connect(classes.offer)

    def _pick(self, class_name: str) -> None:
        self._window.commands.pick_class(class_name, is_drawing=self._window.drawing.is_drawing)

    def _pick_key(self, key: str) -> None:
        self._window.commands.pick_class_of_key(key, is_drawing=self._window.drawing.is_drawing)

    def _with_current(self, act: Callable[[int], object]) -> None:
        session = self._window.session
        name = session.current_class
        row = None if name is None else session.classes.find(name)
        if row is not None:
            act(row.index)
