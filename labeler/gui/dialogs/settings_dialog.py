"""The settings window: sections at the left, their settings or the keys at the right, and one search.

Everything applies at once, so there is nothing to confirm; what is reset or imported can be taken back.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from labeler.core.errors import LabelerError
from labeler.gui.dialogs.fit_screen import fit_screen
from labeler.gui.dialogs.key_page import KeyPage
from labeler.gui.dialogs.setting_form import SettingForm
from labeler.gui.icons import ThemedIcon
from labeler.settings import KEYS, Settings
from labeler.settings_exchange import export_settings, import_settings, reset_all, restore, snapshot

if TYPE_CHECKING:
    from labeler.gui.shortcuts import Shortcuts

_SECTION_HEIGHT = 28
_FILES = "Settings of Labeler (*.json)"


class SettingsDialog(QDialog):
    """Shows and changes every setting and every key; made once, and shown again when it is asked for."""

    def __init__(self, settings: Settings, shortcuts: Shortcuts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Settings")
        self._settings = settings
        self.search = QLineEdit(placeholderText="Search", clearButtonEnabled=True)
        self.search.setAccessibleName("Search settings and keys")
        self.search.textChanged.connect(self._on_search)
        self.form = SettingForm(settings)
        self.key_page = KeyPage(shortcuts)
        self.key_page.reset_wanted.connect(
            lambda: self._change("All keys are the usual ones again.", shortcuts.reset_all)
        )
        self.nothing = QLabel("No setting and no key has these words.")
        self.nothing.setObjectName("empty")
        self.pages = QStackedWidget()
        for page in (self.form, self.key_page, self.nothing):
            self.pages.addWidget(page)
        self.sections = QListWidget()
        self.sections.setObjectName("sections")
        self.sections.setFixedWidth(168)
        self.sections.setAccessibleName("Sections")
        for section in (*self.form.sections, KEYS.section):
            item = QListWidgetItem(section, self.sections)
            item.setSizeHint(QSize(0, _SECTION_HEIGHT))
        self.sections.currentItemChanged.connect(lambda item, _: self._show_section(item))
        self.notice = UndoBar()
        self._lay_out()
        QShortcut(QKeySequence.StandardKey.Find, self, self._begin_search)
        fit_screen(self, QSize(840, 600))
        self.sections.setCurrentRow(0)

    def show_keys(self, name: str = "") -> None:
        """Turn to the keys, and mark an action."""
        self.search.clear()
        self.sections.setCurrentRow(self.sections.count() - 1)
        if name:
            self.key_page.mark(name)

    def open_again(self) -> None:
        """Show the window, ready for a search."""
        self.show()
        self.raise_()
        self.activateWindow()
        self._begin_search()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(12, 12, 12, 12)
        left.setSpacing(12)
        left.addWidget(self.search)
        left.addWidget(self.sections, 1)
        self.search.setFixedWidth(self.sections.maximumWidth())
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.pages, 1)
        right.addWidget(self.notice)
        upper = QHBoxLayout()
        upper.setSpacing(0)
        upper.addLayout(left)
        upper.addWidget(_line())
        upper.addLayout(right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(upper, 1)
        layout.addWidget(_line(is_level=True))
        layout.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        for text, hint, act in (
            ("Import…", "Take settings and keys from a file.", self._import),
            ("Export…", "Write settings and keys to a file, to take them along.", self._export),
            ("Reset all", "Give all settings and keys their defaults.", self._reset_all),
        ):
            button = QPushButton(text, autoDefault=False)
            button.setToolTip(hint)
            button.clicked.connect(act)
            row.addWidget(button)
        row.addStretch(1)
        close = QPushButton("Close", autoDefault=False)
        close.clicked.connect(self.close)
        row.addWidget(close)
        return row

    def _begin_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _on_search(self, text: str) -> None:
        words = text.casefold().split()
        keys = self.key_page.show_matches(words)
        found = set(self.form.show_matches(words))
        if keys:
            found.add(KEYS.section)
        first: QListWidgetItem | None = None
        for item in (self.sections.item(row) for row in range(self.sections.count())):
            item.setHidden(item.text() not in found)
            first = first or (item if item.text() in found else None)
        current = self.sections.currentItem()
        if first is None:
            self.pages.setCurrentWidget(self.nothing)
        elif current is None or current.isHidden():
            self.sections.setCurrentItem(first)
        else:
            self._show_section(current)

    def _show_section(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        if item.text() == KEYS.section:
            self.pages.setCurrentWidget(self.key_page)
            return
        self.pages.setCurrentWidget(self.form)
        if self.search.text().split():
            self.form.scroll_to(item.text())
        else:
            self.form.show_section(item.text())

    def _change(self, sentence: str, change: Callable[[], object]) -> None:
        """Change many settings at a stroke, and offer to take it back."""
        before = snapshot(self._settings)
        change()
        self.notice.show_sentence(sentence, lambda: restore(self._settings, before))

    def _reset_all(self) -> None:
        self._change("All settings and keys have their defaults.", lambda: reset_all(self._settings))

    def _import(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Import settings", "", _FILES)
        if not name:
            return
        before = snapshot(self._settings)
        try:
            imported = import_settings(self._settings, Path(name))
        except LabelerError as error:
            self.notice.show_sentence(str(error))
        else:
            self.notice.show_sentence(imported.sentence(), lambda: restore(self._settings, before))

    def _export(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "Export settings", "labeler-settings.json", _FILES)
        if not name:
            return
        try:
            export_settings(self._settings, Path(name))
        except LabelerError as error:
            self.notice.show_sentence(str(error))
        else:
            self.notice.show_sentence(f"Settings and keys are in {name}.")


class UndoBar(QFrame):
    """Tells what was done, and takes it back when asked to; hidden while there is nothing to tell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("undoBar")
        self._undo: Callable[[], object] | None = None
        self.sentence = QLabel(wordWrap=True)
        self.undo_button = QPushButton("Undo", autoDefault=False)
        self.undo_button.clicked.connect(self._take_back)
        close = QToolButton(autoRaise=True)
        close.setToolTip("Close this notice")
        close.setAccessibleName("Close this notice")
        ThemedIcon(close, "close")
        close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 12, 6)
        layout.addWidget(self.sentence, 1)
        layout.addWidget(self.undo_button, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_sentence(self, sentence: str, undo: Callable[[], object] | None = None) -> None:
        """Tell something, and how it is taken back if it can be."""
        self._undo = undo
        self.sentence.setText(sentence)
        self.undo_button.setVisible(undo is not None)
        self.show()

    def _take_back(self) -> None:
        self.hide()
        if self._undo is not None:
            self._undo()


def _line(*, is_level: bool = False) -> QFrame:
    line = QFrame()
    line.setObjectName("line")
    line.setFixedHeight(1) if is_level else line.setFixedWidth(1)
    return line
