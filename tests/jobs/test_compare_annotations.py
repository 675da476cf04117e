"""Annotations compared with predictions, without an export."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

import labeler
from labeler.core.dataset import open_dataset
from labeler.core.draining import drained
from labeler.core.errors import OptionError
from labeler.jobs.compare import compare_all
from labeler.jobs.compare_annotations import compare_annotations
from labeler.jobs.compare_report import write_report
from labeler.jobs.comparison import CompareOptions
from labeler.jobs.step import StepStatus
from tests.datasets import SIZE, make_dataset, square, write_shapes


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_dataset(tmp_path / "set", 4)


@pytest.fixture
def predictions(tmp_path: Path) -> Path:
    """Noise for three of the four images."""
    made = tmp_path / "p"
    made.mkdir()
    random = np.random.default_rng(3)
    for name in ("a1", "a2", "a3"):
        np.save(made / f"{name}.npy", random.choice([0, 1, 2], SIZE[::-1]).astype(np.uint8))
    return made


def run(*args, **options):
    told = []
    return told, drained(compare_annotations(*args, **options), told.append)


def test_the_figures_are_those_of_the_exported_label_images(folder, predictions, tmp_path):
    steps, comparison = run(open_dataset(folder), predictions)
    labeler.export(folder, tmp_path / "voc")
    same = compare_all(tmp_path / "voc", predictions)
    np.testing.assert_array_equal(comparison.matrix, same.matrix)
    assert comparison.scores.mean_iou == same.scores.mean_iou
    assert comparison.scores.mean_boundary == same.scores.mean_boundary
    assert [image.name for image in comparison.images] == ["a1.jpg", "a2.jpg", "a3.jpg"]
    assert [image.prediction.name for image in comparison.images] == ["a1.npy", "a2.npy", "a3.npy"]
    assert [path.name for path in comparison.only_truth] == ["a4.jpg"]
    assert comparison.name_of(1) == "cat"
    assert [(step.done, step.total, step.status) for step in steps][-1] == (3, 3, StepStatus.COMPARED)


def test_what_is_not_labelled_is_left_out(folder, predictions):
    (folder / "a2.json").unlink()
    steps, comparison = run(open_dataset(folder), predictions)
    assert [step.status for step in steps] == [
        *(StepStatus.COMPARED, StepStatus.LEFT_OUT, StepStatus.COMPARED),
    ]
    assert [image.name for image in comparison.images] == ["a1.jpg", "a3.jpg"]


def test_an_image_that_cannot_be_compared_says_why_and_the_others_are(folder, predictions):
    np.save(predictions / "a1.npy", np.zeros((3, 3), np.uint8))
    write_shapes(folder / "a2.jpg", [square("nobody", 1, 1)])
    _, comparison = run(open_dataset(folder), predictions)
    assert [failure.name for failure in comparison.failed] == ["a1.jpg", "a2.jpg"]
    assert "nobody" in comparison.failed[1].message
    assert [image.name for image in comparison.images] == ["a3.jpg"]


def test_a_shape_that_cannot_be_read_fails_its_image(folder, predictions):
    write_shapes(folder / "a1.jpg", [square("cat", 1, 1) | {"points": "none"}])
    _, comparison = run(open_dataset(folder), predictions)
    assert [failure.name for failure in comparison.failed] == ["a1.jpg"]


def test_only_the_images_of_a_list(folder, predictions, tmp_path):
    (tmp_path / "val.txt").write_text("a3\na4\n")
    _, comparison = run(open_dataset(folder), predictions, CompareOptions(list_file=tmp_path / "val.txt"))
    assert [image.name for image in comparison.images] == ["a3.jpg"]
    assert [path.name for path in comparison.only_truth] == ["a4.jpg"]
    assert comparison.only_prediction == []


def test_names_may_have_an_ending_and_strangers_are_told(folder, predictions):
    for path in list(predictions.iterdir()):
        path.rename(path.with_stem(f"{path.stem}_pred"))
    with pytest.raises(OptionError, match="no prediction that is named like an image"):
        compare_annotations(open_dataset(folder), predictions)
    np.save(predictions / "stranger.npy", np.zeros((3, 3), np.uint8))
    _, comparison = run(open_dataset(folder), predictions, ending="_pred")
    assert len(comparison.images) == 3
    assert [path.name for path in comparison.only_prediction] == ["stranger.npy"]


def test_the_report_shows_the_worst_images_over_their_photographs(folder, predictions, tmp_path):
    _, comparison = run(open_dataset(folder), predictions)
    page = write_report(comparison, tmp_path / "report.html", worst=2).read_text(encoding="utf-8")
    assert page.count('alt="Prediction"') == 2
    bare = dataclasses.replace(comparison, photographs={})
    assert write_report(bare, tmp_path / "bare.html", worst=2).read_text(encoding="utf-8") != page
    nobody = dataclasses.replace(comparison, draw_truth=None)
    assert "without a label image" in write_report(nobody, tmp_path / "no.html").read_text(encoding="utf-8")


def test_an_annotation_that_is_gone_when_the_report_is_made_has_no_picture(folder, predictions, tmp_path):
    _, comparison = run(open_dataset(folder), predictions)
    write_shapes(folder / "a1.jpg", [square("nobody", 1, 1)])
    page = write_report(comparison, tmp_path / "report.html").read_text(encoding="utf-8")
    assert "nobody" in page
    assert page.count('alt="Prediction"') == 2
