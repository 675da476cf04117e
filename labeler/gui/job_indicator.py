"""The job at work in the status line: its name, how far it is, how long it will take, and a way out."""

from __future__ import annotations

import time

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QStatusBar, QToolButton, QWidget

from labeler.gui.icons import ThemedIcon
from labeler.gui.job_runner import JobRunner, RunningJob

# A job that is over by then is not worth a look; in milliseconds.
PATIENCE = 700


class JobIndicator(QWidget):
    """Shows the oldest of the jobs that have a name and take their time; without one it is hidden."""

    def __init__(self, status: QStatusBar) -> None:
        super().__init__(status)
        self._jobs: list[tuple[float, RunningJob]] = []  # when each began, oldest first
        self._patience = QTimer(self, interval=PATIENCE // 4)
        self._patience.timeout.connect(self._show)
        self.name = QLabel()
        self.bar = QProgressBar(textVisible=False)
        self.bar.setFixedSize(96, 8)
        self.time_left = QLabel()
        self.cancel_button = QToolButton()
        self.cancel_button.setAutoRaise(True)
        self.cancel_button.setToolTip("Cancel")
        self.cancel_button.setAccessibleName("Cancel the job")
        self.cancel_button.clicked.connect(self._cancel)
        ThemedIcon(self.cancel_button, "close")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 8, 0)
        row.setSpacing(4)
        for each in (self.name, self.bar, self.time_left, self.cancel_button):
            row.addWidget(each)
        status.insertPermanentWidget(1, self)  # behind the hint, before everything else
        self.hide()

    def watch(self, runner: JobRunner) -> None:
        """Show the jobs of a runner from now on."""
        runner.started.connect(self._on_started)

    def _on_started(self, job: RunningJob) -> None:
        if job.name:
            self._jobs.append((time.monotonic(), job))
            # Nothing here may keep the job: it would hold itself through its own connections.
            job.progressed.connect(self._show)
            job.ended.connect(self._show)
            self._patience.start()

    def _show(self) -> None:
        """The state of the job that is shown."""
        self._jobs = [(start, job) for start, job in self._jobs if not job.has_ended]
        enough = time.monotonic() - PATIENCE / 1000
        jobs = [job for start, job in self._jobs if start <= enough]
        if len(jobs) == len(self._jobs):
            self._patience.stop()
        self.setVisible(bool(jobs))
        if not jobs:
            return
        job, others = jobs[0], len(jobs) - 1
        self.name.setText(job.name + (f", and {others} more" if others else ""))
        self.name.setToolTip("\n".join(each.name for each in jobs))
        self.bar.setRange(0, job.total)
        self.bar.setValue(job.done)
        self.time_left.setText("cancelling" if job.is_cancelled else job.time_left.text)
        self.cancel_button.setDisabled(job.is_cancelled)

    def _cancel(self) -> None:
        self._jobs[0][1].cancel()
        self._show()
