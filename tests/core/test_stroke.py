"""A stroke covers the stamp at every pixel along its way, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.geometry import PixelRect
from labeler.core.regions import find_regions
from labeler.core.stroke import Stamp, Stroke, stamp_of
from labeler.core.vectorizer import mask_polygons

SIZE = (40, 30)
PLACES = st.tuples(st.floats(-12, 52), st.floats(-12, 42))


def whole(stroke: Stroke) -> np.ndarray:
    """The stroke in the whole image."""
    pixels = np.zeros((SIZE[1], SIZE[0]), bool)
    left, top, right, bottom = stroke.bounds
    pixels[top:bottom, left:right] = stroke.covered
    return pixels


def stamped(stamp: Stamp, corner: tuple[int, int], pixels: np.ndarray) -> None:
    """Stamp pixel by pixel."""
    for row in range(stamp.size):
        for column in range(stamp.size):
            x, y = corner[0] + column, corner[1] + row
            if stamp.pixels[row, column] and 0 <= x < SIZE[0] and 0 <= y < SIZE[1]:
                pixels[y, x] = True


@pytest.mark.parametrize(
    ("size", "rows"),
    [
        (1, ["#"]),
        (2, ["##", "##"]),
        (4, [".##.", "####", "####", ".##."]),
        (5, [".###.", "#####", "#####", "#####", ".###."]),
        (6, [".####.", "######", "######", "######", "######", ".####."]),
    ],
)
def test_a_round_stamp_has_the_pixels_with_their_centre_in_the_circle(size, rows) -> None:
    drawn = ["".join(".#"[int(pixel)] for pixel in row) for row in stamp_of(size).pixels]
    assert drawn == rows


@pytest.mark.parametrize("size", [1, 2, 3, 8, 31, 200])
def test_a_square_stamp_is_full_and_a_round_one_is_symmetric(size: int) -> None:
    assert stamp_of(size, is_square=True).pixels.all()
    pixels = stamp_of(size).pixels
    assert np.array_equal(pixels, pixels.T)
    assert np.array_equal(pixels, pixels[::-1])
    assert (stamp_of(size).ends > stamp_of(size).begins).all()
    centres = np.arange(size) + 0.5 - size / 2
    assert np.array_equal(pixels, centres**2 + centres[:, None] ** 2 <= (size / 2) ** 2)


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 15, 16, 200])
@pytest.mark.parametrize("is_square", [False, True])
def test_the_ring_of_a_stamp_runs_around_its_pixels_without_a_vertex_to_spare(size, is_square) -> None:
    stamp = stamp_of(size, is_square=is_square)
    ((exterior, holes),) = mask_polygons(stamp.pixels)
    assert holes == ()
    assert set(stamp.ring) == {tuple(place) for place in exterior.tolist()}
    assert len(stamp.ring) == len(exterior)
    edges = zip(stamp.ring, [*stamp.ring[1:], stamp.ring[0]], strict=True)
    area = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in edges)
    assert area / 2 == stamp.pixels.sum()


@pytest.mark.parametrize(
    ("size", "place", "corner"),
    [
        (1, (5.0, 5.99), (5, 5)),
        (1, (-0.2, 0.0), (-1, 0)),
        (2, (5.4, 5.6), (4, 5)),
        (3, (5.5, 5.5), (4, 4)),
        (4, (6.0, 6.0), (4, 4)),
    ],
)
def test_a_stamp_lies_evenly_around_the_pointer(size, place, corner) -> None:
    assert stamp_of(size).corner(place) == corner
    assert stamp_of(size).box(place) == PixelRect(*corner, corner[0] + size, corner[1] + size)


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 12), st.booleans(), st.lists(PLACES, min_size=1, max_size=5))
def test_a_stroke_is_the_union_of_stamps_along_straight_lines(size, is_square, places) -> None:
    stamp = stamp_of(size, is_square=is_square)
    stroke, expected = Stroke(stamp, SIZE), np.zeros((SIZE[1], SIZE[0]), bool)
    for start, end in zip([places[0], *places], places, strict=False):
        rect = stroke.add(start, end)
        (x0, y0), (x1, y1) = stamp.corner(start), stamp.corner(end)
        steps = max(abs(x1 - x0), abs(y1 - y0), 1)
        before = expected.copy()
        last = None
        for step in range(steps + 1):
            corner = (
                x0 + int(np.rint(step / steps * (x1 - x0))),
                y0 + int(np.rint(step / steps * (y1 - y0))),
            )
            stamped(stamp, corner, expected)
            if size == 1 and last is not None:
                stamped(stamp, (corner[0], last[1]), expected)
            last = corner
        rows, columns = np.nonzero(expected & ~before)
        if len(rows):
            assert rect.left <= columns.min() <= columns.max() < rect.right
            assert rect.top <= rows.min() <= rows.max() < rect.bottom
    assert np.array_equal(whole(stroke), expected)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 9), st.booleans(), PLACES, PLACES)
def test_a_fast_move_leaves_no_gap(size, is_square, start, end) -> None:
    stroke = Stroke(stamp_of(size, is_square=is_square), (100, 100))
    stroke.add((start[0] + 20, start[1] + 20), (end[0] + 20, end[1] + 20))
    regions = find_regions(np.pad(stroke.covered, 1).view(np.uint8))
    assert len(set(regions.region[regions.indices == 1].tolist())) == 1


def test_only_allowed_pixels_are_taken() -> None:
    stroke = Stroke(stamp_of(3, is_square=True), SIZE)
    rect = stroke.box((5, 5), (9, 5))
    allowed = np.zeros((rect.height, rect.width), bool)
    allowed[1] = True
    stroke.add((5, 5), (9, 5), allowed)
    assert np.argwhere(whole(stroke))[:, 0].tolist() == [rect.top + 1] * rect.width


def test_beside_the_image_nothing_is_painted() -> None:
    stroke = Stroke(stamp_of(5), SIZE)
    assert stroke.add((-20, -20), (-10, -10)).is_empty
    assert stroke.bounds.is_empty
    assert not stroke.covered.any()


def test_a_long_stroke_seldom_takes_a_new_array() -> None:
    stroke = Stroke(stamp_of(9), (4000, 4000))
    arrays = set()
    for step in range(400):
        stroke.add((step * 9, step * 9), (step * 9 + 9, step * 9 + 9))
        arrays.add(id(stroke.pixels))
    assert len(arrays) < 12
    assert stroke.frame.right <= 4000
