from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.core.classes import ClassRow, ClassTable
from labeler.core.errors import ClassTableError
from labeler.core.table_formats.base import (
    Told,
    check_names,
    counted_indices,
    counts_alike,
    every_index,
    gaps_of,
    listed,
    not_kept,
    numbered,
    table_of,
    text_of,
    unused,
)

FILE = Path("classes.x")


def told(*names):
    return [Told(index, name, None, f"line {index + 1}") for index, name in enumerate(names)]


def table(*rows):
    return ClassTable(tuple(ClassRow(index, name, (index, 0, 0)) for index, name in rows))


def test_a_class_without_a_colour_has_that_of_its_index():
    read = table_of(FILE, "a file", told("background", "cat"))
    assert read.table.find("cat").color == (128, 0, 0)
    assert read.class_count == 1
    assert read.notices == ()


def test_some_classes_without_a_colour_are_told():
    rows = [*told("background", "cat"), Told(2, "dog", (1, 2, 3), "line 3")]
    assert table_of(FILE, "a file", rows).notices == (
        "No colour is given for background, cat; the VOC colour map has one for each index.",
    )


def test_names_that_occur_twice_are_kept_apart_by_their_index_and_told():
    read = table_of(FILE, "a file", told("background", "cat", "cat", "cat 2", "cat"))
    names = [row.name for row in read.table]
    assert names[:2] == ["background", "cat"]
    assert len(set(names)) == len(names) == 6
    assert "line 3: 'cat' stands there again; it is called 'cat 2'." in read.notices


def test_entries_without_a_name_are_called_by_their_index():
    read = table_of(FILE, "a file", [*told("", "cat", " "), Told(255, "", None, "line 4")])
    assert [row.name for row in read.table] == ["background", "cat", "class 2", "void"]
    assert read.notices == ("3 entries have no name and are called by their index, as in 'class 7'.",)


def test_the_names_of_labelme_mean_background_and_void_at_their_indices_only():
    rows = [*told("_background_", "cat"), Told(255, "__ignore__", None, "line 3")]
    assert [row.name for row in table_of(FILE, "a file", rows).table] == ["background", "cat", "void"]
    odd = table_of(FILE, "a file", told("x", "__ignore__"))
    assert odd.table.at(1).name == "__ignore__"


def test_an_index_0_that_is_a_class_is_told():
    assert table_of(FILE, "a file", told("wall", "floor")).notices == (
        "Index 0, which pixels under no shape have, is called 'wall' here.",
    )


def test_names_that_hold_the_place_of_an_index_are_no_classes():
    read = table_of(FILE, "a file", told("background", unused(1), "dog", unused(7)))
    assert [row.name for row in read.table] == ["background", "dog", unused(7), "void"]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (
            [Told(256, "cat", None, "line 9")],
            r"classes.x, line 9: 'cat' has the index 256, .* Take the classes",
        ),
        ([Told(-1, "cat", None, "line 9")], "has the index -1"),
        (
            [Told(3, "cat", None, "line 2"), Told(3, "dog", None, "line 5")],
            r"classes.x, line 5: the index 3 stands in line 2 already. Change one of them.",
        ),
        ([], r"classes.x: names no classes. Choose another file."),
    ],
)
def test_what_is_no_table_is_an_error_that_names_the_place(rows, words):
    with pytest.raises(ClassTableError, match=words):
        table_of(FILE, "a file", rows)


def test_text_loses_the_mark_of_its_encoding_and_must_be_utf_8():
    assert text_of(FILE, b"\xef\xbb\xbfcat") == "cat"
    with pytest.raises(ClassTableError, match=r"classes.x: is no UTF-8 text \(byte 2\). Save it as UTF-8."):
        text_of(FILE, b"a\xff")


@pytest.mark.parametrize(
    ("names", "indices"),
    [
        (["background", "cat", "dog"], [0, 1, 2]),
        (["_background_", "cat"], [0, 1]),
        (["cat", "dog"], [1, 2]),
        (["background", "cat", "void"], [0, 1, 255]),
        (["cat", "ignored"], [1, 255]),
        (["void", "cat"], [1, 2]),
        ([], []),
    ],
)
def test_an_order_gives_indices_from_background_to_void(names, indices):
    rows, _ = numbered([(name, None, "") for name in names])
    assert [row.index for row in rows] == indices


def test_what_an_order_leaves_open_is_told():
    _, notices = numbered([("cat", None, ""), ("ignored", None, "")])
    assert notices == [
        "'ignored', the last class, is taken as void (index 255).",
        "The file has no background, so that its first class, 'cat', has index 1.",
    ]


def test_a_table_without_gaps_counts_as_its_order_does():
    assert counts_alike(ClassTable().with_names(["cat", "dog"]))
    assert not counts_alike(table((5, "cat")))
    assert not counts_alike(table((0, "road"), (1, "cat")))


def test_what_a_file_does_not_keep_is_said():
    row = ClassRow(2, "cat", (1, 2, 3), {"key": "4", "note": ""})
    other = ClassTable((row, ClassRow(1, "dog", (128, 0, 0))))
    assert not_kept(other) == [
        "The file does not hold the columns key.",
        "The classes are in the order of their indices, and not in that of the table.",
    ]
    assert not_kept(other, colors=False, void=False)[:2] == [
        "The file holds no colours: those of cat are lost.",
        "The file does not name 'void' (255), which trainers are told to ignore.",
    ]
    assert not_kept(ClassTable().with_names(["cat"]), colors=False) == []


def test_every_index_has_a_name_up_to_the_highest_class():
    assert every_index(table((2, "cat"))) == (
        ["background", "__unused_1__", "cat"],
        ["The index 1 is without a class: named __unused_1__ and so on."],
    )
    assert every_index(ClassTable()) == (["background"], [])


def test_gaps_and_lists_are_told_shortly():
    assert gaps_of(table((3, "cat"), (5, "dog"))) == [1, 2, 4]
    assert counted_indices([1]) == "The index 1 is"
    assert counted_indices([1, 2, 3, 4]) == "The indices 1, 2, 3 and 1 more are"
    assert listed(["a", "b"]) == "a, b"


@pytest.mark.parametrize("name", ["two\nlines", " blank", "a:b", "__unused_7__", "__ignore__"])
def test_names_that_lines_cannot_hold_are_refused_with_the_remedy(name):
    with pytest.raises(ClassTableError, match=r"Rename the class, or choose another format.$"):
        check_names(table((7, name)), ":", "a colon")


@given(
    st.lists(st.sampled_from(["cat", "dog", "cat 1", "cat 2", "", " cat ", "background", "void"]), min_size=1)
)
def test_any_names_make_a_table_that_loses_no_index(names):
    read = table_of(FILE, "a file", told(*names))
    assert {row.index for row in read.table} == {*range(len(names)), 0, 255}
