"""The benchmark of the lists does what it says, with some hundred rows: nothing is timed here."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from labeler.core.dataset import open_dataset
from tests.benchmarks import bench_lists, list_shapes
from tests.benchmarks.many_images import make_images


@pytest.fixture
def window(qtbot, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("LABELER_CONFIG_DIR", os.environ.get("LABELER_CONFIG_DIR", ""))
    with bench_lists.a_window(tmp_path) as window:
        yield window


def test_the_folder_holds_what_is_said(tmp_path: Path) -> None:
    dataset = open_dataset(make_images(tmp_path / "images", 200))
    assert len(dataset.images) == 200
    labelled = [image for image in dataset.images if image.annotation_path.exists()]
    assert len(labelled) == 60
    done = sum(dataset.read_annotation(image).is_done for image in labelled)
    assert done == 20
    assert {dataset.read_annotation(image).shapes[0].class_name for image in labelled} == {
        "car",
        "road",
        "sky",
    }


def test_every_figure_of_the_images_is_taken(window, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(bench_lists, "IMAGES", 600)
    monkeypatch.setattr(bench_lists, "_OPENED", 1)
    folder = make_images(tmp_path / "images", 600)
    figures = bench_lists.image_figures(window, folder, rounds=2)
    assert len({figure.name for figure in figures}) == len(figures) == 13
    assert [figure.target for figure in figures if figure.target] == [1000, 20, 20, 20, 20, 20]
    assert not window.opening.file_model.filter.is_on


def test_every_figure_of_the_shapes_is_taken(window, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(list_shapes, "SHAPES", 50)
    figures = list(list_shapes.figures(window, tmp_path))
    assert len(figures) == 5
    assert all(figure.value > 0 for figure in figures)
