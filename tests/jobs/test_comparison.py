"""What a comparison knows of itself: names, the worst images, the largest confusions, means of boundaries."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from labeler.core.classes import ClassRow, ClassTable
from labeler.core.confusion import confusion_matrix
from labeler.core.palette import voc_color
from labeler.core.segmentation_scores import Scores
from labeler.jobs.comparison import (
    Boundaries,
    CompareOptions,
    Comparison,
    Failure,
    ImageComparison,
    MatrixCells,
)


def image_of(truth, prediction, name="a", boundary=None):
    matrix = confusion_matrix(np.array(truth, np.uint8), np.array(prediction, np.uint8))
    scores = Scores.of_matrix(matrix, boundary=boundary)
    height, width = np.shape(truth)
    return ImageComparison(name, None, None, (width, height), scores), MatrixCells.of(matrix)


@pytest.fixture
def comparison():
    made = Comparison(CompareOptions(has_boundary=False))
    made.add(*image_of([[1, 1, 2, 2]], [[1, 1, 2, 2]], "right"))
    made.add(*image_of([[1, 1, 2, 2]], [[2, 2, 2, 1]], "wrong"))
    made.add(*image_of([[1, 1, 2, 2]], [[1, 3, 2, 2]], "nearly"))
    return made


def test_figures_are_those_of_all_images_and_follow_each_new_one(comparison):
    assert comparison.scores.pixels == 12
    assert comparison.scores.pixel_accuracy == pytest.approx(8 / 12)
    comparison.add(*image_of([[1]], [[1]], "more"))
    assert comparison.scores.pixels == 13
    assert comparison.scores.pixel_accuracy == pytest.approx(9 / 13)


def test_large_images_weigh_more_than_small_ones():
    made = Comparison(CompareOptions(has_boundary=False))
    made.add(*image_of([[1] * 99], [[1] * 99]))
    made.add(*image_of([[1]], [[2]]))
    assert made.scores.pixel_accuracy == 0.99


def test_the_worst_come_first_and_images_without_a_judged_pixel_are_none(comparison):
    comparison.add(*image_of([[255]], [[1]], "void"))
    assert [image.name for image in comparison.worst(9)] == ["wrong", "nearly", "right"]
    assert [image.name for image in comparison.worst(1)] == ["wrong"]
    assert comparison.worst(0) == comparison.worst(-1) == []


def test_equally_bad_images_keep_their_order():
    made = Comparison(CompareOptions(has_boundary=False))
    for name in "cab":
        made.add(*image_of([[1, 2]], [[2, 1]], name))
    assert [image.name for image in made.worst(3)] == ["c", "a", "b"]


def test_confusions_are_the_cells_off_the_diagonal_by_size(comparison):
    assert comparison.confusions(9) == [(1, 2, 2), (1, 3, 1), (2, 1, 1)]
    assert comparison.confusions(1) == [(1, 2, 2)]
    assert comparison.confusions(0) == []


def test_names_and_colours_are_those_of_the_table_and_else_of_the_index(comparison):
    assert (comparison.name_of(1), comparison.name_of(255)) == ("index 1", "void")
    assert comparison.color_of(1) == voc_color(1)
    comparison.classes = ClassTable((ClassRow(1, "road", (9, 8, 7)), ClassRow(255, "nothing", (1, 1, 1))))
    assert (comparison.name_of(1), comparison.name_of(255)) == ("road", "nothing")
    assert (comparison.name_of(2), comparison.color_of(1)) == ("index 2", (9, 8, 7))


def test_indices_that_the_table_lacks_are_told_only_where_there_is_a_table(comparison):
    assert comparison.unnamed == []
    comparison.classes = ClassTable((ClassRow(1, "road", (9, 8, 7)),))
    assert comparison.unnamed == [2, 3]


def test_void_that_is_predicted_is_counted(comparison):
    assert comparison.predicted_void == 0
    comparison.add(*image_of([[1, 1, 255]], [[255, 1, 255]]))
    assert comparison.predicted_void == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("failed", [Failure("a", "It is damaged.")]),
        ("only_truth", [Path("a.png")]),
        ("only_prediction", [Path("a.png")]),
        ("collisions", {"a": [Path("a.png"), Path("a.npy")]}),
        ("unlisted", ["a"]),
    ],
)
def test_whatever_is_missing_makes_it_incomplete(comparison, field, value):
    assert comparison.is_complete
    setattr(comparison, field, value)
    assert not comparison.is_complete


def test_boundary_scores_are_averaged_over_the_images_that_have_one():
    first, second = np.full(256, np.nan), np.full(256, np.nan)
    first[[1, 2]] = 1, 0.5
    second[1] = 0.5
    made = Comparison(CompareOptions())
    made.add(*image_of([[1, 2, 3]], [[1, 2, 3]], boundary=first))
    made.add(*image_of([[1, 2, 3]], [[1, 2, 3]], boundary=second))
    np.testing.assert_array_equal(made.scores.boundary, [0.75, 0.5, np.nan])
    assert made.scores.mean_boundary == 0.625


def test_images_without_boundary_scores_add_nothing_to_their_means():
    boundaries = Boundaries()
    boundaries.add(image_of([[1]], [[1]])[0].scores)
    assert np.isnan(boundaries.means).all()
    assert math.isnan(Comparison(CompareOptions()).scores.mean_boundary)


def test_an_empty_comparison_has_no_figures():
    empty = Comparison(CompareOptions())
    assert math.isnan(empty.scores.mean_iou)
    assert empty.worst(3) == empty.confusions(3) == []
