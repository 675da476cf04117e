"""Which class indices a new shape may take, and what is left of an area that may not have all."""

from __future__ import annotations

import numpy as np
import pytest
from shapely import box

from labeler.core.allowed import Painted, Wanted, allowed_area, allowed_indices, grouped, restricted
from labeler.core.annotation import Annotation
from labeler.core.areas import mask_of
from labeler.core.classes import BACKGROUND, VOID, ClassTable
from labeler.core.geometry import PixelRect
from labeler.core.live_label_map import LiveLabelMap
from labeler.core.shape_index import ShapeIndex
from labeler.core.shapes import Shape, polygon

SIZE = (20, 16)
FRAME = PixelRect(0, 0, *SIZE)
CLASSES = ClassTable().with_names(["car", "road", "sky"])
CAR, ROAD, SKY = 1, 2, 3


def protecting(*names: str) -> ClassTable:
    classes = CLASSES
    for name in names:
        row = classes.find(name)
        assert row is not None
        classes = classes.with_row(row.index, row.with_protection(True))
    return classes


def live_of(*shapes: Shape) -> LiveLabelMap:
    annotation = Annotation(SIZE, list(shapes))
    return LiveLabelMap(annotation, SIZE, CLASSES, ShapeIndex(annotation.shapes))


def square(class_name: str, left: float, top: float, right: float, bottom: float, **fields) -> Shape:
    return polygon(class_name, [(left, top), (right, top), (right, bottom), (left, bottom)], **fields)


# How one draws, and the indices of 0, car, road, sky and void that may be taken.
RULES = [
    ({"is_behind": True}, (), [BACKGROUND]),
    ({"is_behind": True, "paints_over": ["road"]}, (), [ROAD]),
    ({"is_behind": True, "paints_over": ["road", "background"]}, (), [BACKGROUND, ROAD]),
    ({"is_behind": True, "paints_over": ["void", "gone"]}, (), [VOID]),
    ({"is_behind": True, "paints_over": ["gone"]}, (), [BACKGROUND]),
    ({}, ("car",), [BACKGROUND, ROAD, SKY, VOID]),
    ({"paints_over": ["road"]}, ("car",), [BACKGROUND, ROAD, SKY, VOID]),
    ({"is_behind": True, "paints_over": ["car", "road"]}, ("car",), [ROAD]),
    ({"is_behind": True}, ("background",), []),
]


@pytest.mark.parametrize(("how", "protected", "expected"), RULES)
def test_the_indices_that_may_be_taken(how, protected, expected):
    allowed = allowed_indices(protecting(*protected), **how)
    assert allowed is not None
    indices = (BACKGROUND, CAR, ROAD, SKY, VOID)
    assert [index for index in indices if allowed[index]] == expected


@pytest.mark.parametrize("over", [(), ("road",)])
def test_without_a_restriction_nothing_has_to_be_looked_at(over):
    assert allowed_indices(CLASSES, paints_over=over) is None


def test_a_restricted_shape_outside_of_the_image_stays_as_it_is():
    shape = square("car", 30, 30, 40, 40)
    assert restricted(shape, live_of(), np.zeros(256, np.bool_), 1) == [shape]


def test_the_part_outside_of_the_image_is_kept_with_what_is_left():
    allowed = np.arange(256) == BACKGROUND
    (piece,) = restricted(square("car", -5, 2, 10, 8), live_of(square("road", 4, 0, 12, 16)), allowed, 1)
    assert piece.bounds == (-5, 2, 4, 8)


def test_neighbours_that_share_an_edge_block_without_a_seam():
    allowed = np.arange(256) == BACKGROUND
    there = [
        polygon("road", [(5.3, 2), (9.1, 2), (8.7, 12), (5.3, 12)]),
        polygon("sky", [(9.1, 2), (13.2, 2), (13.2, 12), (8.7, 12)]),
    ]
    (piece,) = restricted(square("car", 0, 0, 20, 16), live_of(*there), allowed, 1)
    assert [len(hole) for hole in piece.holes] == [6]


def test_what_may_be_covered_opens_only_what_lies_below_it():
    allowed = (np.arange(256) == BACKGROUND) | (np.arange(256) == SKY)
    below, above = square("road", 4, 4, 10, 10), square("road", 7, 4, 10, 7)
    live = live_of(below, square("sky", 6, 3, 16, 12), above)
    pieces = restricted(square("car", 0, 0, 20, 16), live, allowed, 1)
    np.testing.assert_array_equal(mask_of(pieces, FRAME), live.label_map != ROAD)
    assert np.count_nonzero(live.label_map == ROAD) == 12 + 9


def test_of_several_regions_only_the_wanted_one_is_left():
    live = live_of(square("road", 8, 0, 12, 16))
    mask = live.label_map == BACKGROUND
    mask[:, 12:] = False
    area = allowed_area(
        box(*FRAME), Wanted(mask, FRAME, is_all=False), Painted.of(live, FRAME), np.arange(256) == BACKGROUND
    )
    assert area.bounds == (0, 0, 8, 16)


def test_pieces_become_a_group_unless_they_are_one_or_have_one():
    two = [square("car", 0, 0, 2, 2), square("car", 4, 0, 6, 2)]
    assert [shape.group_id for shape in grouped(two, 5)] == [5, 5]
    assert grouped(two[:1], 5) == two[:1]
    mine = [square("car", 0, 0, 2, 2, group_id=0), square("car", 4, 0, 6, 2, group_id=0)]
    assert grouped(mine, 5) == mine
