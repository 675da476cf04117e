"""The figures of a confusion matrix beside those of scikit-learn, and what absent classes have."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.confusion import confusion_matrix
from labeler.core.segmentation_scores import Scores
from tests.core.compared_maps import noisy_pair, real_looking_pair

metrics = pytest.importorskip("sklearn.metrics")


def scores_of(truth: np.ndarray, prediction: np.ndarray, **options: object) -> Scores:
    return Scores.of_matrix(confusion_matrix(truth, prediction), **options)


def compare_with_sklearn(truth: np.ndarray, prediction: np.ndarray) -> None:
    ours = scores_of(truth, prediction)
    judged = truth != 255
    true, predicted = truth[judged], prediction[judged]
    labels = [index for index in np.union1d(true, predicted).tolist() if index != 255]
    assert ours.indices.tolist() == labels
    if not labels:
        return
    per_class = {"labels": labels, "average": None, "zero_division": np.nan}
    expected = {
        "iou": metrics.jaccard_score(true, predicted, labels=labels, average=None, zero_division=0),
        "dice": metrics.f1_score(true, predicted, **per_class),
        "precision": metrics.precision_score(true, predicted, **per_class),
        "recall": metrics.recall_score(true, predicted, **per_class),
    }
    for name, values in expected.items():
        np.testing.assert_allclose(getattr(ours, name), values, rtol=0, atol=1e-9, err_msg=name)
    in_truth = np.isin(labels, true)
    means = {
        "mean_iou": metrics.jaccard_score(true, predicted, labels=labels, average="macro", zero_division=0),
        "mean_dice": expected["dice"].mean(),
        "pixel_accuracy": metrics.accuracy_score(true, predicted),
        "mean_accuracy": expected["recall"][in_truth].mean(),
        "frequency_weighted_iou": metrics.jaccard_score(
            true, predicted, labels=labels, average="weighted", zero_division=0
        ),
    }
    for name, value in means.items():
        assert getattr(ours, name) == pytest.approx(value, abs=1e-9), name
    only_known = scores_of(truth, prediction, mean_over="truth")
    assert only_known.mean_iou == pytest.approx(expected["iou"][in_truth].mean(), abs=1e-9)


@given(st.integers(0, 999), st.integers(1, 20), st.integers(1, 20), st.sampled_from([2, 5, 256]))
@settings(max_examples=20, deadline=None)
def test_random_maps_have_the_figures_of_scikit_learn(seed, height, width, classes):
    truth, prediction = noisy_pair((width, height), classes, seed)
    truth[0, 0] = 0  # of no judged pixel scikit-learn makes no figures
    compare_with_sklearn(truth, prediction)


@pytest.mark.parametrize("seed", range(4))
def test_real_looking_maps_have_the_figures_of_scikit_learn(seed):
    compare_with_sklearn(*real_looking_pair((160, 120), seed))


def test_a_perfect_prediction_is_1_in_everything():
    truth, _ = real_looking_pair((60, 50), 0)
    scores = scores_of(truth, truth)
    names = ("mean_iou", "mean_dice", "pixel_accuracy", "mean_accuracy", "mean_precision")
    assert {getattr(scores, name) for name in (*names, "frequency_weighted_iou")} == {1.0}
    assert 255 not in scores.indices
    assert scores.pixels == (truth != 255).sum()


def test_a_class_that_only_the_prediction_has_counts_as_nothing_found_unless_means_are_over_the_truth():
    truth, prediction = np.array([[1, 1, 1, 1]], np.uint8), np.array([[1, 1, 1, 2]], np.uint8)
    assert scores_of(truth, prediction).mean_iou == pytest.approx((3 / 4 + 0) / 2)
    assert scores_of(truth, prediction, mean_over="truth").mean_iou == 3 / 4
    scores = scores_of(truth, prediction)
    assert math.isnan(scores.recall[1])
    assert scores.precision.tolist() == [1, 0]
    assert scores.mean_accuracy == 3 / 4


def test_a_class_that_is_not_predicted_has_no_precision():
    scores = scores_of(np.array([[1, 2]], np.uint8), np.array([[1, 1]], np.uint8))
    assert math.isnan(scores.precision[1])
    assert scores.mean_precision == 0.5
    assert scores.recall.tolist() == [1, 0]


def test_void_in_the_prediction_is_wrong_and_no_class():
    scores = scores_of(np.array([[1, 1, 1, 1]], np.uint8), np.array([[1, 255, 255, 255]], np.uint8))
    assert scores.indices.tolist() == [1]
    assert scores.mean_iou == scores.pixel_accuracy == 0.25


def test_ignored_indices_are_no_classes():
    matrix = confusion_matrix(np.array([[0, 1]], np.uint8), np.array([[1, 0]], np.uint8), ignored=(0, 255))
    scores = Scores.of_matrix(matrix, ignored=(0, 255))
    assert scores.indices.tolist() == [1]
    assert scores.pixels == 1


def test_where_nothing_can_be_judged_every_figure_is_nan():
    void = np.full((2, 2), 255, np.uint8)
    scores = scores_of(void, void)
    assert len(scores.indices) == scores.pixels == 0
    for name in ("mean_iou", "pixel_accuracy", "mean_accuracy", "frequency_weighted_iou", "mean_boundary"):
        assert math.isnan(getattr(scores, name))


def test_boundary_scores_are_averaged_over_the_classes_that_have_one():
    truth, prediction = np.array([[1, 2, 3]], np.uint8), np.array([[1, 2, 4]], np.uint8)
    boundary = np.full(256, np.nan)
    boundary[[1, 2, 4]] = 1, 0.5, 0
    matrix = confusion_matrix(truth, prediction)
    assert Scores.of_matrix(matrix, boundary=boundary).mean_boundary == pytest.approx(0.5)
    assert Scores.of_matrix(matrix, boundary=boundary, mean_over="truth").mean_boundary == 0.75
