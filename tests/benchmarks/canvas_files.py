"""What it costs to open the annotation of the image on the canvas, and to save it."""

from __future__ import annotations

import time

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from labeler.core.edits.shapes import set_class
from tests.benchmarks.canvas_scenes import Stage
from tests.benchmarks.figures import Figure, Timing

_ROUNDS = 7


def run(stage: Stage) -> list[Figure]:
    """Opening and saving, as often as it takes to trust the figures."""
    count = len(stage.document.annotation.shapes)
    opened = Timing.of([_opened(stage) for _ in range(_ROUNDS)][1:])
    calls, standstills, whole = zip(*(_saved(stage) for _ in range(_ROUNDS)), strict=True)
    size = stage.document.image.annotation_path.stat().st_size / 1e6
    words = f"save {size:.0f} MB"
    return [
        opened.figure(f"open an annotation of {count:,} polygons", 400),
        Timing.of(calls).figure(f"{words}: work in the thread of the window", 5),
        Timing.of(standstills).figure(f"{words}: longest standstill of the window meanwhile"),
        Timing.of(whole).figure(f"{words}: until it is on the disk"),
    ]


def _opened(stage: Stage) -> float:
    """Milliseconds from the wish until the annotation is on the canvas and can be edited.

    Its photograph is decoded at the same time.
    """
    window, before = stage.window, stage.document
    start = time.perf_counter()
    window.opening.reload(before)
    stage.wait(lambda: window.session.document not in (None, before))
    stage.view.repaint()
    taken = (time.perf_counter() - start) * 1000
    stage.wait_for_photograph()
    return taken


def _saved(stage: Stage) -> tuple[float, float, float]:
    """Milliseconds of the call that saves, of the longest turn of the event loop, and until it is written."""
    window, document = stage.window, stage.document
    wanted = next(row.name for row in window.session.classes.user_rows if _is_new(stage, row.name))
    edit = set_class(document.annotation, (0,), wanted)
    assert edit is not None
    document.push(edit)
    stage.settle(0.5)
    written: list[object] = []
    connection = window.autosave.saved.connect(written.append)
    start = time.perf_counter()
    window.autosave.save(document)
    call = time.perf_counter() - start
    longest, last = 0.0, time.perf_counter()
    while not written:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 1)
        time.sleep(0.0005)
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
    window.autosave.saved.disconnect(connection)
    return call * 1000, longest * 1000, (last - start) * 1000


def _is_new(stage: Stage, class_name: str) -> bool:
    return stage.document.annotation.shapes[0].class_name != class_name
