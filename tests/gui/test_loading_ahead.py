"""Neighbours of an image are made ready before they are asked for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from labeler.core.annotation import Annotation
from labeler.core.classes import ClassTable
from labeler.core.dataset import open_dataset
from labeler.core.errors import AnnotationError
from labeler.gui import image_loader, kept_ahead
from labeler.gui.document import Document
from labeler.gui.image_loader import ImageLoader
from tests.datasets import make_dataset, square, write_photograph, write_shapes
from tests.gui.documents import SIZE, Choice, box
from tests.gui.loading import Answers, Gate, answers, gate, loader, opened, read

__all__ = ["answers", "gate", "loader", "read"]


def test_what_is_ready_comes_at_once(
    loader: ImageLoader, answers: Answers, qtbot, read, tmp_path: Path
) -> None:
    dataset = open_dataset(make_dataset(tmp_path, 3))
    loader.prefetch(dataset, [(dataset.images[1], True)])
    qtbot.waitUntil(lambda: loader._kept.has_opened(dataset.images[1], dataset.classes))
    assert read == [tmp_path / "a2.json"]
    loader.open(dataset, 1, None)
    assert answers.is_whole
    assert answers.opened[0].position == 1
    assert set(np.unique(answers.opened[0].label_map.label_map)) == {0, 1, 2, 255}


def test_an_annotation_is_given_once(loader: ImageLoader, answers: Answers, qtbot, tmp_path: Path) -> None:
    dataset = open_dataset(make_dataset(tmp_path, 1))
    loader.prefetch(dataset, [(dataset.images[0], True)])
    qtbot.waitUntil(lambda: loader._kept.has_opened(dataset.images[0], dataset.classes))
    loader.open(dataset, 0, None)
    loader.open(dataset, 0, None)
    qtbot.waitUntil(lambda: len(answers.opened) == 2)
    first, second = answers.opened
    assert first.label_map is not second.label_map


def test_a_document_that_is_kept_needs_no_annotation(
    loader: ImageLoader, answers: Answers, qtbot, read, tmp_path: Path
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
    loader: ImageLoader, answers: Answers, qtbot, tmp_path: Path, change
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


def test_it_is_decoded_once(loader: ImageLoader, qtbot, gate: Gate, tmp_path: Path) -> None:
    gate.goes_on.set()
    dataset = open_dataset(make_dataset(tmp_path, 2))
    loader.prefetch(dataset, [(dataset.images[1], True), (dataset.images[1], True)])
    qtbot.waitUntil(lambda: loader._kept.has_opened(dataset.images[1], dataset.classes))
    opened(loader, qtbot, dataset, 1)
    opened(loader, qtbot, dataset, 0)
    opened(loader, qtbot, dataset, 0)
    assert sorted(gate.read) == ["a1.jpg", "a2.jpg"]


def test_it_stays_within_its_memory(loader: ImageLoader, qtbot, tmp_path: Path, monkeypatch) -> None:
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
    loader: ImageLoader, qtbot, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr(image_loader, "_AHEAD_BYTES", 1000)
    dataset = open_dataset(make_dataset(tmp_path, 2))
    loader.prefetch(dataset, [(dataset.images[1], True)])
    opened(loader, qtbot, dataset, 0)
    qtbot.wait(50)
    assert [loader._kept.picture(each.path) for each in dataset.images] == [None, None]


def test_a_newer_wish_replaces_older_ones(loader: ImageLoader, qtbot, gate: Gate, tmp_path: Path) -> None:
    dataset = open_dataset(make_dataset(tmp_path, 4))
    loader.prefetch(dataset, [(each, True) for each in dataset.images[:3]])
    qtbot.waitUntil(lambda: bool(gate.read))
    loader.prefetch(dataset, [(dataset.images[3], True)])
    gate.goes_on.set()
    qtbot.waitUntil(lambda: loader._kept.has_opened(dataset.images[3], dataset.classes))
    assert gate.read == ["a1.jpg", "a4.jpg"]


def test_a_broken_neighbour_is_passed_over(loader: ImageLoader, qtbot, tmp_path: Path) -> None:
    dataset = open_dataset(make_dataset(tmp_path, 2))
    (tmp_path / "a1.jpg").write_bytes(b"no photograph")
    (tmp_path / "a2.json").write_text("{ no JSON")
    loader.prefetch(dataset, [(each, True) for each in dataset.images])
    qtbot.waitUntil(lambda: loader._kept.picture(dataset.images[1].path) is not None)
    # A problem is found anew, and told, when the image is opened.
    assert isinstance(opened(loader, qtbot, dataset, 1).problem, AnnotationError)
