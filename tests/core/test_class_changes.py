"""What follows from changes of classes, and which changes are refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.class_changes import (
    ChangePlan,
    ClassChange,
    DeleteClass,
    MergeClasses,
    Part,
    ReindexClasses,
    RenameClass,
    ShapeFacts,
    SplitClass,
    planned,
)
from labeler.core.classes import ClassRow, ClassTable
from labeler.core.errors import ClassTableError

TABLE = ClassTable(
    (
        ClassRow(1, "cat", (128, 0, 0), {"key": "1"}),
        ClassRow(2, "dog", (0, 128, 0)),
        ClassRow(7, "sky", (0, 0, 128)),
    )
)
PLAIN = ShapeFacts()


def plan(*changes: ClassChange) -> ChangePlan:
    return planned(TABLE, changes)


def classes(of: ChangePlan) -> dict[str, int]:
    return {row.name: row.index for row in of.after.user_rows}


def test_a_renamed_class_keeps_its_index_its_colour_and_its_key():
    done = plan(RenameClass("cat", " lion "))
    assert classes(done) == {"lion": 1, "dog": 2, "sky": 7}
    row = done.after.find("lion")
    assert row is not None
    assert (row.color, row.columns) == ((128, 0, 0), {"key": "1"})
    assert done.new_name("a.jpg", "cat", PLAIN) == "lion"
    assert done.new_name("a.jpg", "dog", PLAIN) == "dog"
    assert done.new_indices("a.jpg") == {}
    assert done.taken_names == {"lion"}
    assert done.taken_indices == frozenset()


def test_background_and_void_can_be_renamed():
    done = plan(RenameClass("background", "ground"))
    assert done.after.at(0).name == "ground"


def test_classes_exchange_their_indices():
    done = plan(ReindexClasses({"cat": 2, "dog": 1}))
    assert classes(done) == {"cat": 2, "dog": 1, "sky": 7}
    assert done.new_indices(None) == {1: 2, 2: 1}
    assert done.names == frozenset()
    assert done.taken_indices == frozenset()


def test_a_class_moves_to_a_free_index_that_no_pixel_may_have():
    done = plan(ReindexClasses({"sky": 3}))
    assert done.new_indices("a.jpg") == {7: 3}
    assert done.taken_indices == {3}


def test_classes_are_merged_into_one_of_them_another_or_a_new_one():
    into_one = plan(MergeClasses(("cat", "dog"), "dog"))
    assert classes(into_one) == {"dog": 2, "sky": 7}
    assert into_one.new_indices(None) == {1: 2}
    into_other = plan(MergeClasses(("cat", "dog", "cat"), "sky"))
    assert classes(into_other) == {"sky": 7}
    assert into_other.new_indices(None) == {1: 7, 2: 7}
    into_new = plan(MergeClasses(("cat", "dog"), "animal"))
    assert classes(into_new) == {"animal": 1, "sky": 7}
    assert [into_new.new_name("a", name, PLAIN) for name in ("cat", "dog", "sky")] == [
        *("animal", "animal"),
        "sky",
    ]
    assert into_new.new_indices(None) == {2: 1}
    assert into_new.taken_names == {"animal"}


def test_a_class_becomes_background_or_void():
    assert plan(MergeClasses(("cat",), "void")).new_indices(None) == {1: 255}
    assert plan(MergeClasses(("cat",), "_background_")).new_indices(None) == {1: 0}


def test_a_deleted_class_leaves_its_shapes_and_pixels_to_whom_one_says():
    assert plan(DeleteClass("cat")).new_name("a", "cat", PLAIN) is None
    assert plan(DeleteClass("cat")).new_indices(None) == {1: 0}
    assert plan(DeleteClass("cat", pixels_to=255)).new_indices(None) == {1: 255}
    given_on = plan(DeleteClass("cat", shapes_to="dog"))
    assert given_on.new_name("a", "cat", PLAIN) == "dog"
    assert given_on.new_indices(None) == {1: 2}
    assert plan(DeleteClass("cat", "dog", 255)).new_indices(None) == {1: 255}


def test_a_part_by_images_takes_the_pixels_of_these_images_along():
    done = plan(SplitClass("cat", "lion", Part(images=frozenset(("a.jpg", "b.jpg")))))
    assert classes(done) == {"cat": 1, "dog": 2, "sky": 7, "lion": 3}
    assert done.new_name("a.jpg", "cat", PLAIN) == "lion"
    assert done.new_name("c.jpg", "cat", PLAIN) == "cat"
    assert done.new_indices("a.jpg") == {1: 3}
    assert done.new_indices("c.jpg") == done.new_indices(None) == {}
    assert done.images == {"a.jpg", "b.jpg"}
    assert not done.asks_shapes
    assert done.taken_indices == {3}


@pytest.mark.parametrize(
    ("part", "is_in"),
    [
        (Part(flag="wild"), ShapeFacts(frozenset(("wild",)))),
        (Part(text="OF PREY"), ShapeFacts(description="A beast of prey")),
        (Part(group_id=4), ShapeFacts(group_id=4)),
        (Part(group_id=0), ShapeFacts(group_id=0)),
        (Part(frozenset(("a.jpg",)), "wild", "big", 4), ShapeFacts(frozenset(("wild",)), "big one", 4)),
    ],
)
def test_a_part_by_what_a_shape_says_asks_each_shape(part: Part, is_in: ShapeFacts):
    done = plan(SplitClass("cat", "lion", part, index=9, color=(1, 2, 3)))
    assert done.new_name("a.jpg", "cat", is_in) == "lion"
    assert done.new_name("a.jpg", "cat", PLAIN) == "cat"
    assert done.new_name("a.jpg", "dog", is_in) == "dog"
    assert done.asks_shapes
    assert done.indices_by_shape == {1}
    assert done.new_indices("a.jpg") == {}
    assert done.after.find("lion").color == (1, 2, 3)


def test_labelmes_names_belong_to_a_part_of_background():
    done = plan(SplitClass("background", "ground", Part(frozenset(("a.jpg",)))))
    assert done.new_name("a.jpg", "_background_", PLAIN) == "ground"
    assert done.new_indices("a.jpg") == {0: 3}


def test_each_change_sees_what_those_before_it_left():
    done = plan(
        MergeClasses(("cat", "dog"), "animal"),
        ReindexClasses({"animal": 2, "sky": 1}),
        RenameClass("animal", "beast"),
        SplitClass("beast", "lion", Part(flag="wild")),
        DeleteClass("sky"),
    )
    assert classes(done) == {"beast": 2, "lion": 3}
    assert done.new_name("a", "dog", PLAIN) == "beast"
    assert done.new_name("a", "cat", ShapeFacts(frozenset(("wild",)))) == "lion"
    assert done.new_name("a", "sky", PLAIN) is None
    assert done.new_indices(None) == {1: 2, 7: 0}
    assert done.indices_by_shape == {1, 2}
    told = [(row.old_index, row.new_index, row.old_name, row.new_name) for row in done.rows()]
    assert told == [
        (0, 0, "background", "background"),
        (1, 2, "cat", "beast"),
        (2, 2, "dog", "beast"),
        (7, 0, "sky", "background"),
        (255, 255, "void", "void"),
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (RenameClass("bird", "x"), "no class 'bird'. The classes are: background, cat, dog, sky, void"),
        (RenameClass("cat", "cat "), "has that name already"),
        (RenameClass("cat", "dog"), "Merge 'cat' into it"),
        (RenameClass("cat", "_background_"), "There is a class 'background' already"),
        (RenameClass("cat", " "), "has no name"),
        (ReindexClasses({}), "have these indices already"),
        (ReindexClasses({"cat": 1}), "have these indices already"),
        (ReindexClasses({"cat": 2}), "'cat' cannot have the index 2: it is that of 'dog'"),
        (ReindexClasses({"cat": 9, "dog": 9}), "cannot have the index 9"),
        (ReindexClasses({"cat": 0}), "classes have 1 to 254"),
        (ReindexClasses({"cat": 255}), "classes have 1 to 254"),
        (ReindexClasses({"void": 9}), "'void' always exists and keeps its index"),
        (ReindexClasses({"cat": 9, "cat ": 8}), "Two indices are asked for 'cat'"),
        (MergeClasses((), "dog"), "at least one other"),
        (MergeClasses(("dog",), "dog"), "at least one other"),
        (MergeClasses(("dog",), "animal"), "at least one other"),
        (MergeClasses(("void", "dog"), "cat"), "'void' always exists"),
        (DeleteClass("background"), "'background' always exists and cannot be deleted"),
        (DeleteClass("cat", shapes_to="cat"), "no class 'cat'"),
        (DeleteClass("cat", pixels_to=1), "cannot get the index 1, which no other class has"),
        (SplitClass("cat", "lion", Part()), "Say which part of 'cat' becomes 'lion'"),
        (SplitClass("cat", "dog", Part(flag="x")), "There is a class 'dog' already"),
        (SplitClass("cat", "lion", Part(flag="x"), index=7), "The index 7 is that of 'sky'"),
        (SplitClass("cat", "lion", Part(flag="x"), index=300), "classes have 1 to 254"),
    ],
)
def test_what_cannot_be_is_refused_in_words(change: ClassChange, words: str):
    with pytest.raises(ClassTableError) as caught:
        plan(change)
    assert words in str(caught.value)


def test_nothing_is_no_change():
    with pytest.raises(ClassTableError, match="No change"):
        plan()


@settings(max_examples=40)
@given(st.permutations([1, 2, 7, 30, 254]))
def test_any_exchange_of_indices_loses_no_class(order: list[int]):
    wanted = dict(zip(("cat", "dog", "sky"), order, strict=False))
    if wanted == {"cat": 1, "dog": 2, "sky": 7}:
        return
    done = plan(ReindexClasses(wanted))
    assert classes(done) == wanted
    moved = done.new_indices(None)
    after = [moved.get(row.index, row.index) for row in TABLE]
    assert len(set(after)) == len(TABLE)
