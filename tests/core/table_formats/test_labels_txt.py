from __future__ import annotations

import pytest

from labeler.core.classes import ClassRow, ClassTable
from labeler.core.errors import ClassTableError
from labeler.core.table_formats import read_any_table, write_table


def read(tmp_path, text, name="labels.txt"):
    (tmp_path / name).write_bytes(text.encode())
    return read_any_table(tmp_path / name)


def test_labelmes_own_list_has_void_and_background_first(tmp_path):
    found = read(tmp_path, "\ufeff__ignore__\r\n_background_\r\ncat\r\ndog\r\n")
    assert [(row.index, row.name) for row in found.table] == [
        *((0, "background"), (1, "cat"), (2, "dog"), (255, "void"))
    ]
    assert found.notices == ()


def test_a_list_of_yolo_says_that_counting_begins_at_1(tmp_path):
    found = read(tmp_path, "cat\ndog\n", "classes.txt")
    assert found.notices == ("The file has no background, so that its first class, 'cat', has index 1.",)


def test_gaps_are_empty_lines_that_keep_the_indices(tmp_path):
    table = ClassTable((ClassRow(3, "cat", (192, 0, 0)), ClassRow(1, "dog", (128, 0, 0))))
    notices = write_table(tmp_path / "labels.txt", table)
    assert (tmp_path / "labels.txt").read_text() == "__ignore__\n_background_\ndog\n\ncat\n"
    assert notices[-1] == "The index 2 is free: empty lines hold the place. Leave them in."
    assert read_any_table(tmp_path / "labels.txt").table.find("cat").index == 3


def test_other_names_for_background_and_void_are_told(tmp_path):
    table = ClassTable((ClassRow(0, "road", (0, 0, 0)),)).with_names(["cat"]).renamed(255, "rest")
    notices = write_table(tmp_path / "labels.txt", table)
    assert "'road' (0) is called _background_ there, as labelme wants it." in notices
    assert "'rest' (255) is called __ignore__ there, as labelme wants it." in notices


def test_a_class_called_background_cannot_stand_in_a_list(tmp_path):
    table = ClassTable((ClassRow(0, "road", (0, 0, 0)), ClassRow(1, "background", (1, 1, 1))))
    with pytest.raises(ClassTableError, match="'background' means index 0 in such a file"):
        write_table(tmp_path / "labels.txt", table)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("\n \n", "names no classes"),
        ("cat\ncat\n", r"labels.txt, line 2: 'cat' stands there twice. Delete one."),
    ],
)
def test_a_list_that_is_none_is_an_error(tmp_path, text, words):
    with pytest.raises(ClassTableError, match=words):
        read(tmp_path, text)
