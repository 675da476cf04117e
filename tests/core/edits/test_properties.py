"""What is said of shapes."""

from __future__ import annotations

import pytest

from labeler.core.annotation import Annotation
from labeler.core.edits.properties import (
    free_group,
    group_shapes,
    set_flags,
    set_group,
    set_locked,
    set_note,
    ungroup_shapes,
    with_groups,
)
from labeler.core.shapes import polygon

RING = [(0, 0), (10, 0), (10, 10)]


@pytest.fixture
def annotation() -> Annotation:
    shapes = [
        polygon("cat", RING),
        polygon("dog", RING, group_id=1, description="old", flags={"truncated": False}),
        polygon("cat", RING, group_id=3, is_locked=True),
    ]
    return Annotation((20, 20), shapes)


def contents(annotation: Annotation) -> list[tuple]:
    return [(each.group_id, each.description, dict(each.flags), each.is_locked) for each in annotation.shapes]


@pytest.mark.parametrize(
    ("make", "place", "wanted"),
    [
        (lambda annotation: set_group(annotation, [0, 1], 7), 0, (7, 7, 3)),
        (lambda annotation: set_group(annotation, [1, 2], None), 0, (None, None, None)),
        (lambda annotation: set_note(annotation, [0, 2], "far"), 1, ("far", "old", "far")),
        (lambda annotation: set_locked(annotation, [0], True), 3, (True, False, True)),
        (lambda annotation: set_locked(annotation, [0, 1, 2], False), 3, (False, False, False)),
    ],
)
def test_an_edit_sets_one_thing_and_undo_brings_back_what_was(annotation, make, place, wanted):
    before = contents(annotation)
    edit = make(annotation)
    change = edit.apply(annotation)
    assert tuple(each[place] for each in contents(annotation)) == wanted
    assert change.bounds.is_empty
    rest = [each[:place] + each[place + 1 :] for each in contents(annotation)]
    assert rest == [each[:place] + each[place + 1 :] for each in before]
    edit.revert(annotation)
    assert contents(annotation) == before


def test_only_shapes_that_change_are_replaced(annotation):
    assert set_group(annotation, [0, 1, 2], 1).positions == (0, 2)
    assert set_locked(annotation, [2], True) is None
    assert set_note(annotation, [1], "old") is None
    assert set_group(annotation, [0], None) is None
    assert set_flags(annotation, [1], {"truncated": False}) is None


def test_flags_that_are_not_named_stay(annotation):
    edit = set_flags(annotation, [0, 1], {"occluded": True})
    edit.apply(annotation)
    assert [dict(each.flags) for each in annotation.shapes] == [
        {"occluded": True},
        {"truncated": False, "occluded": True},
        {},
    ]
    edit.revert(annotation)
    assert [dict(each.flags) for each in annotation.shapes] == [{}, {"truncated": False}, {}]


def test_a_free_group_is_the_lowest_that_nobody_has(annotation):
    assert free_group(annotation) == 2
    set_group(annotation, [0], 2).apply(annotation)
    assert free_group(annotation) == 4
    assert free_group(Annotation((5, 5))) == 1


@pytest.mark.parametrize(("places", "text"), [([0], "Lock shape"), ([0, 1], "Lock 2 shapes")])
def test_the_undo_menu_says_what_it_was(annotation, places, text):
    assert set_locked(annotation, places, True).text == text


def groups(annotation: Annotation) -> list[int | None]:
    return [shape.group_id for shape in annotation.shapes]


def grouped(*ids: int | None) -> Annotation:
    return Annotation((20, 20), [polygon("cat", RING, group_id=group) for group in ids])


@pytest.mark.parametrize(
    ("before", "chosen", "after"),
    [
        ((None, None, None), [0, 2], [1, None, 1]),
        ((1, 1, None), [0, 2], [2, 1, 2]),  # the second shape stays in the group that the first one leaves
        ((1, 1, None), [0, 1, 2], [2, 2, 2]),
        ((4, 4, 7), [0], [1, 4, 7]),
        ((None,), [0], [1]),
        ((4, 4, 7), [0, 1], None),
        ((4, None), [0], None),
    ],
)
def test_grouped_shapes_are_alone_in_a_fresh_group(before, chosen, after) -> None:
    annotation = grouped(*before)
    edit = group_shapes(annotation, chosen)
    if after is None:
        assert edit is None
        return
    assert edit is not None
    assert edit.apply(annotation).bounds.is_empty
    assert groups(annotation) == after
    edit.revert(annotation)
    assert groups(annotation) == list(before)


def test_the_words_say_how_many_shapes_are_grouped() -> None:
    annotation = grouped(None, 2, 2)
    assert group_shapes(annotation, [0]).text == "Group shape"
    assert group_shapes(annotation, [0, 1]).text == "Group 2 shapes"
    assert ungroup_shapes(annotation, [0, 1, 2]).text == "Ungroup 3 shapes"
    assert ungroup_shapes(annotation, [1]).text == "Ungroup shape"


def test_ungrouped_shapes_leave_the_others_in_the_group() -> None:
    annotation = grouped(3, 3, None)
    edit = ungroup_shapes(annotation, [0, 2])
    assert edit is not None
    edit.apply(annotation)
    assert groups(annotation) == [None, 3, None]
    assert ungroup_shapes(annotation, [0, 2]) is None


@pytest.mark.parametrize(
    ("chosen", "all_of_them"),
    [([0], [0, 3]), ([2], [2]), ([1, 3], [0, 1, 3, 4]), ([], []), ([2, 5], [2, 5])],
)
def test_a_selection_takes_in_the_groups_of_its_shapes(chosen, all_of_them) -> None:
    assert with_groups(grouped(8, 9, None, 8, 9, None), chosen) == all_of_them
