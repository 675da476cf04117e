"""Images are opened beside the window; only the newest request is answered."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from labeler.core.annotation import Annotation
from labeler.core.dataset import open_dataset
from labeler.core.edits.shapes import add_shape
from labeler.core.errors import AnnotationError, ImageError
from labeler.core.file_stamp import FileStamp
from labeler.gui import image_loader
from labeler.gui.document import Document
from labeler.gui.image_loader import ImageLoader, Opened, decode
from tests.datasets import make_dataset, square, write_photograph, write_shapes
from tests.gui.documents import SIZE, Choice, box


@pytest.fixture
def read() -> list[Path]:
    """The annotation files that the loader said it would read."""
    return []


@pytest.fixture
def loader(qtbot, read: list[Path]):
    made = ImageLoader(read.append)
    yield made
    made.close()


def opened(loader: ImageLoader, qtbot, dataset, position: int, document=None) -> Opened:
    with qtbot.waitSignal(loader.opened) as signal:
        loader.open(dataset, position, document)
    return signal.args[0]


def test_an_image_comes_with_all_that_belongs_to_it(loader: ImageLoader, qtbot, read, tmp_path: Path) -> None:
    dataset = open_dataset(make_dataset(tmp_path, 2))
    made = opened(loader, qtbot, dataset, 1)
    assert made.position == 1
    assert made.image.name == "a2.jpg"
    assert made.picture.size == SIZE
    assert [shape.class_name for shape in made.annotation.shapes] == ["cat", "dog", "void"]
    assert set(np.unique(made.label_map.label_map)) == {0, 1, 2, 255}
    assert made.index.boxes.shape == (3, 4)
    assert made.stamp == FileStamp.of(tmp_path / "a2.json")
    assert made.problem is None
    assert made.document is None
    assert read == [tmp_path / "a2.json"]


def test_the_pixels_are_those_of_the_file(tmp_path: Path) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (37, 53, 3), np.uint8)
    Image.fromarray(pixels).save(tmp_path / "a.png")
    words = decode(tmp_path / "a.png").pyramid.levels[0].pixels
    shown = np.stack([(words >> shift) & 255 for shift in (16, 8, 0)], axis=2)
    assert (shown == pixels).all()


def test_a_document_that_is_kept_gives_its_own_shapes(
    loader: ImageLoader, qtbot, read, tmp_path: Path
) -> None:
    dataset = open_dataset(make_dataset(tmp_path, 1))
    document = Document(dataset.images[0], Annotation(SIZE, [box("sky", 0, 0)]), SIZE, Choice())
    document.push(add_shape(document.annotation, box("sky", 20, 0)))
    made = opened(loader, qtbot, dataset, 0, document)
    assert made.document is document
    assert made.annotation is document.annotation
    assert (made.label_map.label_map == 7).sum() == 2 * 64
    assert read == []


def test_a_clean_document_whose_file_has_changed_is_read_anew(
    loader: ImageLoader, qtbot, tmp_path: Path
) -> None:
    dataset = open_dataset(make_dataset(tmp_path, 1))
    image = dataset.images[0]
    document = Document(image, dataset.read_annotation(image), SIZE, Choice())
    document.stamp = FileStamp.of(image.annotation_path)
    assert opened(loader, qtbot, dataset, 0, document).document is document
    write_shapes(tmp_path / "a1.jpg", [square("dog", 1, 1)])
    made = opened(loader, qtbot, dataset, 0, document)
    assert made.document is None
    assert [shape.class_name for shape in made.annotation.shapes] == ["dog"]
    document.push(add_shape(document.annotation, box("sky", 20, 0)))
    assert opened(loader, qtbot, dataset, 0, document).document is document


def test_an_unreadable_annotation_is_a_problem_not_a_failure(
    loader: ImageLoader, qtbot, tmp_path: Path
) -> None:
    dataset = open_dataset(make_dataset(tmp_path, 1))
    (tmp_path / "a1.json").write_text("{ no JSON")
    made = opened(loader, qtbot, dataset, 0)
    assert isinstance(made.problem, AnnotationError)
    assert made.annotation.shapes == []
    assert made.annotation.size == SIZE


def test_a_broken_photograph_fails_in_words(loader: ImageLoader, qtbot, tmp_path: Path) -> None:
    dataset = open_dataset(make_dataset(tmp_path, 1))
    (tmp_path / "a1.jpg").write_bytes(b"no photograph")
    with qtbot.waitSignal(loader.failed) as signal:
        loader.open(dataset, 0, None)
    position, error = signal.args
    assert position == 0
    assert isinstance(error, ImageError)


def test_want_of_memory_fails_in_words(loader: ImageLoader, qtbot, tmp_path: Path, monkeypatch) -> None:
    def decode_nothing(path: Path) -> None:
        raise MemoryError

    monkeypatch.setattr(image_loader, "decode", decode_nothing)
    with qtbot.waitSignal(loader.failed) as signal:
        loader.open(open_dataset(make_dataset(tmp_path, 1)), 0, None)
    assert "not enough memory" in str(signal.args[1])


def test_only_the_newest_request_is_answered(loader: ImageLoader, qtbot, tmp_path: Path, monkeypatch) -> None:
    dataset = open_dataset(make_dataset(tmp_path, 3))
    goes_on = threading.Event()

    def slow(path: Path):
        assert goes_on.wait(5)
        return decode(path)

    monkeypatch.setattr(image_loader, "decode", slow)
    answers = []
    loader.opened.connect(lambda made: answers.append(made.position))
    for position in (0, 1, 2, 1, 2):
        loader.open(dataset, position, None)
    with qtbot.waitSignal(loader.opened):
        goes_on.set()
    qtbot.wait(100)
    assert answers == [2]


def test_what_is_cancelled_is_never_answered(loader: ImageLoader, qtbot, tmp_path: Path) -> None:
    with qtbot.assertNotEmitted(loader.opened, wait=200):
        loader.open(open_dataset(make_dataset(tmp_path, 1)), 0, None)
        loader.cancel()


def test_neighbours_are_decoded_once_and_taken_from_memory(
    loader, qtbot, tmp_path: Path, monkeypatch
) -> None:
    dataset = open_dataset(make_dataset(tmp_path, 3))
    decoded = []

    def counted(path: Path):
        decoded.append(path.name)
        return decode(path)

    monkeypatch.setattr(image_loader, "decode", counted)
    loader.prefetch([dataset.images[1], dataset.images[1]])
    qtbot.waitUntil(lambda: loader._is_kept(dataset.images[1].path))
    opened(loader, qtbot, dataset, 1)
    assert decoded == ["a2.jpg"]
    write_photograph(tmp_path / "a2.jpg", (32, 20), seed=9)
    assert opened(loader, qtbot, dataset, 1).picture.size == (32, 20)


def test_what_is_decoded_ahead_stays_within_its_memory(loader, qtbot, tmp_path: Path, monkeypatch) -> None:
    dataset = open_dataset(make_dataset(tmp_path, 5))
    one = 4 * 64 * 48
    monkeypatch.setattr(image_loader, "_AHEAD_BYTES", 4 * one)
    loader.prefetch(dataset.images)
    last = dataset.images[-1].path
    qtbot.waitUntil(lambda: loader._is_kept(last))
    assert len(loader._pictures) == 3
    monkeypatch.setattr(image_loader, "_AHEAD_BYTES", one)
    loader.prefetch(dataset.images[:1])
    qtbot.wait(50)
    assert not loader._is_kept(dataset.images[0].path)


def test_an_error_that_nobody_expected_comes_out_in_the_window(qtbot, tmp_path: Path) -> None:
    def fail(path: Path) -> None:
        raise ZeroDivisionError

    loader = ImageLoader(fail)
    with qtbot.captureExceptions() as exceptions:
        loader.open(open_dataset(make_dataset(tmp_path, 1)), 0, None)
        qtbot.waitUntil(lambda: bool(exceptions))
    assert exceptions[0][0] is ZeroDivisionError
    loader.close()
