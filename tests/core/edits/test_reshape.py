"""Simplifying and smoothing shapes: alone, with their neighbours, on a slider, and back."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.annotation import Annotation
from labeler.core.classes import ClassTable
from labeler.core.edits.reshape import Reshaping
from labeler.core.errors import GeometryError
from labeler.core.geometry import ellipse_ring
from labeler.core.live_label_map import LiveLabelMap
from labeler.core.shape_index import ShapeIndex
from labeler.core.shapes import Bitmap, Ellipse, Shape, ShapeKind, polygon
from tests.core.tilings import SIZE, coverage, grid, tilings

ROUGH = ((5, 5), (10, 5.4), (15, 5), (20, 5.3), (25, 5), (25, 20), (5, 20))
RIGHT = ((25, 5), (40, 5), (40, 20), (32, 20.4), (25, 20))


class Reshaped:
    """An annotation, and the reshaping of some of its shapes."""

    def __init__(self, shapes, selection, locked=(), size=SIZE) -> None:
        self.annotation = Annotation(size, list(shapes))
        self.start = list(shapes)
        self.index = ShapeIndex(self.annotation.shapes)
        self.work = Reshaping(
            self.annotation, self.index, selection, size, lambda position: position not in locked
        )

    @property
    def shapes(self) -> list[Shape]:
        return self.annotation.shapes

    def push(self, edit):
        self.index.update(edit.apply(self.annotation))
        return edit


@given(tilings, st.data(), st.sampled_from([0.5, 2.0, 9.0]))
@settings(max_examples=40, deadline=None)
def test_no_set_of_neighbours_gets_a_gap_or_an_overlap(shapes, data, amount):
    places = st.sets(st.integers(0, len(shapes) - 1), min_size=1)
    chosen, locked = data.draw(places), data.draw(places)
    desk = Reshaped(shapes, sorted(chosen), locked - chosen)
    follow, smooths = data.draw(st.booleans()), data.draw(st.booleans())
    edit = desk.work.smooth(amount, follow=follow) if smooths else desk.work.simplify(amount, follow=follow)
    desk.push(edit)
    assert (coverage(desk.shapes, SIZE) == 1).all()
    assert all(shapely.polygons(shape.points).is_valid for shape in desk.shapes)
    for place, shape in enumerate(shapes):
        if place not in edit.positions or place in locked - chosen or not (follow or place in chosen):
            assert desk.shapes[place] is shape
    edit.revert(desk.annotation)
    assert all(now is before for now, before in zip(desk.shapes, shapes, strict=True))


@given(tilings, st.sampled_from([0.3, 1.0, 4.0]))
@settings(max_examples=25, deadline=None)
def test_no_vertex_that_goes_lies_farther_than_the_tolerance(shapes, tolerance):
    desk = Reshaped(shapes, range(len(shapes)))
    desk.push(desk.work.simplify(tolerance))
    for before, after in zip(shapes, desk.shapes, strict=True):
        outline = shapely.polygons(after.points).exterior
        assert shapely.distance(shapely.points(before.points), outline).max() <= tolerance + 1e-6


@given(tilings, st.lists(st.sampled_from([0.0, 0.5, 1.5, 6.0]), min_size=1, max_size=5))
@settings(max_examples=25, deadline=None)
def test_the_label_map_follows_every_move_of_the_slider(shapes, amounts):
    classes = ClassTable().with_names(["car", "road"])
    named = [polygon("car" if place % 2 else "road", shape.points) for place, shape in enumerate(shapes)]
    desk = Reshaped(named, (0, len(named) - 1))
    live = LiveLabelMap(desk.annotation, SIZE, classes, desk.index)
    steps = []
    for amount in amounts:
        steps.append(desk.work.simplify(amount, gesture="slider"))
        change = steps[-1].apply(desk.annotation)
        desk.index.update(change)
        live.update(change)
        fresh = LiveLabelMap(desk.annotation, SIZE, classes, desk.index)
        assert np.array_equal(live.label_map, fresh.label_map)
    whole = steps[0]
    for step in steps[1:]:
        whole = whole.merged(step)
    live.update(whole.revert(desk.annotation))
    fresh = LiveLabelMap(desk.annotation, SIZE, classes, ShapeIndex(desk.annotation.shapes))
    assert np.array_equal(live.label_map, fresh.label_map)


def test_each_amount_counts_from_the_beginning_and_all_are_one_step():
    desk = Reshaped([polygon("car", ROUGH)], [0])
    first = desk.push(desk.work.simplify(3, gesture="slider"))
    assert desk.work.vertices == (7, 4)
    second = desk.push(desk.work.simplify(0.35, gesture="slider"))
    assert desk.work.vertices == (7, 5)
    merged = first.merged(second)
    assert not merged.is_empty
    assert merged.text == "Simplify shape"
    nothing = merged.merged(desk.push(desk.work.put_back("slider")))
    assert nothing.is_empty
    assert desk.shapes[0] is desk.start[0]


def test_a_shared_border_changes_in_the_neighbour_too_or_stays():
    rough = [(25, 20), (25.3, 15), (25, 10), (25, 5)]
    left = polygon("car", [(5, 5), (25, 5), *rough[1:3][::-1], (25, 20), (5, 20)])
    right = polygon("road", [(40, 5), (40, 20), *rough])
    desk = Reshaped([left, right], [0])
    assert desk.work.has_neighbours
    assert desk.work.positions == (0, 1)
    desk.push(desk.work.simplify(1))
    assert [len(shape.points) for shape in desk.shapes] == [4, 4]
    alone = Reshaped([left, right], [0])
    alone.push(alone.work.simplify(1, follow=False))
    assert alone.shapes[1] is right
    assert alone.shapes[0] is left


def test_a_locked_neighbour_stays_and_so_does_the_border_with_it():
    left, right = polygon("car", ROUGH), polygon("road", RIGHT)
    desk = Reshaped([left, right], [0], locked=[1])
    assert not desk.work.has_neighbours
    desk.push(desk.work.simplify(1))
    assert desk.shapes[0].points.tolist() == [[25, 5], [25, 20], [5, 20], [5, 5]]
    assert desk.shapes[1] is right


def test_the_border_of_the_image_keeps_its_corners():
    shapes = grid(2, 2, 24.0, 3)
    desk = Reshaped(shapes, range(4), size=(48, 48))
    desk.push(desk.work.smooth(6))
    assert (coverage(desk.shapes, (48, 48)) == 1).all()
    corners = {(0, 0), (48, 0), (48, 48), (0, 48)}
    assert corners <= {tuple(point) for shape in desk.shapes for point in shape.points.tolist()}


def test_what_lies_between_the_corners_of_the_image_goes():
    ring = [
        (0, 0),
        (20, 0),
        (40, 0),
        (60, 0),
        (60, 10),
        (58, 20),
        (61, 30),
        (59, 48),
        (30, 48),
        (0, 48),
        (0, 5),
    ]
    desk = Reshaped([polygon("car", [(min(x, 60), y) for x, y in ring])], [0])
    desk.push(desk.work.simplify(100))
    assert {(0, 0), (60, 0), (0, 48)} <= set(map(tuple, desk.shapes[0].points.tolist()))
    assert not {(20, 0), (40, 0), (30, 48), (0, 5)} & set(map(tuple, desk.shapes[0].points.tolist()))


def test_holes_are_reshaped_like_outlines():
    hole = ellipse_ring(15, 12, 4, 4)
    shape = polygon("car", ROUGH, [hole], group_id=3, flags={"seen": True})
    desk = Reshaped([shape], [0])
    desk.push(desk.work.simplify(0.5))
    after = desk.shapes[0]
    assert len(after.points) == 4
    assert 4 <= len(after.holes[0]) < len(hole)
    assert (after.group_id, after.flags, after.class_name) == (3, {"seen": True}, "car")


def test_a_kind_that_does_not_change_is_kept():
    box = Shape("car", np.array(((5, 5), (20, 20))), ShapeKind.RECTANGLE)
    desk = Reshaped([box], [0])
    desk.push(desk.work.simplify(3))
    assert desk.shapes[0] is box
    desk.push(desk.work.smooth(2))
    assert desk.shapes[0].kind is ShapeKind.POLYGON


def test_an_ellipse_becomes_a_polygon():
    ellipse = Ellipse(30, 20, 20, 8, 30)
    shape = Shape("car", ellipse_ring(*ellipse), ShapeKind.ELLIPSE, ellipse=ellipse)
    desk = Reshaped([shape], [0])
    desk.push(desk.work.simplify(0.5))
    assert desk.shapes[0].kind is ShapeKind.POLYGON
    assert desk.shapes[0].ellipse is None
    assert desk.work.vertices[0] == len(shape.points)


def test_what_has_no_outline_is_refused_and_stays_beside_others():
    mask = Shape("car", np.array(((5, 5), (6, 6))), ShapeKind.MASK, bitmap=Bitmap(np.ones((2, 2), bool)))
    line = Shape("car", np.array(((5, 5), (9, 5))), ShapeKind.LINE)
    far = polygon("car", ((1, 1), (float("nan"), 2), (3, 3)))
    for shape in (mask, line, far):
        with pytest.raises(GeometryError, match="Convert masks to polygons first"):
            Reshaped([shape], [0])
    desk = Reshaped([mask, polygon("car", ROUGH)], [0, 1])
    assert desk.work.selection == (1,)
    desk.push(desk.work.simplify(1))
    assert desk.shapes[0] is mask


def test_several_shapes_are_named_in_the_menu():
    desk = Reshaped([polygon("car", ROUGH), polygon("road", RIGHT)], [0, 1])
    assert desk.work.smooth(1).text == "Smooth 2 shapes"
    assert desk.work.simplify(1).text == "Simplify 2 shapes"


def test_only_the_box_of_what_moves_is_drawn_anew():
    desk = Reshaped([polygon("car", ROUGH), polygon("road", ((50, 40), (55, 40), (52, 45)))], [0, 1])
    box = desk.work.simplify(1).dirty
    assert (box.left, box.top, box.right, box.bottom) == (5, 5, 25, 20)
    assert desk.work.simplify(1).dirty.is_empty
