"""A real window in a process of its own, which draws until it is killed.

Arguments: folder, task, and "saving" or "manual". Each line it prints tells what has just been drawn, or kept
(`is_kept`), for whoever kills it to know what must come back.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from labeler.core.dataset import Dataset
from labeler.core.edits.shapes import add_shape
from labeler.core.recovery import RecoveryFolder
from labeler.core.shapes import polygon
from labeler.gui import app as program
from labeler.gui import safekeeping
from labeler.settings import AUTOSAVE, AUTOSAVE_DELAY

STEP = 20  # milliseconds between two acts


class Hand:
    """Draws shape after shape, or vertex after vertex."""

    def __init__(self, window, task: str) -> None:
        self.window = window
        self.act = {"shapes": self.add_shape, "draft": self.click, "wait": self.tell}[task]
        self.count = 0
        self.timer = QTimer(window, interval=STEP)
        self.timer.timeout.connect(self.go_on)
        self.timer.start()

    def go_on(self) -> None:
        window = self.window
        if window.session.document is not None and not window.recovery.is_busy:
            window.session.choose_class("cat")
            self.act()

    def tell(self, **what) -> None:
        self.count += 1
        say(is_kept=False, **what)

    def add_shape(self) -> None:
        document, x = self.window.session.document, 0.25 * self.count
        shape = polygon("sky", [(x, 0), (x + 4, 0), (x + 4, 4)])
        document.push(add_shape(document.annotation, shape))
        self.tell(shapes=len(document.annotation.shapes))

    def click(self) -> None:
        view = self.window.view
        if self.count == 0:
            self.window.actions_["tool_polygon"].trigger()
        viewport = view.scene.viewport
        column, row = 3 + 7 * self.count % 50, 5 + 3 * self.count % 40
        place = viewport.to_device(column, row)
        at = QPoint(round(place[0] / viewport.ratio), round(place[1] / viewport.ratio))
        QTest.mouseMove(view, at)
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
        draft = view.tool.draft
        self.tell(points=[list(point) for point in draft.points] if draft else [])


def say(**what) -> None:
    os.write(1, f"{json.dumps(what)}\n".encode())  # at once, as two threads speak


def tell_what_is_kept() -> None:
    """Say, in the thread that keeps, what is kept or saved by now."""
    keep, keep_draft = RecoveryFolder.keep, RecoveryFolder.keep_draft
    write = Dataset.write_annotation

    def keep_and_tell(self, snapshot) -> None:
        keep(self, snapshot)
        say(is_kept=True, shapes=len(snapshot.annotation.shapes))

    def keep_draft_and_tell(self, image_name, draft) -> None:
        keep_draft(self, image_name, draft)
        say(is_kept=True, points=draft.state["points"])

    def write_and_tell(self, image, annotation) -> bytes:
        data = write(self, image, annotation)
        say(is_kept=True, shapes=len(annotation.shapes))
        return data

    RecoveryFolder.keep, RecoveryFolder.keep_draft = keep_and_tell, keep_draft_and_tell
    Dataset.write_annotation = write_and_tell


def main() -> None:
    """Open the window and draw."""
    folder, task, is_saving = Path(sys.argv[1]), sys.argv[2], sys.argv[3] == "saving"
    safekeeping._DELAY, safekeeping._DRAFT_DELAY = 60, 20
    tell_what_is_kept()
    app = QApplication([])
    window = program.make_window(app)
    window.settings.set(AUTOSAVE, is_saving)
    window.settings.set(AUTOSAVE_DELAY, 0.03)
    window.resize(800, 600)
    window.show()
    window.open_path(folder)
    hands: list[Hand] = []
    window.when_built(lambda: hands.append(Hand(window, task)))
    app.exec()


if __name__ == "__main__":
    main()
