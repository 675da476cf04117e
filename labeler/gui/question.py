"""A question that cannot wait: a few words and buttons that say what they do."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMessageBox, QWidget

from labeler.gui import theme
from labeler.gui.icons import pixmap
from labeler.gui.messages import Severity

# Of the sign beside the words, in pixels.
_SIDE = 32


def ask(
    window: QWidget, text: str, detail: str, buttons: Mapping[QMessageBox.StandardButton, str]
) -> QMessageBox.StandardButton:
    """Which button was pressed; the first is proposed, and Cancel is added."""
    box = QMessageBox(window)
    box.setIconPixmap(pixmap(Severity.WARNING.value, _SIDE, theme.current().warning))
    box.setText(text)
    box.setInformativeText(detail)
    for button, words in {**buttons, QMessageBox.StandardButton.Cancel: "Cancel"}.items():
        made = box.addButton(button)
        made.setText(words)
        made.setIcon(QIcon())  # the style's own icons are of another family
    box.setDefaultButton(next(iter(buttons)))
    return QMessageBox.StandardButton(box.exec())
