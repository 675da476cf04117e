"""A sheet of all keys: to read, to search, and to save as a page that can be printed."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from labeler.core.errors import LabelerError
from labeler.core.files import write_atomically
from labeler.gui import theme
from labeler.gui.dialogs.fit_screen import fit_screen
from labeler.gui.key_table import KeyLine, as_html, key_table

if TYPE_CHECKING:
    from labeler.gui.shortcuts import Shortcuts


class KeySheet(QDialog):
    """Shows the keys as they are now; `change_wanted()` when the user wants to change them."""

    change_wanted = Signal()

    def __init__(self, shortcuts: Shortcuts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        self._shortcuts = shortcuts
        self.search = QLineEdit(placeholderText="Search keys and what they do", clearButtonEnabled=True)
        self.search.setAccessibleName("Search keys and what they do")
        self.search.textChanged.connect(self._show)
        self.text = QTextBrowser()
        self.text.setObjectName("keySheet")
        self.text.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.problem = QLabel(wordWrap=True)
        self.problem.setObjectName("problem")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(self.search)
        layout.addWidget(self.text, 1)
        layout.addLayout(self._buttons())
        fit_screen(self, QSize(720, 640))
        self._show()
        shortcuts.changed.connect(self._show)
        theme.notifier().changed.connect(self._show)

    def open_again(self) -> None:
        """Show the sheet, ready for a search."""
        self.show()
        self.raise_()
        self.activateWindow()
        self.search.setFocus()
        self.search.selectAll()

    def save(self, path: Path) -> None:
        """Write the whole sheet as a page that a browser shows and prints."""
        try:
            write_atomically(path, as_html(key_table(self._shortcuts)).encode())
        except LabelerError as error:
            self.problem.setText(str(error))
        else:
            self.problem.setText(f"The keys are in {path}.")

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for text, act in (
            ("Change keys…", self.change_wanted.emit),
            ("Save as page…", self._choose_and_save),
        ):
            button = QPushButton(text, autoDefault=False)
            button.clicked.connect(act)
            row.addWidget(button)
        row.addWidget(self.problem, 1)
        close = QPushButton("Close", autoDefault=False)
        close.clicked.connect(self.close)
        row.addWidget(close)
        return row

    def _choose_and_save(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "Save keys", "labeler-keys.html", "Page (*.html)")
        if name:
            self.save(Path(name))

    def _show(self) -> None:
        words = self.search.text().casefold().split()
        table = key_table(self._shortcuts)
        found = {title: [line for line in lines if line.fits(words)] for title, lines in table.items()}
        self.text.setHtml(_rich_text({title: lines for title, lines in found.items() if lines}))


def _rich_text(table: dict[str, list[KeyLine]]) -> str:
    """The table in the little HTML that Qt draws, in the colours of the theme."""
    if not table:
        return "<p>No key has these words.</p>"
    colors = theme.current()
    parts = []
    for title, lines in table.items():
        rows = "".join(
            f"<tr><td width='150' style='padding: 3px 8px 3px 0'>{escape(', '.join(line.keys))}</td>"
            f"<td style='padding: 3px 0'>{escape(line.text)}"
            f"<span style='color: {colors.dim_text.name()}'>   {escape(line.hint)}</span></td></tr>"
            for line in lines
        )
        parts.append(f"<p style='margin: 14px 0 2px 0'><b>{escape(title)}</b></p><table>{rows}</table>")
    return "".join(parts)
