"""What is shown while a folder is read and nothing else is open: its name and, if it lasts, a way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QProgressBar, QPushButton

from labeler.gui.job_indicator import PATIENCE

if TYPE_CHECKING:
    from labeler.gui.main_window import MainWindow


class Reading(QObject):
    """Adds to the page that the window began with; with a dataset open, the status line tells instead."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._reader = window.opening.reader
        self._page = window.waiting
        self._showing = window.showing
        self.bar = QProgressBar(textVisible=False)
        self.bar.setFixedSize(160, 8)
        self.bar.setRange(0, 0)  # it has no steps
        self.cancel_button = QPushButton("Cancel")
        self.cancel_button.clicked.connect(self._cancel)
        for part in (self.bar, self.cancel_button):
            self._page.buttons.addWidget(part)
            part.hide()
        self._timer = QTimer(self, singleShot=True, interval=PATIENCE)
        self._timer.timeout.connect(lambda: self._offer(is_offered=True))
        self._reader.changed.connect(self._on_reading)

    def _on_reading(self) -> None:
        job = self._reader.job
        self._offer(is_offered=False)
        if job is None:
            self._timer.stop()
        else:
            self._page.say(f"{job.name} …")
            self._timer.start()
        self._showing.show_page()

    def _offer(self, *, is_offered: bool) -> None:
        self.bar.setVisible(is_offered)
        self.cancel_button.setVisible(is_offered)
        self.cancel_button.setEnabled(is_offered)

    def _cancel(self) -> None:
        """Go back at once; what is still read by then is not opened."""
        self._reader.cancel()
