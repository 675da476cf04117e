from __future__ import annotations

import numpy as np
import pytest

from labeler.core.arcs import Arc
from labeler.core.pixel_outlines import PixelBorders, through_middles
from labeler.core.rasterizer import rasterize
from labeler.core.shapes import polygon
from labeler.core.vectorizer import mask_polygons

CLASSES = {"it": 1}


def outlines_of(mask):
    return [(exterior, *holes) for exterior, holes in mask_polygons(mask)]


def straightened(outlines, size, tolerance, kept=()):
    return PixelBorders(outlines, size).straightened(tolerance, kept)


def mask_of(ring, size):
    return rasterize([polygon("it", ring)], size, CLASSES) == 1


def test_stairs_are_led_through_the_middles_of_their_steps():
    arc = Arc(np.array([(0, 0), (1, 0), (1, 1), (2, 1), (2, 2), (3, 2)], float), is_ring=False, owners=(0,))
    middles = [(0, 0), (0.5, 0), (1, 0.5), (1.5, 1), (2, 1.5), (2.5, 2), (3, 2)]
    np.testing.assert_array_equal(through_middles([arc])[0], middles)


def test_corners_between_long_parts_stay():
    ring = Arc(np.array([(0, 0), (4, 0), (4, 3), (0, 3)], float), is_ring=True, owners=(0,))
    line = through_middles([ring])[0].tolist()
    assert all(corner in line for corner in ring.points.tolist())


def test_a_rectangle_keeps_its_four_corners():
    mask = np.zeros((12, 16), bool)
    mask[3:9, 4:13] = True
    ((ring,),) = straightened(outlines_of(mask), (16, 12), 0.8)
    assert sorted(ring.tolist()) == [[4, 3], [4, 9], [13, 3], [13, 9]]


@pytest.mark.parametrize("slope", [0.05, 0.2, 1 / 3, 0.7, 1.0])
def test_a_slanting_edge_becomes_one_line(slope):
    width = 200
    top = 20.0
    drawn = mask_of([(10, top), (190, top + 180 * slope), (190, 250), (10, 250)], (width, 260))
    ((ring,),) = straightened(outlines_of(drawn), (width, 260), 0.8)
    assert len(ring) <= 8
    changed = np.count_nonzero(mask_of(ring, (width, 260)) != drawn)
    assert changed < 120


def test_a_circle_becomes_a_polygon_of_few_vertices_that_is_nearly_it():
    yy, xx = np.mgrid[:100, :100] + 0.5
    mask = np.hypot(xx - 50, yy - 50) < 40
    (before,) = outlines_of(mask)
    ((ring,),) = straightened([before], (100, 100), 0.8)
    assert len(ring) < 40 < len(before[0])
    radii = np.hypot(*(ring - 50).T)
    assert radii.min() > 38.5
    assert radii.max() < 41.5


def test_what_lies_on_the_border_of_the_image_stays_there():
    mask = np.zeros((20, 20), bool)
    mask[np.tril_indices(20)] = True
    ((ring,),) = straightened(outlines_of(mask), (20, 20), 1.0)
    corners = ring.tolist()
    assert [0, 20] in corners
    assert [20, 20] in corners
    assert [0, 0] in corners


def test_outlines_that_are_kept_stay_as_they_are_and_their_neighbours_follow_them():
    mask = np.zeros((20, 20), bool)
    mask[np.tril_indices(20)] = True
    both = [*outlines_of(mask), *outlines_of(~mask)]
    made = straightened(both, (20, 20), 1.0, kept={0})
    assert made[0][0] is both[0][0]
    assert len(made[1][0]) == len(both[1][0])


def test_a_single_pixel_stays_a_pixel():
    mask = np.zeros((5, 5), bool)
    mask[2, 2] = True
    ((ring,),) = straightened(outlines_of(mask), (5, 5), 2.0)
    np.testing.assert_array_equal(mask_of(ring, (5, 5)), mask)


def test_many_arcs_at_once_are_what_each_is_alone():
    ring = Arc(np.array([(0, 0), (4, 0), (4, 1), (5, 1), (5, 3), (0, 3)], float), is_ring=True, owners=(0,))
    line = Arc(np.array([(7, 0), (7, 2), (9, 2), (9, 3)], float), is_ring=False, owners=(0,))
    arcs = [ring, line, line, ring]
    for arc, found in zip(arcs, through_middles(arcs), strict=True):
        np.testing.assert_array_equal(found, through_middles([arc])[0])


def test_nothing_is_made_of_nothing():
    assert straightened([], (5, 5), 1.0) == []
