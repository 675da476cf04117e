from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.classes import ClassTable
from labeler.core.gaps import Gap, GapKind, find_gaps, gap_mask, scan_gaps, without_drawn
from labeler.core.geometry import PixelRect
from labeler.core.shape_index import ShapeIndex
from labeler.core.shapes import Shape, polygon
from tests.reference.label_maps import borders_by_looking, holds_square, label_maps, regions_by_flooding


def gaps_by_looking(label_map, below):
    """What `find_gaps` should find, region by region."""
    numbers = regions_by_flooding(label_map)
    found = []
    for number in range(numbers.max(initial=-1) + 1):
        region = numbers == number
        pixels = int(region.sum())
        rows, columns = np.nonzero(region)
        index = int(label_map[rows[0], columns[0]])
        box = PixelRect(*map(int, (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)))
        height, width = region.shape
        is_enclosed = box.left > 0 and box.top > 0 and box.right < width and box.bottom < height
        is_gap = index == 0 and (is_enclosed or not holds_square(region, below))
        if pixels == region.size or not (pixels < below or is_gap):
            continue
        kind = GapKind.SLIVER if pixels < below else GapKind.GAP
        borders = borders_by_looking(label_map, region).items()
        neighbours = sorted(borders, key=lambda each: (each[0] == 0, -each[1], each[0]))
        start = (int(columns[0]), int(rows[0]))
        found.append(Gap(kind, index, pixels, box, start, tuple(neighbours)))
    return sorted(found, key=lambda gap: -gap.pixels)


@settings(deadline=None)  # the first call compiles
@given(label_maps(), st.integers(1, 12))
def test_gaps_are_those_that_looking_at_every_region_finds(label_map, below):
    assert find_gaps(label_map, below=below) == gaps_by_looking(label_map, below)


def test_the_plain_functions_find_the_same(plain_kernels):
    label_map = np.random.default_rng(2).choice(np.array([0, 0, 3, 9], np.uint8), (24, 20))
    assert find_gaps(label_map, below=4) == gaps_by_looking(label_map, 4)


def painted(*parts, size=(60, 40)):
    """A label map of rectangles (index, left, top, right, bottom)."""
    label_map = np.zeros(size[::-1], np.uint8)
    for index, left, top, right, bottom in parts:
        label_map[top:bottom, left:right] = index
    return label_map


def test_background_in_the_middle_of_a_shape_is_a_gap_however_large():
    (gap,) = find_gaps(painted((1, 0, 0, 60, 40), (0, 5, 5, 50, 35)))
    assert gap == Gap(GapKind.GAP, 0, 45 * 30, PixelRect(5, 5, 50, 35), (5, 5), ((1, 150),))


def test_open_background_is_none_but_a_strip_to_the_border_is():
    roads = painted((1, 0, 0, 28, 40), (2, 31, 0, 60, 40))
    (strip,) = find_gaps(roads)
    assert (strip.kind, strip.pixels, strip.neighbours) == (GapKind.GAP, 120, ((1, 40), (2, 40)))
    # The strip is 3 pixels wide: a square of 3 x 3 fits into it.
    assert find_gaps(roads, below=3) == []
    assert find_gaps(painted((1, 10, 10, 20, 20))) == []
    assert find_gaps(painted()) == []
    assert find_gaps(painted((7, 0, 0, 60, 40))) == []


def test_what_is_smaller_than_k_is_a_sliver_also_of_a_class():
    label_map = painted((1, 0, 0, 60, 40), (2, 10, 10, 14, 12), (0, 20, 20, 21, 23), (0, 0, 0, 3, 1))
    assert [(gap.kind, gap.index, gap.pixels) for gap in find_gaps(label_map)] == [
        (GapKind.SLIVER, 2, 8),
        (GapKind.SLIVER, 0, 3),
        (GapKind.SLIVER, 0, 3),
    ]
    assert find_gaps(label_map, below=8) == find_gaps(label_map)[1:]


def test_a_gap_goes_to_the_class_with_the_longest_border_and_never_to_background():
    label_map = painted((3, 0, 0, 60, 10), (5, 0, 10, 60, 40), (0, 10, 9, 14, 11))
    (gap,) = find_gaps(label_map)
    assert gap.neighbours == ((3, 6), (5, 6))
    assert gap.neighbour == 3
    (speck,) = find_gaps(painted((4, 10, 10, 12, 12)))
    assert (speck.index, speck.neighbours, speck.neighbour) == (4, ((0, 8),), None)
    (corner,) = find_gaps(painted((1, 0, 0, 60, 5), (4, 10, 5, 12, 12)))
    assert corner.neighbours == ((1, 2), (0, 16))
    assert corner.neighbour == 1


def test_a_scan_ends_with_the_gaps():
    steps = scan_gaps(painted((1, 0, 0, 60, 40), (0, 5, 5, 9, 9)))
    shares = []

    def told():
        gaps.extend((yield from steps))

    gaps = []
    shares.extend(told())
    assert shares == sorted(shares)
    assert [gap.pixels for gap in gaps] == [16]


@settings(deadline=None)
@given(label_maps())
def test_the_mask_of_a_gap_has_its_pixels_and_no_other(label_map):
    numbers = regions_by_flooding(label_map)
    for gap in find_gaps(label_map, below=6):
        box = gap.box
        region = numbers == numbers[gap.start[1], gap.start[0]]
        np.testing.assert_array_equal(
            gap_mask(label_map, gap), region[box.top : box.bottom, box.left : box.right]
        )


def test_a_gap_that_has_changed_or_gone_has_no_mask():
    label_map = painted((1, 0, 0, 60, 40), (0, 5, 5, 9, 9))
    (gap,) = find_gaps(label_map)
    assert gap_mask(label_map, gap) is not None
    label_map[5, 5] = 1
    assert gap_mask(label_map, gap) is None
    label_map[5:9, 5:9] = 0
    assert gap_mask(label_map, gap) is not None
    label_map[9, 5:9] = 0
    assert gap_mask(label_map, gap) is None
    label_map[5:10, 5:9] = 2
    assert gap_mask(label_map, gap) is None
    assert gap_mask(label_map[:7, :7], gap) is None


def box(class_name, left, top, right, bottom):
    return polygon(class_name, [(left, top), (right, top), (right, bottom), (left, bottom)])


@pytest.mark.parametrize(
    ("small", "is_listed"),
    [
        (box("dog", 10, 10, 14, 12), False),
        (box("dog", 9.2, 10.6, 14.4, 12.4), False),
        (box("cat", 10, 10, 14, 12), True),
        (box("dog", 10, 10, 14, 30), True),
        (box("dog", 30, 10, 34, 12), True),
        (Shape("unknown", [(10, 10), (14, 10), (14, 12)]), True),
    ],
)
def test_a_sliver_that_was_drawn_so_small_is_no_leftover(small, is_listed):
    classes = ClassTable().with_class("cat").with_class("dog")
    shapes = [box("cat", 0, 0, 60, 40), small]
    label_map = painted((1, 0, 0, 60, 40), (2, 10, 10, 14, 12), (0, 40, 30, 42, 32))
    kept = without_drawn(find_gaps(label_map), shapes, ShapeIndex(shapes).boxes, classes)
    assert [gap.index for gap in kept] == ([2, 0] if is_listed else [0])


def test_background_is_left_over_whatever_was_drawn_there():
    shapes = [box("background", 40, 30, 42, 32)]
    label_map = painted((1, 0, 0, 60, 40), (0, 40, 30, 42, 32))
    gaps = find_gaps(label_map)
    assert without_drawn(gaps, shapes, ShapeIndex(shapes).boxes, ClassTable()) == gaps
    assert without_drawn([], [], ShapeIndex([]).boxes, ClassTable()) == []
