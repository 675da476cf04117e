"""Makes the pictures of the documents from the real window: python docs/screenshots.py [FOLDER [TOPIC ...]].

A topic is the name of a function in docs/shots without `save_`, as in `outlines`; without one all are made.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from desk import PORTRAIT, rest, save, show_image, wait_until
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shots import classes, dataset, drawing, editing, files, views, windows

from labeler.core.resource_files import resource
from labeler.gui import theme
from labeler.gui.app import make_window
from labeler.settings import AUTOSAVE, FIRST_HINTS

IMAGES = Path(__file__).parent / "images"

TOPICS = (
    *(drawing.save_outlines, drawing.save_tracing, drawing.save_behind, drawing.save_painting),
    *(drawing.save_filling, drawing.save_keyboard),
    *(editing.save_vertices, editing.save_border, editing.save_cuts, editing.save_combining),
    *(editing.save_faults, editing.save_reshaping, editing.save_commands),
    *(views.save_views, views.save_aids, files.save_lists, views.save_coverage),
    *(files.save_settings, files.save_export, classes.save_classes),
    *(dataset.save_check, dataset.save_convert, dataset.save_change, dataset.save_review),
)


def main(folder: Path, names: list[str]) -> None:
    """One picture after the other; the sample is copied first, so that nothing is written into it."""
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["LABELER_CONFIG_DIR"] = scratch
        sample = Path(scratch) / "photographs"
        shutil.copytree(resource("sample"), sample)
        app = QApplication(sys.argv[:1])
        window = make_window(app)
        window.settings.set(FIRST_HINTS, False)
        window.show()
        theme.apply(app, "dark")
        wait_until(lambda: window.is_built)
        window.resize(1280, 800)  # once it is shown: the screen of the offscreen platform is smaller
        QTest.qWait(200)
        if not names:
            save(window, folder, "welcome")
        window.choosing.open_path(sample)
        wait_until(lambda: window.session.document is not None)
        show_image(window, PORTRAIT)
        topics = {
            "windows": partial(windows.save_windows, app),
            **{topic.__name__.removeprefix("save_"): topic for topic in TOPICS},
            "conflict": partial(files.save_conflict, photographs=sample),
        }
        for name in names or topics:
            rest(window)
            topics[name](window, folder)
        window.settings.set(AUTOSAVE, True)
        window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES, sys.argv[2:])
