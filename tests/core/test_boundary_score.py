"""The boundary F-score beside a brute-force one that measures every distance."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core import boundary_score
from labeler.core.boundary_score import boundary_counts, boundary_radius
from labeler.core.errors import ImageSizeError, OptionError
from tests.core.compared_maps import noisy_pair, real_looking_pair


def brute_boundary(label_map: np.ndarray, index: int) -> np.ndarray:
    """Row and column of the boundary pixels of one class, by looking at each pixel's neighbours."""
    found = []
    height, width = label_map.shape
    for row, column in zip(*np.nonzero(label_map == index), strict=True):
        beside = [(row, column - 1), (row, column + 1), (row - 1, column), (row + 1, column)]
        inside = [(y, x) for y, x in beside if 0 <= y < height and 0 <= x < width]
        if any(label_map[place] != index for place in inside):
            found.append((row, column))
    return np.array(found, float).reshape(-1, 2)


def near(points: np.ndarray, others: np.ndarray, radius: float) -> int:
    if not len(points) or not len(others):
        return 0
    distances = np.linalg.norm(points[:, None] - others[None], axis=2)
    return int((distances.min(1) <= radius + 1e-9).sum())


def brute_scores(truth: np.ndarray, prediction: np.ndarray, radius: float) -> dict[int, float]:
    prediction = np.where(truth == 255, 255, prediction)
    scores = {}
    for index in range(255):
        true, predicted = brute_boundary(truth, index), brute_boundary(prediction, index)
        if not len(true) and not len(predicted):
            continue
        if not len(true) or not len(predicted):
            scores[index] = 0.0
            continue
        precision = near(predicted, true, radius) / len(predicted)
        recall = near(true, predicted, radius) / len(true)
        scores[index] = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return scores


def our_scores(truth: np.ndarray, prediction: np.ndarray, radius: float | None) -> dict[int, float]:
    counts = boundary_counts(truth, prediction, radius)
    return dict(zip(counts.indices.tolist(), counts.scores.tolist(), strict=True))


RADII = st.sampled_from([0, 0.5, 1, math.sqrt(2), 2, 2.3, 5, math.hypot(3, 4), 40])


@given(st.integers(0, 999), st.integers(1, 14), st.integers(1, 14), RADII, st.sampled_from([2, 4, 256]))
@settings(max_examples=40, deadline=None)
def test_random_maps_have_the_scores_that_measuring_every_distance_gives(
    seed, height, width, radius, classes
):
    truth, prediction = noisy_pair((width, height), classes, seed)
    expected = brute_scores(truth, prediction, radius)
    assert our_scores(truth, prediction, radius) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("radius", [0, 1.5, 4])
@pytest.mark.parametrize("void", [0, 2])
def test_real_looking_maps_have_the_scores_of_brute_force(seed, radius, void):
    truth, prediction = real_looking_pair((90, 61), seed, void=void)
    expected = brute_scores(truth, prediction, radius)
    assert our_scores(truth, prediction, radius) == pytest.approx(expected, abs=1e-9)


def test_a_square_that_is_predicted_a_pixel_aside_is_right_within_that_pixel_only():
    truth, prediction = np.zeros((2, 12, 12), np.uint8)
    truth[3:8, 3:8], prediction[3:8, 4:9] = 1, 1
    assert our_scores(truth, prediction, 1)[1] == 1
    assert 0 < our_scores(truth, prediction, 0)[1] < 1


def test_a_distance_equal_to_the_radius_is_within_it():
    truth, prediction = np.zeros((2, 20, 20), np.uint8)
    truth[5, 5], prediction[8, 9] = 1, 1
    assert our_scores(truth, prediction, 5)[1] == 1
    assert our_scores(truth, prediction, 4.999)[1] == 0


def test_a_class_that_only_one_of_them_has_scores_nothing_and_one_without_boundary_has_no_score():
    truth, prediction = np.zeros((2, 9, 9), np.uint8)
    prediction[4, 4] = 2
    assert our_scores(truth, prediction, 3) == {0: 0, 2: 0}
    assert our_scores(truth, truth, 3) == {}


def test_what_is_predicted_in_void_does_not_matter():
    truth, prediction = real_looking_pair((80, 50), 4)
    other = prediction.copy()
    other[truth == 255] = np.random.default_rng(0).integers(0, 256, (truth == 255).sum())
    assert our_scores(truth, other, 2) == our_scores(truth, prediction, 2)
    right = np.where(truth == 255, other, truth).astype(np.uint8)
    assert set(our_scores(truth, right, 0).values()) == {1.0}


def test_void_of_the_prediction_is_no_class_of_its_own():
    truth, prediction = np.zeros((2, 9, 9), np.uint8)
    prediction[4, 4] = 255
    assert set(our_scores(truth, prediction, 3)) == {0}


def test_noise_with_more_boundary_than_expected_is_counted_whole(monkeypatch):
    truth, prediction = noisy_pair((40, 30), 3, 1)
    expected = our_scores(truth, prediction, 2)
    monkeypatch.setattr(boundary_score, "_EXPECTED", 1)
    assert our_scores(truth, prediction, 2) == expected


@pytest.mark.parametrize("width", [1, 8, 63, 64, 65, 130])
def test_boundaries_are_found_at_any_place_of_rows_of_any_width(width):
    truth, _ = noisy_pair((width, 9), 3, width)
    framed = np.pad(truth, 1, "edge")
    others = (framed[1:-1, :-2], framed[1:-1, 2:], framed[:-2, 1:-1], framed[2:, 1:-1])
    is_boundary = np.any([other != truth for other in others], axis=0) & (truth != 255)
    expected = np.bincount(truth[is_boundary], minlength=256)
    found = boundary_counts(truth, truth, 0)
    np.testing.assert_array_equal(found.truth, expected[found.indices])
    assert found.truth.sum() == expected.sum()


def test_views_and_turned_maps_are_measured_as_they_lie():
    truth, prediction = real_looking_pair((60, 40), 1)
    expected = our_scores(truth[::2, 3:].copy(), prediction[::2, 3:].copy(), 2)
    assert our_scores(truth[::2, 3:], prediction[::2, 3:], 2) == expected
    assert our_scores(truth[::2, 3:].T, prediction[::2, 3:].T, 2) == expected


def test_plain_python_gives_the_same(monkeypatch):
    truth, prediction = real_looking_pair((40, 30), 2)
    expected = our_scores(truth, prediction, 2)
    monkeypatch.setattr(boundary_score, "_find_boundaries", boundary_score._find_boundaries.function)
    monkeypatch.setattr(boundary_score, "_meet", boundary_score._meet.function)
    assert our_scores(truth, prediction, 2) == expected


def test_the_usual_radius_is_three_quarters_of_a_per_cent_of_the_diagonal():
    assert boundary_radius((1920, 1080)) == pytest.approx(16.522, abs=1e-3)
    truth, prediction = real_looking_pair((400, 300), 2)
    assert our_scores(truth, prediction, None) == our_scores(truth, prediction, 3.75)


@pytest.mark.parametrize("radius", [-1, math.nan, math.inf])
def test_a_radius_that_is_none_is_refused(radius):
    with pytest.raises(OptionError, match="boundary radius"):
        boundary_counts(np.zeros((2, 2), np.uint8), np.zeros((2, 2), np.uint8), radius)


def test_a_radius_beyond_the_image_reaches_everything():
    truth, prediction = np.zeros((2, 9, 5), np.uint8)
    truth[0, 0], prediction[8, 4] = 1, 1
    assert our_scores(truth, prediction, 1e9) == {0: 1, 1: 1}


def test_different_sizes_are_refused():
    with pytest.raises(ImageSizeError):
        boundary_counts(np.zeros((2, 3), np.uint8), np.zeros((3, 2), np.uint8))
