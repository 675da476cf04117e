"""The prediction of an image is read and compared beside the window, again after each edit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QObject

from labeler.core.edits.shapes import add_shape, delete_shapes
from labeler.core.shapes import polygon
from labeler.gui.difference_finder import DifferenceFinder
from tests.gui.canvas.conftest import document_of

CAR = polygon("car", [(0, 0), (20, 0), (20, 10), (0, 10)])
SIZE = (40, 30)


class Listener:
    """A finder and what it tells."""

    def __init__(self, qtbot) -> None:
        self.parent = QObject()
        self.finder = DifferenceFinder(self.parent)
        self.read: list[np.ndarray] = []
        self.found: list = []
        self.failed: list[str] = []
        self.qtbot = qtbot
        self.finder.read.connect(self.read.append)
        self.finder.found.connect(self.found.append)
        self.finder.failed.connect(self.failed.append)

    def wait(self) -> None:
        self.qtbot.waitUntil(lambda: not self.finder.is_busy)

    @property
    def pixels(self) -> list[int]:
        return self.found[-1].reviewed.regions.pixels.tolist()


@pytest.fixture
def listener(qtbot):
    listener = Listener(qtbot)
    yield listener
    listener.finder.close()


def prediction(tmp_path: Path, shape: tuple[int, int] = SIZE[::-1]) -> Path:
    """A car of which a half is missing."""
    array = np.zeros(shape, np.uint8)
    array[:10, :10] = 1
    np.save(tmp_path / "p.npy", array)
    return tmp_path / "p.npy"


def test_it_tells_the_prediction_and_then_what_differs(listener, tmp_path):
    listener.finder.search(document_of(CAR, size=SIZE), prediction(tmp_path))
    listener.wait()
    assert listener.read[0].sum() == 100
    assert listener.pixels == [100]
    scores = listener.found[-1].scores
    assert scores.pixel_accuracy == 1 - 100 / (SIZE[0] * SIZE[1])
    assert scores.iou[1] == 0.5


def test_it_looks_again_after_an_edit_and_reads_the_file_once(listener, tmp_path):
    document = document_of(CAR, size=SIZE)
    listener.finder.search(document, prediction(tmp_path))
    listener.wait()
    document.push(add_shape(document.annotation, polygon("road", [(30, 20), (34, 20), (34, 24), (30, 24)])))
    assert listener.finder.is_busy
    listener.wait()
    assert listener.pixels == [100, 16]
    document.undo_stack.undo()
    listener.wait()
    assert listener.pixels == [100]
    assert len(listener.read) == 1


def test_many_edits_are_one_look(listener, tmp_path):
    document = document_of(CAR, size=SIZE)
    listener.finder.search(document, prediction(tmp_path))
    listener.wait()
    for _ in range(5):
        document.push(delete_shapes(document.annotation, [0]))
        document.undo_stack.undo()
    listener.wait()
    assert len(listener.found) == 2


def test_an_edit_while_it_reads_does_no_harm(listener, tmp_path):
    document = document_of(CAR, size=SIZE)
    listener.finder.search(document, prediction(tmp_path))
    document.push(delete_shapes(document.annotation, [0]))
    listener.wait()
    assert listener.pixels == [100]
    assert listener.found[-1].reviewed.regions[0].truth_index == 0


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: prediction(path, (4, 5)), "has 5 × 4 pixels, but the image has 40 × 30"),
        (lambda path: path / "none.png", "none.png"),
    ],
)
def test_why_there_is_no_prediction_is_told(listener, tmp_path, make, words):
    listener.finder.search(document_of(CAR, size=SIZE), make(tmp_path))
    listener.wait()
    assert words in listener.failed[0]
    assert listener.read == listener.found == []


def test_an_edit_without_a_prediction_starts_nothing(listener, tmp_path):
    document = document_of(CAR, size=SIZE)
    listener.finder.search(document, tmp_path / "none.npy")
    listener.wait()
    document.push(delete_shapes(document.annotation, [0]))
    assert not listener.finder.is_busy


def test_of_two_images_only_the_last_is_told(listener, tmp_path):
    path = prediction(tmp_path)
    listener.finder.search(document_of(CAR, size=SIZE), path)
    second = document_of(size=SIZE)
    listener.finder.search(second, path)
    listener.wait()
    assert listener.found[-1].reviewed.regions[0].truth_index == 0
    assert len(listener.found) == 1


def test_stopped_it_follows_no_edit(listener, tmp_path):
    document = document_of(CAR, size=SIZE)
    listener.finder.search(document, prediction(tmp_path))
    listener.finder.stop()
    document.push(delete_shapes(document.annotation, [0]))
    assert not listener.finder.is_busy
    listener.qtbot.wait(50)
    assert listener.found == []
