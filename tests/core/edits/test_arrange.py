"""Raising, lowering and moving shapes to front and back keep their order and are undone exactly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.core.annotation import Annotation
from labeler.core.edits.arrange import (
    bring_to_front,
    lower_shapes,
    move_shapes_in_order,
    raise_shapes,
    send_to_back,
)
from labeler.core.shapes import Shape, polygon


def squares(count: int) -> Annotation:
    shapes = [polygon(str(place), [(place, 0), (place + 4, 0), (place + 4, 4)]) for place in range(count)]
    return Annotation((100, 100), shapes)


def order(annotation: Annotation) -> str:
    return "".join(shape.class_name for shape in annotation.shapes)


@pytest.mark.parametrize(
    ("chosen", "raised", "lowered"),
    [
        ([1], "0213", "1023"),
        ([0], "1023", None),
        ([3], None, "0132"),
        ([1, 2], "0312", "1203"),
        ([0, 2], "1032", "0213"),
        ([2, 3], None, "0231"),
        ([0, 1, 2, 3], None, None),
        ([], None, None),
    ],
)
def test_shapes_move_one_place_and_keep_their_order(chosen, raised, lowered) -> None:
    for shift, expected in ((raise_shapes, raised), (lower_shapes, lowered)):
        annotation = squares(4)
        edit = shift(annotation, chosen)
        if edit is not None:
            edit.apply(annotation)
        assert (order(annotation) if edit is not None else None) == expected


@given(st.integers(1, 8).flatmap(lambda count: st.tuples(st.just(count), st.sets(st.integers(0, count - 1)))))
def test_raising_is_undone_exactly_and_touches_only_what_moved(case: tuple[int, set[int]]) -> None:
    count, chosen = case
    annotation = squares(count)
    before: list[Shape] = list(annotation.shapes)
    edit = raise_shapes(annotation, sorted(chosen))
    if edit is None:
        return
    change = edit.apply(annotation)
    assert sorted(order(annotation)) == sorted(shape.class_name for shape in before)
    passed = [shape for place, shape in enumerate(before) if change.order[place] > place]
    assert all(change.bounds.left <= shape.bounds.right for shape in passed)
    edit.revert(annotation)
    assert annotation.shapes == before


def test_bounds_hold_the_shapes_that_were_chosen() -> None:
    annotation = squares(3)
    edit = raise_shapes(annotation, [0])
    assert edit is not None
    assert edit.bounds == annotation.shapes[0].bounds
    assert edit.text == "Raise shape"


@pytest.mark.parametrize(
    ("chosen", "in_front", "at_the_back"),
    [
        ([1], "0231", "1023"),
        ([0, 2], "1302", "0213"),
        ([3], None, "3012"),
        ([0], "1230", None),
        ([2, 3], None, "2301"),
        ([0, 1, 2, 3], None, None),
        ([], None, None),
    ],
)
def test_shapes_come_to_the_front_or_the_back_in_their_order(chosen, in_front, at_the_back) -> None:
    words = {bring_to_front: "Bring to front", send_to_back: "Send to back"}
    for move, expected in ((bring_to_front, in_front), (send_to_back, at_the_back)):
        annotation = squares(4)
        edit = move(annotation, chosen)
        if expected is None:
            assert edit is None
            continue
        assert edit is not None
        edit.apply(annotation)
        assert (order(annotation), edit.text) == (expected, words[move])
        edit.revert(annotation)
        assert order(annotation) == "0123"


class TestMoveInOrder:
    @staticmethod
    def order_after(count: int, positions: list[int], target: int) -> list[int] | None:
        shapes = [polygon("cat", [(place, 0), (place + 1, 0), (place, 1)]) for place in range(count)]
        annotation = Annotation((20, 20), list(shapes))
        edit = move_shapes_in_order(annotation, positions, target)
        if edit is None:
            return None
        edit.apply(annotation)
        now = [shapes.index(shape) for shape in annotation.shapes]
        edit.revert(annotation)
        assert annotation.shapes == shapes
        return now

    @pytest.mark.parametrize(
        ("positions", "target", "wanted"),
        [
            ([0], 3, [1, 2, 0, 3, 4]),
            ([4], 0, [4, 0, 1, 2, 3]),
            ([0, 2], 5, [1, 3, 4, 0, 2]),
            ([3, 1], 2, [0, 1, 3, 2, 4]),
            ([2], 2, None),
            ([2], 3, None),
            ([], 3, None),
        ],
    )
    def test_the_shapes_stand_together_before_the_target(self, positions, target, wanted):
        assert self.order_after(5, positions, target) == wanted

    @given(st.sets(st.integers(0, 7)), st.integers(0, 8))
    def test_the_order_within_both_parts_stays(self, chosen, target):
        now = self.order_after(8, sorted(chosen), target) or list(range(8))
        assert [place for place in now if place in chosen] == sorted(chosen)
        assert [place for place in now if place not in chosen] == sorted(set(range(8)) - chosen)
