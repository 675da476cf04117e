"""What is said of shapes."""

from __future__ import annotations

import pytest

from labeler.core.annotation import Annotation
from labeler.core.edits.properties import free_group, set_flags, set_group, set_locked, set_note
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
