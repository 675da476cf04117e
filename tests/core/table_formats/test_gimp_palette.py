from __future__ import annotations

import pytest

from labeler.core.classes import ClassRow, ClassTable
from labeler.core.errors import ClassTableError
from labeler.core.table_formats import read_any_table, write_table

HEAD = "GIMP Palette\nName: mine\nColumns: 4\n# a remark\n"


def read(tmp_path, text, name="mine.gpl"):
    (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    return read_any_table(tmp_path / name)


def rows(table):
    return [(row.index, row.name, row.color) for row in table]


def test_the_place_of_a_colour_is_its_index(tmp_path):
    found = read(tmp_path, HEAD + "  0   0   0\tbackground\n\n128   0   0\tcat 9\n  1 2 3 dog\n")
    assert rows(found.table)[:3] == [
        (0, "background", (0, 0, 0)),
        (1, "cat 9", (128, 0, 0)),
        (2, "dog", (1, 2, 3)),
    ]


def test_colours_that_nobody_named_are_no_classes(tmp_path):
    found = read(tmp_path, HEAD + "0 0 0 background\n9 9 9 Untitled\n8 8 8\n128 0 0 #800000\n1 2 3 dog\n")
    assert [row.index for row in found.table] == [0, 4, 255]


def test_a_palette_without_names_has_a_class_for_each_colour(tmp_path):
    found = read(tmp_path, "\ufeff" + (HEAD + "0 0 0\n9 9 9 Untitled\n8 8 8\n").replace("\n", "\r\n"))
    assert [row.name for row in found.table] == ["background", "class 1", "class 2", "void"]
    assert found.notices == ("3 entries have no name and are called by their index, as in 'class 7'.",)


def test_a_palette_with_alpha_loses_it(tmp_path):
    found = read(tmp_path, "GIMP Palette\nChannels: RGBA\n#\n0 0 0 255 background\n9 8 7 255 cat\n")
    assert rows(found.table)[1] == (1, "cat", (9, 8, 7))


def test_all_256_colours_are_written_so_that_indexed_images_keep_their_indices(tmp_path):
    write_table(tmp_path / "a.gpl", ClassTable((ClassRow(7, "cat", (1, 20, 255)),)))
    lines = (tmp_path / "a.gpl").read_text().splitlines()
    assert lines[0] == "GIMP Palette"
    assert len(lines) == 260
    assert lines[4 + 7] == "  1  20 255\tcat"
    assert lines[4 + 1] == "128   0   0\t__unused_1__"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0 0 0 cat\n", r"mine.gpl, line 1: is not 'GIMP Palette'"),
        (HEAD + "1 2 cat\n", r"line 5: is no colour. Write three numbers from 0 to 255 and a name"),
        (HEAD + "1 2 256 cat\n", "line 5: is no colour"),
        (HEAD, "names no classes"),
        (HEAD + "0 0 0 x\n" * 256 + "1 1 1 y\n", "line 261: 'y' has the index 256"),
    ],
)
def test_a_palette_that_is_none_is_an_error_that_names_the_line(tmp_path, text, words):
    with pytest.raises(ClassTableError, match=words):
        read(tmp_path, text)


@pytest.mark.parametrize("name", ["Untitled", "#800000"])
def test_a_name_that_stands_for_no_name_is_not_written(tmp_path, name):
    with pytest.raises(ClassTableError, match="stands for a nameless colour in a palette"):
        write_table(tmp_path / "a.gpl", ClassTable().with_names([name]))
