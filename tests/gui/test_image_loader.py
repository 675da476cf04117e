"""Images are opened beside the window; only the newest request is answered."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
from PIL import Image

from labeler.core.annotation import Annotation
from labeler.core.dataset import open_dataset
from labeler.core.edits.shapes import add_shape
from labeler.core.errors import AnnotationError, FileUnreadableError, ImageError
from labeler.core.file_stamp import FileStamp
from labeler.gui import pictures
from labeler.gui.document import Document
from labeler.gui.image_loader import ImageLoader
from labeler.gui.pictures import PictureReader
from tests.datasets import make_dataset, square, write_photograph, write_shapes
from tests.gui.documents import SIZE, Choice, box
from tests.gui.loading import Answers, Gate, answers, gate, loader, opened, read

__all__ = ["answers", "gate", "loader", "read"]


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


def test_an_error_that_nobody_expected_comes_out_in_the_window(qtbot, tmp_path: Path) -> None:
    def fail(path: Path) -> None:
        raise ZeroDivisionError

    loader = ImageLoader(fail)
    with qtbot.captureExceptions() as exceptions:
        loader.open(open_dataset(make_dataset(tmp_path, 1)), 0, None)
        qtbot.waitUntil(lambda: bool(exceptions))
    assert exceptions[0][0] is ZeroDivisionError
    loader.close()
