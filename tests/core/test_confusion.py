"""Confusion matrices beside scikit-learn's, on random maps and on maps of runs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core import confusion
from labeler.core.confusion import check_sizes, confusion_matrix
from labeler.core.errors import ImageSizeError, OptionError
from tests.core.compared_maps import noisy_pair, real_looking_pair

sklearn_metrics = pytest.importorskip("sklearn.metrics")
EVERY = range(256)


def by_sklearn(truth: np.ndarray, prediction: np.ndarray) -> np.ndarray:
    judged = truth != 255
    if not judged.any():
        return np.zeros((256, 256), np.int64)
    return sklearn_metrics.confusion_matrix(truth[judged], prediction[judged], labels=list(EVERY))


@given(st.integers(0, 999), st.integers(1, 40), st.integers(1, 40), st.sampled_from([2, 21, 256]))
@settings(max_examples=25, deadline=None)
def test_random_maps_give_the_matrix_of_scikit_learn(seed, height, width, classes):
    truth, prediction = noisy_pair((width, height), classes, seed)
    np.testing.assert_array_equal(confusion_matrix(truth, prediction), by_sklearn(truth, prediction))


@pytest.mark.parametrize("seed", range(3))
def test_real_looking_maps_give_the_matrix_of_scikit_learn(seed):
    truth, prediction = real_looking_pair((321, 203), seed)
    np.testing.assert_array_equal(confusion_matrix(truth, prediction), by_sklearn(truth, prediction))


def test_the_stand_in_counts_the_same(monkeypatch):
    truth, prediction = real_looking_pair((123, 77), 5)
    expected = confusion_matrix(truth, prediction)
    monkeypatch.setattr(confusion, "needs_stand_in", lambda _kernel: True)
    np.testing.assert_array_equal(confusion_matrix(truth, prediction), expected)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(1, 40)), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_runs_of_any_length_are_counted(runs):
    truth = np.concatenate([np.full(length, true, np.uint8) for true, _, length in runs])[None]
    prediction = np.concatenate([np.full(length, wrong, np.uint8) for _, wrong, length in runs])[None]
    expected = np.zeros((256, 256), np.int64)
    for true, predicted, length in runs:
        expected[true, predicted] += length
    np.testing.assert_array_equal(confusion_matrix(truth, prediction), expected)


def test_void_of_the_truth_is_left_out_whatever_is_predicted_there():
    truth = np.array([[255, 255, 1, 2]], np.uint8)
    matrix = confusion_matrix(truth, np.array([[1, 255, 1, 1]], np.uint8))
    assert matrix.sum() == 2
    assert matrix[1, 1] == matrix[2, 1] == 1


def test_void_of_the_prediction_is_counted_in_its_own_column():
    matrix = confusion_matrix(np.array([[1, 1, 0]], np.uint8), np.array([[255, 1, 255]], np.uint8))
    assert matrix[1, 255] == matrix[1, 1] == matrix[0, 255] == 1


def test_other_indices_can_be_left_out_and_void_be_kept():
    truth = np.array([[0, 1, 255]], np.uint8)
    assert confusion_matrix(truth, truth, ignored=(0, 255)).sum() == 1
    assert confusion_matrix(truth, truth, ignored=()).trace() == 3


def test_views_and_turned_maps_are_counted_as_they_lie():
    truth, prediction = real_looking_pair((60, 40), 1)
    expected = confusion_matrix(truth[::2, 1:].copy(), prediction[::2, 1:].copy())
    np.testing.assert_array_equal(confusion_matrix(truth[::2, 1:], prediction[::2, 1:]), expected)
    np.testing.assert_array_equal(confusion_matrix(truth[::2, 1:].T, prediction[::2, 1:].T), expected)


def test_different_sizes_are_told_in_pixels():
    with pytest.raises(ImageSizeError, match="truth has 3 x 2 pixels and the prediction 2 x 3"):
        confusion_matrix(np.zeros((2, 3), np.uint8), np.zeros((3, 2), np.uint8))


@pytest.mark.parametrize(
    "wrong", [np.zeros(3, np.uint8), np.zeros((2, 2), int), np.zeros((2, 2, 3), np.uint8)]
)
def test_arrays_that_are_no_label_maps_are_refused(wrong):
    with pytest.raises(OptionError, match="two-dimensional uint8"):
        check_sizes(wrong, wrong)
