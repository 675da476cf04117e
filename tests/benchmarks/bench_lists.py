"""The lists of the window with very many rows: 100,000 images, and 10,000 shapes."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from labeler.core.image_facts import ImageFacts
from labeler.gui import theme
from labeler.gui.garbage import GarbageCollection
from labeler.gui.loading import Loading
from labeler.gui.main_window import MainWindow
from labeler.gui.models.image_records import ImageFilter, Mark
from labeler.settings import Settings
from tests.benchmarks import list_shapes
from tests.benchmarks.figures import Figure, Timing, timed
from tests.benchmarks.many_images import make_images

IMAGES = 100_000
ROUNDS = 21
_OPENED = 5
_PATIENCE = 120.0


def run() -> list[Figure]:
    """Figures for 100,000 images in 20 folders, and for an image of 10,000 shapes."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = make_images(Path(temporary) / "images", IMAGES)
        with a_window(Path(temporary)) as window:
            figures = [*image_figures(window, folder), *list_shapes.figures(window, Path(temporary))]
        shutil.rmtree(folder)
    return figures


def image_figures(window: MainWindow, folder: Path, rounds: int = ROUNDS) -> list[Figure]:
    """What one does with the list of images, first with the folder just opened."""
    count = f"{IMAGES:,} images"
    before = resident()
    opened, scrolled, late = zip(*(_open_and_scroll(window, folder) for _ in range(_OPENED)), strict=True)
    start = time.perf_counter()
    _wait(lambda: not window.opening.is_busy)
    surveyed = (time.perf_counter() - start) * 1000
    memory = (resident() - before) / 1e6
    return [
        Timing.of(opened).figure(f"{count}: open until the list scrolls", 1000),
        Timing.of(scrolled).figure(f"{count}: a scrolled frame while they are surveyed"),
        Figure(f"{count}: window does not answer while they are surveyed", max(late), "ms"),
        Figure(f"{count}: states and classes known after", surveyed, "ms"),
        Figure(f"{count}: memory, photograph included", memory, "MB"),
        *_filter_figures(window, count, rounds),
        *_walking_figures(window, count, rounds),
        *_following_figures(window, count),
    ]


def _open_and_scroll(window: MainWindow, folder: Path) -> tuple[float, float, float]:
    """Milliseconds until a frame from the middle of the list is painted, for a further such frame, and the
    longest that the window did not answer in the second after that.
    """
    _wait(lambda: not window.opening.is_busy)
    window.session.open(None)
    window.opening.file_model.set_images([])
    table = window.file_panel.table
    gc.collect()
    start = time.perf_counter()
    window.choosing.open_path(folder)
    _wait(lambda: window.opening.file_model.rowCount() > 0)
    _scroll(window, 0.5)
    opened = (time.perf_counter() - start) * 1000
    times = [_once(lambda share=share: _scroll(window, share / 100)) for share in range(20, 80, 2)]
    assert table.indexAt(table.rect().center()).isValid()
    return opened, sorted(times)[len(times) // 2], _longest_wait(1.0)


def _filter_figures(window: MainWindow, count: str, rounds: int) -> Iterator[Figure]:
    panel, model = window.file_panel, window.opening.file_model
    field, viewport = panel.filter.field, panel.table.viewport()
    keys = iter("frame_7" * (rounds + 1))

    def type_a_letter() -> None:
        QTest.keyClicks(field, next(keys))
        viewport.repaint()

    def forget() -> None:
        if len(field.text()) == 7:
            field.clear()

    def choose(wanted: ImageFilter) -> Callable[[], None]:
        def act() -> None:
            panel.filter.changed.emit(wanted)
            viewport.repaint()

        return act

    def clear() -> None:
        model.set_filter(ImageFilter())

    yield timed(type_a_letter, rounds, forget).figure(f"{count}: filter, a key of a name", 20)
    clear()
    for words, wanted in {
        "a state": ImageFilter(marks=frozenset((Mark.DONE, Mark.IN_WORK))),
        "a class": ImageFilter(class_name="road"),
        "all at once": ImageFilter("frame", frozenset((Mark.IN_WORK,)), "road", True),
    }.items():
        yield timed(choose(wanted), rounds, clear).figure(f"{count}: filter, {words}", 20)
    clear()
    yield timed(choose(ImageFilter()), rounds, choose(ImageFilter("77"))).figure(
        f"{count}: clear the filter", 20
    )


def _walking_figures(window: MainWindow, count: str, rounds: int) -> Iterator[Figure]:
    opening = window.opening
    model, shown = opening.file_model, opening.file_model.shown
    facts = dict(enumerate(model.records.facts))
    done = ImageFacts.of(next(each.state for each in facts.values() if each.state == "done"), {})
    model.set_facts(dict.fromkeys(range(len(shown) - 1), done))

    mark, last = Mark.DONE, len(shown) - 1

    def next_undone() -> None:
        marks = model.records.marks
        assert next(each for each in shown.following(0) if marks[each] is not mark) == last

    yield timed(next_undone, rounds).figure(f"{count}: next image not done, the last one")
    model.set_facts(facts)


def _following_figures(window: MainWindow, count: str) -> Iterator[Figure]:
    """Another look at the folders, with nothing new and with an image more."""
    dataset = window.session.dataset
    assert dataset is not None
    photograph = dataset.images[0].path
    takes, late = [], []
    for number in range(3):
        os.link(photograph, photograph.with_name(f"new_{number}.jpg"))
        start = time.perf_counter()
        window.opening.surveying.look_again()
        late.append(_longest_wait(0.0, lambda: not window.opening.is_busy))
        takes.append((time.perf_counter() - start) * 1000)
    assert len(dataset.images) == IMAGES + 3
    yield Timing.of(takes).figure(f"{count}: an image that came is in the list after")
    yield Figure(f"{count}: window does not answer meanwhile", max(late), "ms")


def _scroll(window: MainWindow, share: float) -> None:
    table = window.file_panel.table
    bar = table.verticalScrollBar()
    bar.setValue(round(share * bar.maximum()))
    table.viewport().repaint()


def _once(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def _longest_wait(seconds: float, is_over: Callable[[], bool] = lambda: True) -> float:
    """How many milliseconds a timer was late at most while the window did its work."""
    ticks: list[float] = []
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
    timer.start(2)
    start = time.perf_counter()
    _wait(lambda: time.perf_counter() - start >= seconds and is_over())
    timer.stop()
    return 1000 * max((later - earlier for earlier, later in pairwise(ticks)), default=0.0)


def _wait(is_over: Callable[[], bool]) -> None:
    """Let the window do its work as `exec` does: asking again and again would take its threads the time."""
    end = time.monotonic() + _PATIENCE
    loop, timer = QEventLoop(), QTimer()
    timer.timeout.connect(lambda: loop.quit() if is_over() or time.monotonic() > end else None)
    timer.start(3)
    if not is_over():
        loop.exec()
    timer.stop()
    if not is_over():
        raise TimeoutError("the window did not come to an end")


def resident() -> float:
    """The memory of this process in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def a_window(folder: Path) -> Iterator[MainWindow]:
    """The window of the program at 1920 x 1080, with settings of its own, once all of it is there."""
    os.environ["LABELER_CONFIG_DIR"] = str(folder / "config")
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app, "dark")
    garbage = GarbageCollection(app)
    window = MainWindow(Settings.load())
    window.resize(1920, 1080)
    loading = Loading(window)
    loading.ended.connect(window.build)
    window.show()
    loading.start()
    _wait(lambda: window.is_built)
    try:
        yield window
    finally:
        window.close()
        window.deleteLater()
        garbage.stop()
        QApplication.processEvents()
