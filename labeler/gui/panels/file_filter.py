"""The field and the menu that say which images are shown, and what they say at the moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from labeler.core.files import natural_key
from labeler.gui.icons import ThemedIcon
from labeler.gui.models.image_records import ImageFilter, Mark
from labeler.gui.retire import retire

_MARKS = (Mark.UNLABELLED, Mark.IN_WORK, Mark.DONE, Mark.PROBLEM)
_SHAPES = {True: "shapes", False: "no shapes"}
# What ends a chip; and the pixels around its words, around all chips and between them.
_CROSS = " ×"
_CHIP_FRAME, _SIDE, _SPACE = 26, 8, 4


class FilterField(QLineEdit):
    """The field for a part of a name. `escaped()` by Esc, `left_down()` by the down arrow or Enter."""

    escaped = Signal()
    left_down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Leave the field by the keys that lead out of it; every other key is typed."""
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left_down.emit()
        else:
            super().keyPressEvent(event)


class FileFilter(QWidget):
    """One row with the field, the menu and other buttons; below it, while a filter is on, what it asks.

    `changed(ImageFilter)`: the user wants another one. `class_names` gives the classes to choose from.
    """

    changed = Signal(object)

    def __init__(self, class_names: Callable[[], Iterable[str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._class_names = class_names
        self._wanted = ImageFilter()
        self.field = FilterField(placeholderText="Filter by name", clearButtonEnabled=True)
        self.field.setAccessibleName("Filter the images by name")
        self.field.textEdited.connect(self._on_text)
        self.field.textChanged.connect(self._on_text)
        self.button = QToolButton()
        self.button.setObjectName("filterMenu")
        self.button.setToolTip("Show images of a state, or of a class")
        self.button.setAccessibleName("Filter the images by state and class")
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        ThemedIcon(self.button, "filter")
        self.menu = QMenu(self)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.button.setMenu(self.menu)
        self._words: dict[QToolButton, str] = {}
        self._build()

    def add_button(self, action: QAction) -> None:
        """Add a button for an action to the row."""
        button = QToolButton()
        button.setDefaultAction(action)
        self._row.addWidget(button)

    def show_filter(self, wanted: ImageFilter) -> None:
        """Show the filter that is on."""
        self._wanted = wanted
        if self.field.text() != wanted.text:
            self.field.setText(wanted.text)
        self._below.setVisible(wanted.asks_facts)
        self._show_chips(wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """More or less room for the chips."""
        super().resizeEvent(event)
        self._fit_chips()

    def clear(self) -> None:
        """Let all images through."""
        self.changed.emit(ImageFilter())

    def _build(self) -> None:
        self._row = QHBoxLayout()
        self._row.setContentsMargins(_SIDE, 0, 4, 4)
        self._row.setSpacing(2)
        self._row.addWidget(self.field, 1)
        self._row.addSpacing(2)
        self._row.addWidget(self.button)
        self._below = QWidget()
        # The dock does not become wider for a chip.
        self._below.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        below = QHBoxLayout(self._below)
        below.setContentsMargins(_SIDE, 0, _SIDE, 4)
        below.setSpacing(0)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(_SPACE)
        below.addLayout(self._chips)
        below.addStretch(1)
        self._below.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._row)
        layout.addWidget(self._below)

    def _on_text(self, text: str) -> None:
        if text != self._wanted.text:
            self._ask(text=text)

    def _ask(self, **parts: object) -> None:
        """Ask for a filter that differs in some parts from the one that is on."""
        self.changed.emit(replace(self._wanted, **parts))  # type: ignore[arg-type]

    def _fill_menu(self) -> None:
        wanted, menu = self._wanted, self.menu
        menu.clear()
        for mark in _MARKS:
            marks = wanted.marks ^ {mark}
            text = mark.value.capitalize()
            _entry(menu, text, mark in wanted.marks, partial(self._ask, marks=marks))
        menu.addSeparator()
        for has_shapes, words in _SHAPES.items():
            is_on = wanted.has_shapes is has_shapes
            act = partial(self._ask, has_shapes=None if is_on else has_shapes)
            _entry(menu, f"Has {words}", is_on, act)
        menu.addSeparator()
        self._fill_classes(menu.addMenu("Has the class"))
        menu.addSeparator()
        clear = menu.addAction("Clear filter", self.clear)
        clear.setEnabled(wanted.is_on)

    def _fill_classes(self, menu: QMenu) -> None:
        names = sorted(self._class_names(), key=natural_key)
        menu.setEnabled(bool(names))
        group = QActionGroup(menu)
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        for name in names:
            is_on = name == self._wanted.class_name
            act = partial(self._ask, class_name=None if is_on else name)
            group.addAction(_entry(menu, name.replace("&", "&&"), is_on, act))

    def _show_chips(self, wanted: ImageFilter) -> None:
        while (item := self._chips.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                retire(widget)
        self._words.clear()
        if wanted.marks:
            words = ", ".join(mark.value for mark in _MARKS if mark in wanted.marks)
            self._add_chip(words, partial(self._ask, marks=frozenset()))
        if wanted.has_shapes is not None:
            self._add_chip(_SHAPES[wanted.has_shapes], partial(self._ask, has_shapes=None))
        if wanted.class_name is not None:
            self._add_chip(wanted.class_name, partial(self._ask, class_name=None))
        self._fit_chips()

    def _add_chip(self, words: str, end: Callable[[], None]) -> None:
        chip = QToolButton()
        chip.setObjectName("chip")
        chip.setToolTip(f"{words}: click to ask for it no longer")
        chip.setAccessibleName(f"Filter {words}")
        chip.clicked.connect(end)
        self._chips.addWidget(chip)
        self._words[chip] = words

    def _fit_chips(self) -> None:
        """Cut the words of the chips where they do not find room beside each other."""
        metrics = self.fontMetrics()
        room = self.width() - 2 * _SIDE - _SPACE * len(self._words)
        frame = metrics.horizontalAdvance(_CROSS) + _CHIP_FRAME
        widths = sorted(metrics.horizontalAdvance(words) + frame for words in self._words.values())
        most = room
        for place, width in enumerate(widths):
            # What the narrow ones leave is shared by the others.
            most = room // (len(widths) - place)
            if width > most:
                break
            room -= width
        for chip, words in self._words.items():
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0, most - frame))
            chip.setText(shown.replace("&", "&&") + _CROSS)


def _entry(menu: QMenu, text: str, is_on: bool, act: Callable[[], None]) -> QAction:
    action = menu.addAction(text)
    action.setCheckable(True)
    action.setChecked(is_on)
    action.triggered.connect(lambda _=False: act())
    return action
