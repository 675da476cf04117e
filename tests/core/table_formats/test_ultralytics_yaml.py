from __future__ import annotations

import pytest

from labeler.core.classes import ClassRow, ClassTable
from labeler.core.errors import ClassTableError
from labeler.core.table_formats import read_any_table, write_table


def read(tmp_path, text, name="data.yaml"):
    (tmp_path / name).write_text(text, encoding="utf-8")
    return read_any_table(tmp_path / name)


def rows(table):
    return [(row.index, row.name) for row in table]


@pytest.mark.parametrize(
    "text",
    [
        "path: ../x\ntrain: images\nnc: 2\nnames: [cat, dog]\n",
        "names:\n  0: cat\n  1: dog  # a comment\n",
        "\ufeffnames:\r\n- cat\r\n- dog\r\n",
        "names: {'0': cat, '1': dog}\n",
    ],
)
def test_classes_that_begin_with_0_are_numbered_behind_background_and_that_is_told(tmp_path, text):
    found = read(tmp_path, text)
    assert rows(found.table) == [(0, "background"), (1, "cat"), (2, "dog"), (255, "void")]
    assert found.notices == (
        "The file gives 'cat' the index 0, which is background here: every class has an index one higher "
        "than in the file.",
    )


@pytest.mark.parametrize("text", ["names: [background, cat]\n", "names: {0: Background, 1: cat}\n"])
def test_a_file_with_background_keeps_its_indices(tmp_path, text):
    found = read(tmp_path, text)
    assert [index for index, _ in rows(found.table)] == [0, 1, 255]
    assert found.notices == ()


def test_names_that_yaml_takes_for_something_else_are_names(tmp_path):
    found = read(tmp_path, "names: [background, 007, 1.5, no]\n")
    assert [name for _, name in rows(found.table)] == ["background", "007", "1.5", "no", "void"]


def test_gaps_are_filled_since_ultralytics_refuses_them(tmp_path):
    notices = write_table(tmp_path / "data.yaml", ClassTable((ClassRow(2, "Katze ü", (0, 128, 0)),)))
    assert (tmp_path / "data.yaml").read_text(encoding="utf-8") == (
        "names:\n  0: background\n  1: __unused_1__\n  2: Katze ü\n"
    )
    assert notices[0] == "The index 1 is without a class: named __unused_1__ and so on."


def test_a_table_whose_index_0_is_a_class_says_that_it_comes_back_otherwise(tmp_path):
    table = ClassTable((ClassRow(0, "road", (0, 0, 0)), ClassRow(2, "cat", (0, 128, 0))))
    assert any("one index higher" in notice for notice in write_table(tmp_path / "data.yaml", table))
    read = read_any_table(tmp_path / "data.yaml").table
    assert rows(read) == [(0, "background"), (1, "road"), (3, "cat"), (255, "void")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("names: [cat\n", r"data.yaml, line \d: is no YAML \(.*\). Correct the line."),
        ("lr: 0.1\n", "data.yaml: names no classes. A data file of ultralytics has a list"),
        ("names: {cat: 1}\n", "names no classes"),
        ("names: [[cat]]\n", "names no classes"),
        ("", "names no classes"),
        ("names: !!python/object:os.system x\n", "names no classes"),
        ("names: {300: cat}\n", "has the index 300"),
    ],
)
def test_a_file_that_is_no_table_is_an_error(tmp_path, text, words):
    with pytest.raises(ClassTableError, match=words):
        read(tmp_path, text)
