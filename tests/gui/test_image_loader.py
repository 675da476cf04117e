"""Images are opened beside the window; only the newest request is answered."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from labeler.core.annotation import Annotation
from labeler.core.classes import ClassTable
from labeler.core.dataset import open_dataset
from labeler.core.edits.shapes import add_shape
from labeler.core.errors import AnnotationError, FileUnreadableError, ImageError
from labeler.core.file_stamp import FileStamp
from labeler.gui import image_loader, kept_ahead, pictures
from labeler.gui.document import Document
from labeler.gui.image_loader import ImageLoader
from labeler.gui.opened import Opened
from labeler.gui.pictures import PictureReader
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


class Answers:
    """What a loader has answered, in order."""

    def __init__(self, loader: ImageLoader) -> None:
        self.all: list[object] = []
        loader.pictured.connect(self.all.append)
        loader.opened.connect(self.all.append)
        loader.failed.connect(lambda position, error: self.all.append((position, error)))

    @property
    def pictures(self) -> list[pictures.Picture]:
        return [each for each in self.all if isinstance(each, pictures.Picture)]

    @property
    def opened(self) -> list[Opened]:
        return [each for each in self.all if isinstance(each, Opened)]

    @property
    def failures(self) -> list[tuple]:
        return [each for each in self.all if isinstance(each, tuple)]

    @property
    def is_whole(self) -> bool:
        return bool(self.opened) and any(not each.is_preview for each in self.pictures)


@pytest.fixture
def answers(loader: ImageLoader) -> Answers:
    return Answers(loader)


class Gate:
    """Holds every photograph back until it is opened."""

    def __init__(self, monkeypatch) -> None:
        self.goes_on = threading.Event()
        self.read: list[str] = []
        whole = PictureReader.whole

        def gated(reader: PictureReader):
            self.read.append(reader._path.name)
            assert self.goes_on.wait(5)
            return whole(reader)

        monkeypatch.setattr(PictureReader, "whole", gated)


@pytest.fixture
def gate(monkeypatch) -> Gate:
    return Gate(monkeypatch)


def opened(loader: ImageLoader, qtbot, dataset, position: int, document=None) -> Opened:
    answers = Answers(loader)
    loader.open(dataset, position, document)
    qtbot.waitUntil(lambda: answers.is_whole)
    return answers.opened[0]


def test_an_image_comes_with_all_that_belongs_to_it(
    loader: ImageLoader, answers: Answers, qtbot, read, tmp_path: Path
) -> None:
    dataset = open_dataset(make_dataset(tmp_path, 2))
    made = opened(loader, qtbot, dataset, 1)
    assert made.position == 1
    assert made.image.name == "a2.jpg"
    assert made.size == SIZE
    assert [each.size for each in answers.pictures] == [SIZE]
    assert [shape.class_name for shape in made.annotation.shapes] == ["cat", "dog", "void"]
    assert set(np.unique(made.label_map.label_map)) == {0, 1, 2, 255}
    assert made.index.boxes.shape == (3, 4)
    assert made.stamp == FileStamp.of(tmp_path / "a2.json")
    assert made.problem is None
    assert made.document is None
    assert read == [tmp_path / "a2.json"]


def test_the_annotation_does_not_wait_for_the_photograph(
    loader: ImageLoader, answers: Answers, qtbot, gate: Gate, tmp_path: Path
) -> None:
    loader.open(open_dataset(make_dataset(tmp_path, 1)), 0, None)
    qtbot.waitUntil(lambda: bool(answers.opened))
    assert answers.pictures == []
    gate.goes_on.set()
    qtbot.waitUntil(lambda: answers.is_whole)


def test_the_photograph_does_not_wait_for_the_annotation(qtbot, tmp_path: Path) -> None:
    goes_on = threading.Event()
    loader = ImageLoader(lambda path: goes_on.wait(5))
    answers = Answers(loader)
    loader.open(open_dataset(make_dataset(tmp_path, 1)), 0, None)
    qtbot.waitUntil(lambda: bool(answers.pictures))
    assert answers.opened == []
    goes_on.set()
    qtbot.waitUntil(lambda: answers.is_whole)
    loader.close()


def test_a_large_jpeg_comes_first_as_a_preview(
    loader: ImageLoader, answers: Answers, qtbot, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr(pictures, "_LEAST_FOR_PREVIEW", 0)
    loader.open(open_dataset(make_dataset(tmp_path, 1)), 0, None)
    qtbot.waitUntil(lambda: answers.is_whole)
    preview, whole = answers.pictures
    assert preview.is_preview
    assert not whole.is_preview
    assert preview.size == whole.size == SIZE


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


def test_a_broken_photograph_fails_in_words_and_once(
    loader: ImageLoader, answers: Answers, qtbot, tmp_path: Path
) -> None:
    dataset = open_dataset(make_dataset(tmp_path, 1))
    (tmp_path / "a1.jpg").write_bytes(b"no photograph")
    loader.open(dataset, 0, None)
    qtbot.waitUntil(lambda: bool(answers.failures))
    qtbot.wait(50)
    ((position, error),) = answers.all
    assert position == 0
    assert isinstance(error, ImageError)


def test_a_photograph_that_vanished_fails_in_words(
    loader: ImageLoader, answers: Answers, qtbot, tmp_path: Path
) -> None:
    dataset = open_dataset(make_dataset(tmp_path, 1))
    opened(loader, qtbot, dataset, 0)
    (tmp_path / "a1.jpg").unlink()
    loader.open(dataset, 0, None)
    qtbot.waitUntil(lambda: bool(answers.failures))
    assert isinstance(answers.failures[0][1], FileUnreadableError)


def test_want_of_memory_fails_in_words(
    loader: ImageLoader, answers: Answers, qtbot, tmp_path: Path, monkeypatch
) -> None:
    def decode_nothing(reader: PictureReader) -> None:
        raise MemoryError

    monkeypatch.setattr(PictureReader, "whole", decode_nothing)
    loader.open(open_dataset(make_dataset(tmp_path, 1)), 0, None)
    qtbot.waitUntil(lambda: bool(answers.failures))
    assert "not enough memory" in str(answers.failures[0][1])


def test_only_the_newest_request_is_answered(
    loader: ImageLoader, answers: Answers, qtbot, gate: Gate, tmp_path: Path
) -> None:
    dataset = open_dataset(make_dataset(tmp_path, 3))
    for position in (0, 1, 2, 1, 2):
        loader.open(dataset, position, None)
    gate.goes_on.set()
    qtbot.waitUntil(lambda: answers.is_whole)
    qtbot.wait(100)
    assert [each.position for each in answers.opened] == [2]
    assert len(answers.pictures) == 1
    # Those that waited for a thread were not even begun.
    assert len(gate.read) <= 3


def test_what_is_cancelled_is_never_answered(
    loader: ImageLoader, answers: Answers, qtbot, tmp_path: Path
) -> None:
    loader.open(open_dataset(make_dataset(tmp_path, 1)), 0, None)
    loader.cancel()
    qtbot.wait(200)
    assert answers.all == []


def test_an_image_that_is_left_is_not_decoded_to_its_end(
    loader: ImageLoader, answers: Answers, qtbot, tmp_path: Path, monkeypatch
) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (1500, 1500, 3), np.uint8)
    Image.fromarray(noise).save(tmp_path / "a.bmp")
    write_photograph(tmp_path / "b.bmp", (32, 20))
    dataset = open_dataset(tmp_path)
    ended = []
    whole = PictureReader.whole

    def at_the_first_block(reader: PictureReader):
        if reader._path.name == "a.bmp":
            loader.open(dataset, 1, None)
        try:
            return whole(reader)
        except BaseException as error:
            ended.append(type(error).__name__)
            raise

    monkeypatch.setattr(PictureReader, "whole", at_the_first_block)
    loader.open(dataset, 0, None)
    qtbot.waitUntil(lambda: answers.is_whole and bool(ended))
    assert ended == ["CancelledError"]
    assert [each.size for each in answers.pictures] == [(32, 20)]


def test_closing_ends_what_is_at_work(qtbot, gate: Gate, tmp_path: Path) -> None:
    loader = ImageLoader(lambda path: None)
    answers = Answers(loader)
    dataset = open_dataset(make_dataset(tmp_path, 2))
    loader.open(dataset, 0, None)
    loader.prefetch(dataset, [(dataset.images[1], True)])
    qtbot.waitUntil(lambda: bool(gate.read))
    gate.goes_on.set()
    loader.close()
    qtbot.wait(50)
    assert answers.pictures == []


class TestAhead:
    """Neighbours are made ready before they are asked for."""

    def test_what_is_ready_comes_at_once(
        self, loader: ImageLoader, answers: Answers, qtbot, read, tmp_path: Path
    ) -> None:
        dataset = open_dataset(make_dataset(tmp_path, 3))
        loader.prefetch(dataset, [(dataset.images[1], True)])
        qtbot.waitUntil(lambda: loader._kept.has_opened(dataset.images[1], dataset.classes))
        assert read == [tmp_path / "a2.json"]
        loader.open(dataset, 1, None)
        assert answers.is_whole
        assert answers.opened[0].position == 1
        assert set(np.unique(answers.opened[0].label_map.label_map)) == {0, 1, 2, 255}

    def test_an_annotation_is_given_once(
        self, loader: ImageLoader, answers: Answers, qtbot, tmp_path: Path
    ) -> None:
        dataset = open_dataset(make_dataset(tmp_path, 1))
        loader.prefetch(dataset, [(dataset.images[0], True)])
        qtbot.waitUntil(lambda: loader._kept.has_opened(dataset.images[0], dataset.classes))
        loader.open(dataset, 0, None)
        loader.open(dataset, 0, None)
        qtbot.waitUntil(lambda: len(answers.opened) == 2)
        first, second = answers.opened
        assert first.label_map is not second.label_map

    def test_a_document_that_is_kept_needs_no_annotation(
        self, loader: ImageLoader, answers: Answers, qtbot, read, tmp_path: Path
    ) -> None:
        dataset = open_dataset(make_dataset(tmp_path, 1))
        image = dataset.images[0]
        loader.prefetch(dataset, [(image, False)])
        qtbot.waitUntil(lambda: loader._kept.picture(image.path) is not None)
        assert read == []
        loader.prefetch(dataset, [(image, True)])
        qtbot.waitUntil(lambda: loader._kept.has_opened(image, dataset.classes))
        document = Document(image, Annotation(SIZE, [box("sky", 0, 0)]), SIZE, Choice())
        assert opened(loader, qtbot, dataset, 0, document).document is document

    @pytest.mark.parametrize("change", ["photograph", "annotation", "classes", "gone"])
    def test_what_has_changed_since_is_read_anew(
        self, loader: ImageLoader, answers: Answers, qtbot, tmp_path: Path, change
    ) -> None:
        dataset = open_dataset(make_dataset(tmp_path, 1))
        image = dataset.images[0]
        loader.prefetch(dataset, [(image, True)])
        qtbot.waitUntil(lambda: loader._kept.has_opened(image, dataset.classes))
        if change == "photograph":
            write_photograph(tmp_path / "a1.jpg", (32, 20), seed=9)
        elif change == "annotation":
            write_shapes(tmp_path / "a1.jpg", [square("dog", 1, 1)])
        elif change == "classes":
            dataset.classes = ClassTable(dataset.classes.rows)
        else:
            (tmp_path / "a1.json").unlink()
        made = opened(loader, qtbot, dataset, 0)
        names = [shape.class_name for shape in made.annotation.shapes]
        assert names == {"annotation": ["dog"], "gone": []}.get(change, ["cat", "dog", "void"])
        assert made.size == ((32, 20) if change == "photograph" else SIZE)
        assert made.classes is dataset.classes

    def test_it_is_decoded_once(self, loader: ImageLoader, qtbot, gate: Gate, tmp_path: Path) -> None:
        gate.goes_on.set()
        dataset = open_dataset(make_dataset(tmp_path, 2))
        loader.prefetch(dataset, [(dataset.images[1], True), (dataset.images[1], True)])
        qtbot.waitUntil(lambda: loader._kept.has_opened(dataset.images[1], dataset.classes))
        opened(loader, qtbot, dataset, 1)
        opened(loader, qtbot, dataset, 0)
        opened(loader, qtbot, dataset, 0)
        assert sorted(gate.read) == ["a1.jpg", "a2.jpg"]

    def test_it_stays_within_its_memory(
        self, loader: ImageLoader, qtbot, tmp_path: Path, monkeypatch
    ) -> None:
        dataset = open_dataset(make_dataset(tmp_path, 5))
        one = 4 * 64 * 48
        monkeypatch.setattr(kept_ahead, "_PICTURE_BYTES", 3 * one)
        monkeypatch.setattr(kept_ahead, "_MOST_OPENED", 2)
        loader.prefetch(dataset, [(each, True) for each in dataset.images])
        qtbot.waitUntil(lambda: loader._kept.has_opened(dataset.images[-1], dataset.classes))
        kept = [loader._kept.picture(each.path) is not None for each in dataset.images]
        assert kept == [False, False, True, True, True]
        ready = [loader._kept.has_opened(each, dataset.classes) for each in dataset.images]
        assert ready == [False, False, False, True, True]

    def test_large_images_are_not_decoded_ahead_nor_kept(
        self, loader: ImageLoader, qtbot, tmp_path: Path, monkeypatch
    ) -> None:
        monkeypatch.setattr(image_loader, "_AHEAD_BYTES", 1000)
        dataset = open_dataset(make_dataset(tmp_path, 2))
        loader.prefetch(dataset, [(dataset.images[1], True)])
        opened(loader, qtbot, dataset, 0)
        qtbot.wait(50)
        assert [loader._kept.picture(each.path) for each in dataset.images] == [None, None]

    def test_a_newer_wish_replaces_older_ones(
        self, loader: ImageLoader, qtbot, gate: Gate, tmp_path: Path
    ) -> None:
        dataset = open_dataset(make_dataset(tmp_path, 4))
        loader.prefetch(dataset, [(each, True) for each in dataset.images[:3]])
        qtbot.waitUntil(lambda: bool(gate.read))
        loader.prefetch(dataset, [(dataset.images[3], True)])
        gate.goes_on.set()
        qtbot.waitUntil(lambda: loader._kept.has_opened(dataset.images[3], dataset.classes))
        assert gate.read == ["a1.jpg", "a4.jpg"]

    def test_a_broken_neighbour_is_passed_over(self, loader: ImageLoader, qtbot, tmp_path: Path) -> None:
        dataset = open_dataset(make_dataset(tmp_path, 2))
        (tmp_path / "a1.jpg").write_bytes(b"no photograph")
        (tmp_path / "a2.json").write_text("{ no JSON")
        loader.prefetch(dataset, [(each, True) for each in dataset.images])
        qtbot.waitUntil(lambda: loader._kept.picture(dataset.images[1].path) is not None)
        # A problem is found anew, and told, when the image is opened.
        assert isinstance(opened(loader, qtbot, dataset, 1).problem, AnnotationError)


def test_an_error_that_nobody_expected_comes_out_in_the_window(qtbot, tmp_path: Path) -> None:
    def fail(path: Path) -> None:
        raise ZeroDivisionError

    loader = ImageLoader(fail)
    with qtbot.captureExceptions() as exceptions:
        loader.open(open_dataset(make_dataset(tmp_path, 1)), 0, None)
        qtbot.waitUntil(lambda: bool(exceptions))
    assert exceptions[0][0] is ZeroDivisionError
    loader.close()
