"""Shapes scaled, turned and mirrored: what kind they are afterwards, and which pixels they cover."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.geometry import ellipse_ring
from labeler.core.rasterizer import paint
from labeler.core.shapes import Bitmap, Ellipse, Shape, ShapeKind, as_points, polygon
from labeler.core.transforms import Transform, scaling, transformed, turning
from tests.core.tilings import SIZE, coverage, tilings

CENTRE = (20.0, 16.0)
RING = ((10, 8), (30, 8), (34, 20), (12, 24))
HOLE = ((15, 12), (20, 12), (20, 16))

factors = st.sampled_from([-2.0, -1.0, -0.5, 0.25, 1.0, 1.5])
degrees = st.sampled_from([-200.0, -90.0, -37.0, 0.0, 12.5, 45.0, 90.0, 180.0])
transforms = st.one_of(
    st.builds(scaling, st.just(CENTRE), factors, factors), st.builds(turning, st.just(CENTRE), degrees)
)


def rectangle(*corners, **fields) -> Shape:
    return Shape("car", as_points(corners), ShapeKind.RECTANGLE, **fields)


def ellipse(x=20, y=16, radius_x=8, radius_y=5, angle=0.0) -> Shape:
    parameters = Ellipse(x, y, radius_x, radius_y, angle)
    return Shape("car", ellipse_ring(*parameters), ShapeKind.ELLIPSE, ellipse=parameters)


def circle(x=20, y=16, radius=6) -> Shape:
    return Shape("car", as_points(((x, y), (x + radius, y))), ShapeKind.CIRCLE)


def mask(rows: str, left=10, top=5) -> Shape:
    pixels = np.array([[character == "#" for character in row] for row in rows.split()])
    height, width = pixels.shape
    points = as_points(((left, top), (left + width - 1, top + height - 1)))
    return Shape("car", points, ShapeKind.MASK, bitmap=Bitmap(pixels, "as read"))


def oriented(*corners) -> Shape:
    return Shape("car", as_points(corners), ShapeKind.ORIENTED_RECTANGLE)


EVERY = {
    "polygon": polygon("car", RING, [HOLE]),
    "rectangle": rectangle((10, 8), (30, 24)),
    "oriented": oriented((12, 8), (24, 14), (20, 22), (8, 16)),
    "circle": circle(),
    "ellipse": ellipse(angle=30),
    "mask": mask("### #.# ###"),
    "line": Shape("car", as_points(((3, 4), (9, 9))), ShapeKind.LINE),
    "points": Shape("car", as_points(((3, 4), (9, 9), (1, 1))), ShapeKind.POINTS),
}


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("transform", [scaling(CENTRE, 1, 1), turning(CENTRE, 0), turning(CENTRE, 360)])
def test_what_does_nothing_changes_nothing(name, transform):
    shape = EVERY[name]
    after = transformed(shape, transform)
    assert after.kind is shape.kind
    assert np.array_equal(after.points, shape.points)
    assert all(np.array_equal(one, other) for one, other in zip(after.holes, shape.holes, strict=True))


KINDS = [
    # name, scaled evenly, scaled across only, turned by 30 degrees, turned by 90, mirrored
    ("polygon", "polygon", "polygon", "polygon", "polygon", "polygon"),
    ("rectangle", "rectangle", "rectangle", "oriented_rectangle", "rectangle", "rectangle"),
    ("oriented", "oriented_rectangle", "polygon", *["oriented_rectangle"] * 3),
    ("circle", "circle", "ellipse", "circle", "circle", "circle"),
    ("ellipse", "ellipse", "ellipse", "ellipse", "ellipse", "ellipse"),
    ("mask", "polygon", "polygon", "polygon", "mask", "mask"),
    ("line", "line", "line", "line", "line", "line"),
    ("points", "points", "points", "points", "points", "points"),
]
MAPS = [
    scaling(CENTRE, 1.5, 1.5),
    scaling(CENTRE, 1.5, 1),
    turning(CENTRE, 30),
    turning(CENTRE, 90),
    scaling(CENTRE, -1, 1),
]


@pytest.mark.parametrize(
    ("name", "kinds"), [(row[0], row[1:]) for row in KINDS], ids=[row[0] for row in KINDS]
)
def test_kinds_are_kept_where_they_can_be(name, kinds):
    assert tuple(transformed(EVERY[name], each).kind.value for each in MAPS) == kinds


@pytest.mark.parametrize("name", ["polygon", "rectangle", "oriented", "circle", "ellipse"])
@given(transform=transforms)
@settings(max_examples=30, deadline=None)
def test_outlines_go_where_the_map_takes_them(name, transform):
    shape = EVERY[name]
    after = transformed(shape, transform)
    for before, now in zip(shape.rings, after.rings, strict=True):
        expected = transform.moved(before)
        # Curves and rectangles begin elsewhere and run the other way; the curve itself is the same.
        distances = np.hypot(*(now[:, None, :] - expected[None, :, :]).transpose(2, 0, 1))
        room = 0.02 if shape.kind is ShapeKind.POLYGON or len(before) == 4 else 0.75
        assert distances.min(axis=0).max() <= room
        assert distances.min(axis=1).max() <= room


def test_holes_of_every_kind_go_along():
    hole = np.array(HOLE, float)
    for shape in (
        polygon("car", RING, [HOLE]),
        rectangle((10, 8), (30, 24), holes=(hole,)),
        Shape("car", circle().points, ShapeKind.CIRCLE, holes=(hole,)),
    ):
        for transform in MAPS:
            after = transformed(shape, transform)
            assert np.allclose(after.holes[0], transform.moved(hole))


@pytest.mark.parametrize(("across", "down"), [(2, 0.5), (-1.5, 1), (0.3, 3)])
@given(angle=st.floats(-180, 180), ratio=st.sampled_from([1.0, 1.6, 7.0]))
@settings(max_examples=30, deadline=None)
def test_an_ellipse_stays_one_under_any_map(across, down, angle, ratio):
    shape = ellipse(radius_x=3 * ratio, radius_y=3, angle=angle)
    transform = scaling((4, 9), across, down)
    after = transformed(shape, transform)
    made = after.ellipse
    turn = np.radians(made.angle)
    offset = transform.moved(shape.points) - (made.x, made.y)
    along = (offset @ (np.cos(turn), np.sin(turn))) / made.radius_x
    beside = (offset @ (-np.sin(turn), np.cos(turn))) / made.radius_y
    assert np.allclose(np.hypot(along, beside), 1, atol=1e-6)


def test_an_ellipse_keeps_the_order_of_its_axes_where_they_stay_square():
    after = transformed(ellipse(radius_x=4, radius_y=9), scaling(CENTRE, 1, 2)).ellipse
    assert (after.radius_x, after.radius_y, after.angle) == (4, 18, 0)
    turned = transformed(ellipse(radius_x=4, radius_y=9), turning(CENTRE, 90)).ellipse
    assert (turned.radius_x, turned.radius_y, turned.angle) == (4, 9, 90)


def test_an_ellipse_without_width_goes_along():
    after = transformed(ellipse(radius_x=0.0, radius_y=3.0, angle=20.0), scaling(CENTRE, 2, 1)).ellipse
    assert np.isfinite(after).all()


class TestMasks:
    def pixels(self, shape: Shape) -> np.ndarray:
        canvas = np.zeros((40, 40), np.uint8)
        paint(canvas, [shape], [1])
        return canvas == 1

    @pytest.mark.parametrize(
        ("transform", "change"),
        [
            (scaling((20, 20), -1, 1), lambda pixels: pixels[:, ::-1]),
            (scaling((20, 20), 1, -1), lambda pixels: pixels[::-1]),
            (turning((20, 20), 90), lambda pixels: np.rot90(pixels, -1)),
            (turning((20, 20), -90), np.rot90),
            (turning((20, 20), 180), lambda pixels: pixels[::-1, ::-1]),
        ],
    )
    def test_mirrored_and_turned_by_quarters_the_pixels_go_along(self, transform, change):
        shape = mask("##.# #... ####", left=12, top=7)
        after = transformed(shape, transform)
        assert after.bitmap.encoded is None
        assert np.array_equal(self.pixels(after), change(self.pixels(shape)))

    def test_scaled_it_is_the_polygon_of_its_pixels_with_its_holes(self):
        after = transformed(mask("### #.# ###", left=10, top=10), scaling((10, 10), 2, 3))
        assert after.kind is ShapeKind.POLYGON
        assert after.bitmap is None
        expected = np.zeros((40, 40), bool)
        expected[10:19, 10:16] = True
        expected[13:16, 12:14] = False
        assert np.array_equal(self.pixels(after), expected)

    def test_one_of_several_pieces_stays_a_mask_of_the_pixels_inside(self):
        after = transformed(mask("#.# #.#", left=10, top=10), scaling((10, 10), 2, 2))
        assert after.kind is ShapeKind.MASK
        expected = np.zeros((40, 40), bool)
        expected[10:14, [10, 11, 14, 15]] = True
        assert np.array_equal(self.pixels(after), expected)

    def test_an_empty_one_stays_as_it_is(self):
        shape = mask("... ...")
        assert transformed(shape, turning(CENTRE, 20)) is shape


def test_turns_by_quarters_are_exact():
    ring = np.array(RING, float)
    turned = polygon("car", ring)
    for _ in range(4):
        turned = transformed(turned, turning(CENTRE, 90))
    assert np.array_equal(turned.points, ring)
    assert turning(CENTRE, 450) == turning(CENTRE, 90)


def test_what_is_left_alone_stays_bit_for_bit():
    ring = np.random.default_rng(3).uniform(0, 1e4, (50, 2))
    after = scaling((0.1, 0.3), 1.7, 1.0).moved(ring)
    assert np.array_equal(after[:, 1], ring[:, 1])


def test_class_group_and_notes_stay():
    shape = polygon("car", RING, group_id=4, description="seen", flags={"far": True}, is_locked=True)
    after = transformed(shape, turning(CENTRE, 33))
    assert (after.class_name, after.group_id, after.description) == ("car", 4, "seen")
    assert (after.flags, after.is_locked) == ({"far": True}, True)


@given(tilings, st.sampled_from([scaling((30, 24), -1, 1), turning((30, 24), 180), scaling((30, 24), 1, -1)]))
@settings(max_examples=20, deadline=None)
def test_a_mirrored_tiling_is_one(shapes, transform):
    assert (coverage([transformed(shape, transform) for shape in shapes], SIZE) == 1).all()


@given(tilings, transforms)
@settings(max_examples=20, deadline=None)
def test_neighbours_keep_the_vertices_they_share(shapes, transform: Transform):
    before = {tuple(point) for shape in shapes for point in shape.points.tolist()}
    after = {tuple(point) for shape in shapes for point in transformed(shape, transform).points.tolist()}
    assert len(after) == len(before)
