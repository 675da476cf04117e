from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.core.classes import BACKGROUND, VOID, ClassRow, ClassTable
from labeler.core.errors import ClassTableError
from labeler.core.palette import voc_color, voc_palette

TABLE = ClassTable(
    (
        ClassRow(0, "ground", (1, 1, 1)),
        ClassRow(5, "car", (255, 0, 0), {"key": "c"}),
        ClassRow(2, "tree", (0, 255, 0)),
        ClassRow(255, "unsure", (9, 9, 9)),
    )
)


def indices(table):
    return [row.index for row in table]


def test_background_and_void_always_exist():
    assert [(row.index, row.name, row.color) for row in ClassTable()] == [
        (0, "background", (0, 0, 0)),
        (255, "void", (224, 224, 192)),
    ]
    assert indices(ClassTable((ClassRow(7, "car", (0, 0, 0)),))) == [0, 7, 255]


def test_background_and_void_keep_their_own_names_and_places():
    assert indices(TABLE) == [0, 5, 2, 255]
    assert TABLE.at(BACKGROUND).name == "ground"
    assert TABLE.at(VOID).name == "unsure"


def test_a_class_that_bears_the_name_of_a_missing_row_does_not_clash_with_it():
    table = ClassTable((ClassRow(0, "void", (0, 0, 0)), ClassRow(3, "background", (1, 1, 1))))
    assert [(row.index, row.name) for row in table] == [(0, "void"), (3, "background"), (255, "void 255")]
    assert ClassTable((ClassRow(3, "background", (1, 1, 1)),)).at(0).name == "background 0"
    both = (ClassRow(3, "background", (1, 1, 1)), ClassRow(4, "background 0", (2, 2, 2)))
    assert ClassTable(both).at(0).name == "background 0 0"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([ClassRow(256, "a", (0, 0, 0))], "has the index 256"),
        ([ClassRow(-1, "a", (0, 0, 0))], "has the index -1"),
        ([ClassRow(1, "  ", (0, 0, 0))], "index 1 has no name"),
        ([ClassRow(1, "a", (0, 0, 256))], "has the colour"),
        ([ClassRow(1, "a", (0, 0))], "has the colour"),
        ([ClassRow(1, "a", (0, 0, 0)), ClassRow(1, "b", (0, 0, 0))], "Two classes have the index 1"),
        ([ClassRow(1, "a", (0, 0, 0)), ClassRow(2, "a", (0, 0, 0))], "Two classes have the name 'a'"),
    ],
)
def test_a_table_that_breaks_a_rule_is_refused(rows, words):
    with pytest.raises(ClassTableError, match=words):
        ClassTable(tuple(rows))


def test_classes_are_found_by_name_and_index():
    assert TABLE.find("car").index == 5
    assert TABLE.find("bus") is None
    assert TABLE.at(2).name == "tree"
    assert TABLE.at(3) is None
    assert len(TABLE) == 4
    assert [row.name for row in TABLE.user_rows] == ["car", "tree"]


def test_labelmes_names_stand_for_background_and_void():
    assert TABLE.find("_background_").name == "ground"
    assert TABLE.find("__ignore__").name == "unsure"
    assert TABLE.index_of_name == {
        "_background_": 0,
        "__ignore__": 255,
        "ground": 0,
        "car": 5,
        "tree": 2,
        "unsure": 255,
    }


def test_a_class_that_bears_labelmes_name_goes_before_the_rule():
    table = TABLE.with_class("__ignore__", 9)
    assert table.find("__ignore__").index == 9
    assert table.index_of_name["__ignore__"] == 9


def test_the_palette_has_the_class_colours_and_else_those_of_voc():
    palette = TABLE.palette()
    assert palette[5].tolist() == [255, 0, 0]
    rest = [index for index in range(256) if index not in indices(TABLE)]
    assert np.array_equal(palette[rest], voc_palette()[rest])


def test_a_new_class_gets_the_lowest_free_index_and_its_voc_colour_before_void():
    table = TABLE.with_class(" bus ").with_class("dog").with_class("cat")
    assert indices(table) == [0, 5, 2, 1, 3, 4, 255]
    assert table.at(1) == ClassRow(1, "bus", voc_color(1))


def test_a_new_class_may_be_given_index_and_colour():
    assert TABLE.with_class("bus", 77, (1, 2, 3)).at(77) == ClassRow(77, "bus", (1, 2, 3))


def test_255_classes_and_void_fill_the_table():
    table = ClassTable().with_names(f"class {number}" for number in range(254))
    assert len(table) == 256
    with pytest.raises(ClassTableError, match=r"All indices 1\.\.254 are taken"):
        table.with_class("one more")


def test_names_are_added_once_and_in_their_order():
    table = TABLE.with_names(["bus", "car", "dog", "bus", "_background_"])
    assert [row.name for row in table.user_rows] == ["car", "tree", "bus", "dog"]


def test_rename_recolour_and_new_index_change_one_class_only():
    assert TABLE.renamed(5, " bus ").at(5) == ClassRow(5, "bus", (255, 0, 0), {"key": "c"})
    assert TABLE.recolored(5, (1, 2, 3)).at(5) == ClassRow(5, "car", (1, 2, 3), {"key": "c"})
    moved = TABLE.reindexed(5, 9)
    assert moved.at(9) == ClassRow(9, "car", (255, 0, 0), {"key": "c"})
    assert indices(moved) == [0, 9, 2, 255]
    assert indices(TABLE) == [0, 5, 2, 255]


def test_deleting_a_class_renumbers_no_other():
    assert indices(TABLE.without(5)) == [0, 2, 255]
    assert TABLE.without(5).at(2) == TABLE.at(2)


def test_background_and_void_can_be_renamed_but_not_moved_or_deleted():
    assert TABLE.renamed(0, "nothing").at(0).name == "nothing"
    for index in (0, 255):
        with pytest.raises(ClassTableError, match=f"always has the index {index}"):
            TABLE.reindexed(index, 7)
        with pytest.raises(ClassTableError, match="cannot be deleted"):
            TABLE.without(index)


def test_a_change_of_a_class_that_is_not_there_or_that_would_clash_is_refused():
    with pytest.raises(ClassTableError, match="No class has the index 3"):
        TABLE.renamed(3, "bus")
    with pytest.raises(ClassTableError, match="Two classes have the name 'tree'"):
        TABLE.renamed(5, "tree")
    with pytest.raises(ClassTableError, match="Two classes have the index 2"):
        TABLE.reindexed(5, 2)


def test_classes_of_one_colour_are_named():
    table = TABLE.recolored(2, (255, 0, 0)).with_class("bus", 7, (9, 9, 9))
    assert [[row.name for row in rows] for rows in table.same_colors()] == [
        ["car", "tree"],
        ["bus", "unsure"],
    ]
    assert TABLE.same_colors() == []


@given(st.lists(st.sampled_from("abcdefgh"), max_size=30), st.data())
def test_no_sequence_of_changes_gives_a_class_another_index(names, data):
    table, index_of = ClassTable(), {}
    for name in names:
        if name in index_of and data.draw(st.booleans()):
            table = table.without(index_of.pop(name))
        elif name not in index_of:
            table = table.with_class(name)
            index_of[name] = table.find(name).index
        assert {row.name: row.index for row in table.user_rows} == index_of


def test_a_class_is_locked_by_a_column_of_its_file():
    table = ClassTable().with_names(["car", "road"])
    locked = table.with_row(1, table.at(1).with_lock(True))
    assert [row.is_locked for row in locked] == [False, True, False, False]
    assert locked.at(1).columns == {"locked": "1"}
    assert not locked.at(1).with_lock(False).is_locked


def test_a_lock_keeps_the_other_columns():
    row = ClassRow(3, "car", (1, 2, 3), {"key": "5"}).with_lock(True)
    assert row.columns == {"key": "5", "locked": "1"}


def test_a_class_is_protected_by_a_column_of_its_file_beside_its_lock():
    table = ClassTable().with_names(["car", "road"])
    row = table.at(1).with_lock(True).with_protection(True)
    protected = table.with_row(1, row)
    assert [each.is_protected for each in protected] == [False, True, False, False]
    assert protected.at(1).columns == {"locked": "1", "protected": "1"}
    assert not row.with_protection(False).is_protected
    assert row.with_protection(False).is_locked
