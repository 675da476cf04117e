"""Comparing label maps with predictions: pairs, kinds of files, lists, failures, and the figures of a set."""

from __future__ import annotations

import math
import shutil

import numpy as np
import pytest

import labeler
from labeler.core.classes import ClassRow, ClassTable
from labeler.core.errors import (
    FileUnreadableError,
    ImageSetError,
    ImageSizeError,
    LabelImageError,
    OptionError,
)
from labeler.core.label_png import write_label_png
from labeler.jobs.compare import CompareOptions, compare, compare_all, label_folder
from labeler.jobs.step import StepStatus, Summary
from tests.core.compared_maps import real_looking_pair
from tests.jobs.compared_folders import CLASSES, SIZE, write_pairs

metrics = pytest.importorskip("sklearn.metrics")


@pytest.fixture
def folders(tmp_path):
    return write_pairs(tmp_path)


def pixels_of(count: int) -> tuple[np.ndarray, np.ndarray]:
    """All judged pixels of the pairs, one after another."""
    pairs = [real_looking_pair(SIZE, number) for number in range(count)]
    truth = np.concatenate([true.reshape(-1) for true, _ in pairs])
    prediction = np.concatenate([predicted.reshape(-1) for _, predicted in pairs])
    return truth[truth != 255], prediction[truth != 255]


def test_palette_grey_and_npy_predictions_have_the_figures_of_scikit_learn_over_all_pixels(folders):
    comparison = compare_all(*folders)
    truth, prediction = pixels_of(4)
    labels = np.union1d(truth, prediction)
    assert comparison.scores.indices.tolist() == labels.tolist()
    expected = metrics.jaccard_score(truth, prediction, labels=labels, average=None)
    np.testing.assert_allclose(comparison.scores.iou, expected, rtol=0, atol=1e-9)
    matrix = metrics.confusion_matrix(truth, prediction, labels=labels)
    np.testing.assert_array_equal(comparison.matrix[np.ix_(labels, labels)], matrix)
    assert comparison.scores.pixel_accuracy == pytest.approx(
        metrics.accuracy_score(truth, prediction), abs=1e-9
    )
    assert comparison.is_complete


def test_every_image_has_figures_of_its_own_in_natural_order(tmp_path):
    comparison = compare_all(*write_pairs(tmp_path, 11))
    assert [image.name for image in comparison.images] == [str(number) for number in range(11)]
    for image, number in zip(comparison.images, range(11), strict=True):
        alone = compare_all(*real_looking_pair(SIZE, number))
        assert image.scores.mean_iou == alone.scores.mean_iou
        assert image.scores.mean_boundary == alone.scores.mean_boundary
        assert image.size == SIZE


@pytest.mark.parametrize("workers", [1, 3])
def test_steps_come_in_order_whatever_the_workers(folders, workers):
    steps = list(compare(*folders, CompareOptions(workers=workers)))
    assert [(step.done, step.total, step.name) for step in steps] == [(n + 1, 4, str(n)) for n in range(4)]
    assert {step.status for step in steps} == {StepStatus.COMPARED}
    assert all(step.image is not None for step in steps)
    assert Summary.of(steps).text == "4 compared."


def test_processes_find_what_threads_find(folders, monkeypatch):
    by_threads = compare_all(*folders, workers=2)
    monkeypatch.setattr("labeler.jobs.compare._MANY", 2)
    by_processes = compare_all(*folders, workers=2)
    assert np.array_equal(by_processes.matrix, by_threads.matrix)
    assert [image.name for image in by_processes.images] == [image.name for image in by_threads.images]
    assert by_processes.scores.mean_boundary == by_threads.scores.mean_boundary
    assert by_processes.failed == by_threads.failed


def test_boundary_scores_of_a_set_are_means_over_the_images_that_have_the_class(folders):
    comparison = compare_all(*folders, boundary_radius=1.5)
    for place, index in enumerate(comparison.scores.indices):
        own = [
            image.scores.boundary[np.flatnonzero(image.scores.indices == index)[0]]
            for image in comparison.images
            if index in image.scores.indices
        ]
        assert comparison.scores.boundary[place] == pytest.approx(np.nanmean(own))


def test_boundary_scores_can_be_left_out(folders):
    comparison = compare_all(*folders, has_boundary=False)
    assert comparison.scores.boundary is None
    assert math.isnan(comparison.scores.mean_boundary)


def test_a_missing_partner_is_named_and_the_others_are_compared(folders):
    (folders[1] / "1.png").unlink()
    write_label_png(folders[1] / "else.png", np.zeros((2, 2), np.uint8))
    comparison = compare_all(*folders)
    assert [path.name for path in comparison.only_truth] == ["1.png"]
    assert [path.name for path in comparison.only_prediction] == ["else.png"]
    assert len(comparison.images) == 3
    assert not comparison.is_complete


def test_two_predictions_of_one_name_pair_with_nothing(folders):
    np.save(folders[1] / "0.npy", np.zeros(SIZE[::-1], np.uint8))
    comparison = compare_all(*folders)
    assert list(comparison.collisions) == ["0"]
    assert [image.name for image in comparison.images] == ["1", "2", "3"]


def test_wrong_sizes_and_damaged_files_fail_and_the_others_are_compared(folders):
    write_label_png(folders[1] / "0.png", np.zeros((5, 7), np.uint8))
    (folders[1] / "1.png").write_bytes(b"\x89PNG\r\n\x1a\nbroken")
    np.save(folders[1] / "2.npy", np.zeros((21, *SIZE[::-1]), np.float32))
    steps = list(compare(*folders))
    assert [step.has_failed for step in steps] == [True, True, True, False]
    assert "64 x 48 pixels and the prediction 7 x 5" in steps[0].message
    assert "argmax" in steps[2].message
    comparison = compare_all(*folders)
    assert [failure.name for failure in comparison.failed] == ["0", "1", "2"]
    assert comparison.scores.pixels == comparison.images[0].scores.pixels


def test_a_voc_dataset_or_devkit_means_its_class_label_images(folders, tmp_path):
    root = tmp_path / "VOCdevkit" / "VOC2012"
    shutil.copytree(folders[0], root / "SegmentationClass")
    shutil.copytree(folders[0], root / "SegmentationObject")
    expected = compare_all(*folders).matrix
    for place in (root, root / "SegmentationClass", tmp_path / "VOCdevkit", tmp_path):
        assert label_folder(place) == root / "SegmentationClass"
        np.testing.assert_array_equal(compare_all(place, folders[1]).matrix, expected)


def test_two_files_are_a_pair_whatever_they_are_called(folders):
    comparison = compare_all(folders[0] / "0.png", folders[1] / "3.png")
    assert len(comparison.images) == 1


def test_a_list_chooses_the_images_and_names_those_that_are_missing(folders, tmp_path):
    (folders[1] / "1.png").unlink()
    (tmp_path / "val.txt").write_text("0\n1\n7\n", encoding="utf-8")
    comparison = compare_all(*folders, list_file=tmp_path / "val.txt")
    assert [image.name for image in comparison.images] == ["0"]
    assert [path.name for path in comparison.only_truth] == ["1.png"]
    assert comparison.only_prediction == []
    assert comparison.unlisted == ["7"]
    (tmp_path / "val.txt").write_text("7\n", encoding="utf-8")
    with pytest.raises(OptionError, match="names none"):
        compare(*folders, CompareOptions(list_file=tmp_path / "val.txt"))


def test_what_forbids_it_all_is_said_at_once(folders, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(FileUnreadableError):
        compare(tmp_path / "none", folders[1])
    with pytest.raises(OptionError, match="one is a folder"):
        compare(folders[0], folders[1] / "0.png")
    with pytest.raises(OptionError, match=r"0\.png and 3 more, and .* no PNG .* by: labeler export"):
        compare(folders[0], empty)
    write_label_png(empty / "x.png", np.zeros((2, 2), np.uint8))
    with pytest.raises(OptionError, match=r"empty has x\.png\. Rename"):
        compare(folders[0], empty)
    (tmp_path / "twice.txt").write_text("0\n0\n")
    with pytest.raises(ImageSetError):
        compare(*folders, CompareOptions(list_file=tmp_path / "twice.txt"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"ignored": [256]},
        {"mean_over": "all"},
        {"boundary_radius": -1},
        {"boundary_radius": math.nan},
        {"workers": 0},
    ],
)
def test_wrong_options_are_refused(folders, wrong):
    with pytest.raises(OptionError):
        compare(*folders, CompareOptions(**wrong))


def test_indices_that_are_ignored_are_left_out_everywhere():
    truth, prediction = real_looking_pair(SIZE, 1)
    as_void = np.where(truth == 0, 255, truth).astype(np.uint8)
    ours, expected = compare_all(truth, prediction, ignored=[0]), compare_all(as_void, prediction)
    np.testing.assert_array_equal(ours.matrix, expected.matrix)
    assert 0 not in ours.scores.indices
    kept = expected.scores.indices != 0
    np.testing.assert_array_equal(ours.scores.boundary, expected.scores.boundary[kept])


def test_the_classes_that_lie_with_the_truth_give_names_and_colours(folders):
    assert compare_all(*folders).name_of(1) == "index 1"
    (folders[0].parent / "truth" / "classes.csv").write_text(CLASSES, encoding="utf-8")
    comparison = compare_all(*folders)
    assert comparison.class_file == folders[0] / "classes.csv"
    assert (comparison.name_of(1), comparison.color_of(1)) == ("car", (255, 0, 0))
    assert comparison.unnamed == [5, 7]
    table = ClassTable((ClassRow(1, "lorry", (1, 2, 3)),))
    assert compare_all(*folders, classes=table).name_of(1) == "lorry"


def test_arrays_and_stacks_of_them_are_compared(folders):
    pairs = [real_looking_pair(SIZE, number) for number in range(4)]
    truths, predictions = np.stack([pair[0] for pair in pairs]), [pair[1].astype(int) for pair in pairs]
    comparison = labeler.compare(truths, predictions)
    np.testing.assert_array_equal(comparison.matrix, compare_all(*folders).matrix)
    assert [image.name for image in comparison.images] == ["0", "1", "2", "3"]
    assert labeler.compare(*pairs[0]).images[0].truth is None


def test_arrays_that_cannot_be_compared_are_errors():
    with pytest.raises(ImageSizeError):
        compare_all(np.zeros((2, 3), np.uint8), np.zeros((3, 2), np.uint8))
    with pytest.raises(LabelImageError, match="prediction 0"):
        compare_all(np.zeros((2, 3), np.uint8), np.zeros((2, 3)))
    with pytest.raises(OptionError, match="1 label maps and 2 predictions"):
        compare_all(np.zeros((2, 3), np.uint8), np.zeros((2, 2, 3), np.uint8))
    with pytest.raises(OptionError, match="file and an array"):
        compare_all("a.png", np.zeros((2, 3), np.uint8))


def test_the_worst_images_and_the_largest_confusions_come_first(folders):
    steps = []
    comparison = compare_all(*folders, on_step=steps.append)
    assert len(steps) == 4
    worst = [image.scores.mean_iou for image in comparison.worst(3)]
    assert worst == sorted(image.scores.mean_iou for image in comparison.images)[:3]
    first, second, *_ = comparison.confusions(5)
    assert first.pixels >= second.pixels
    assert comparison.matrix[first.truth_index, first.predicted_index] == first.pixels
    assert first.truth_index != first.predicted_index


def test_void_in_the_prediction_is_counted_as_wrong_and_told():
    truth, prediction = np.ones((2, 4), np.uint8), np.ones((2, 4), np.uint8)
    prediction[0, :3] = 255
    comparison = compare_all(truth, prediction)
    assert comparison.predicted_void == 3
    assert comparison.scores.mean_iou == 5 / 8
    assert comparison.confusions(9) == [(1, 255, 3)]


def test_closing_the_generator_stops_the_work(folders):
    steps = compare(*folders, CompareOptions(workers=2))
    next(steps)
    steps.close()
    assert list(steps) == []
