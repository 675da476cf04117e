from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from labeler.core.class_file import read_ready_table, ready_tables
from labeler.core.classes import ClassRow, ClassTable
from labeler.core.errors import ClassTableError, FileUnreadableError, LabelImageError, OptionError
from labeler.core.label_png import write_label_png
from labeler.core.palette import voc_color
from labeler.core.table_formats import (
    FORMATS,
    find_table_format,
    format_for,
    read_any_table,
    tables_in,
    write_table,
)

# What each format may stumble over: blanks, separators, quotes, digits, other scripts, words with a meaning.
NAMES = (
    (
        st.text("abX019-_/,;.'\"&<{}[]!%@ äß日本", min_size=1, max_size=8)
        | st.sampled_from(
            ["no", "null", "007", "1 2 3 cat", "Columns 4", "- a", "train light", "__unused__", "[a]", "~"]
        )
    )
    .map(str.strip)
    .filter(bool)
)
COLORS = st.tuples(*[st.integers(0, 255)] * 3)
FILES = {
    "csv": "classes.csv",
    "labels": "labels.txt",
    "labelmap": "labelmap.txt",
    "cvat": "labels.json",
    "id2label": "id2label.json",
    "gpl": "classes.gpl",
    "yaml": "data.yaml",
}


@st.composite
def tables(draw):
    names = draw(st.lists(NAMES, unique=True, max_size=12))
    indices = draw(st.lists(st.integers(1, 254), unique=True, min_size=len(names), max_size=len(names)))
    rows = [ClassRow(index, name, draw(COLORS)) for index, name in zip(indices, names, strict=True)]
    return ClassTable(tuple(rows))


def rows_of(table, *, has_colors=True):
    return sorted((row.index, row.name, row.color if has_colors else None) for row in table)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("tables")


@pytest.mark.parametrize("name", ["csv", "labelmap", "gpl"])
@settings(max_examples=40)
@given(table=tables())
def test_formats_with_colours_give_back_every_table(place, name, table):
    path = place / FILES[name]
    write_table(path, table, name)
    assert rows_of(read_any_table(path).table) == rows_of(table)


@pytest.mark.parametrize("name", ["labels", "id2label", "yaml"])
@settings(max_examples=40)
@given(table=tables())
def test_formats_without_colours_give_back_indices_and_names(place, name, table):
    path = place / FILES[name]
    notices = write_table(path, table, name)
    if len(table) == 2 and name == "labels":
        return  # a list of names without a name is none
    read = read_any_table(path).table
    assert rows_of(read, has_colors=False) == rows_of(table, has_colors=False)
    is_lost = any(row.color != voc_color(row.index) for row in table)
    assert any("holds no colours" in notice for notice in notices) == is_lost


@settings(max_examples=40)
@given(table=tables())
def test_cvat_gives_back_names_and_colours_and_says_when_indices_are_lost(place, table):
    notices = write_table(place / "labels.json", table)
    read = read_any_table(place / "labels.json").table
    assert {(row.name, row.color) for row in read} == {(row.name, row.color) for row in table}
    are_lost = any("indices are not kept" in notice for notice in notices)
    assert are_lost == (rows_of(read) != rows_of(table))


@pytest.mark.parametrize("ready", ready_tables(), ids=lambda table: table.name)
@pytest.mark.parametrize("name", ["labelmap", "gpl"])
def test_every_ready_table_survives_the_formats_that_hold_it(tmp_path, name, ready):
    table = read_ready_table(ready.name)
    write_table(tmp_path / FILES[name], table, name)
    assert rows_of(read_any_table(tmp_path / FILES[name]).table) == rows_of(table)


@pytest.mark.parametrize(("name", "file"), FILES.items())
def test_the_name_of_a_file_tells_its_format(name, file):
    assert format_for(Path("x") / file).name == name
    assert find_table_format(name).name == name


def test_a_text_of_another_name_is_a_list_of_names():
    assert format_for(Path("mine.txt")).name == "labels"


def test_a_name_that_tells_nothing_asks_for_the_format(tmp_path):
    with pytest.raises(OptionError, match=r"mine.json: its name does not tell the format. Name one: csv \("):
        write_table(tmp_path / "mine.json", ClassTable())
    with pytest.raises(OptionError, match=r"There is no format 'doc' of class tables; the formats are: csv,"):
        write_table(tmp_path / "mine.json", ClassTable(), "doc")
    assert not (tmp_path / "mine.json").exists()


def test_content_decides_what_a_file_is(tmp_path):
    table = ClassTable().with_names(["cat", "dog"])
    for name, other in (("gpl", "colours.txt"), ("labelmap", "mine.txt"), ("id2label", "labels.json")):
        write_table(tmp_path / other, table, name)
        assert read_any_table(tmp_path / other).format == find_table_format(name).words


def test_what_is_no_class_table_is_refused(tmp_path):
    (tmp_path / "a.docx").write_bytes(b"PK")
    with pytest.raises(ClassTableError, match=r"a.docx: is no class table that Labeler reads \(classes.csv,"):
        read_any_table(tmp_path / "a.docx")
    with pytest.raises(FileUnreadableError, match="cannot be read"):
        read_any_table(tmp_path / "none.txt")


@pytest.mark.parametrize("each", FORMATS, ids=lambda each: each.name)
def test_bytes_that_are_no_text_are_an_error_in_words(tmp_path, each):
    path = tmp_path / FILES.get(each.name, "a.png")
    path.write_bytes(b"[{\xff\xfe\x00")
    with pytest.raises(ClassTableError, match=path.name):
        read_any_table(path)


@settings(max_examples=60)
@given(
    data=st.binary(max_size=80) | st.text(max_size=80).map(str.encode),
    file=st.sampled_from(list(FILES.values())),
)
@example(data=b"\x89PNG\r\n\x1a\n", file="labels.txt")
def test_any_bytes_are_a_table_or_an_error_that_names_the_file(place, data, file):
    (place / file).write_bytes(data)
    try:
        count = len(read_any_table(place / file).table)
    except (ClassTableError, LabelImageError) as error:
        count = 2 if file in str(error) else 0
    assert count >= 2


def test_a_folder_offers_what_says_the_most_first(tmp_path):
    table = ClassTable().with_names(["cat", "dog"])
    for name in ("labels.txt", "id2label.json", "labelmap.txt", "mine.gpl", "data.yaml"):
        write_table(tmp_path / name, table)
    found = tables_in(tmp_path)
    assert [each.path.name for each in found] == [
        *("labelmap.txt", "mine.gpl", "id2label.json", "data.yaml", "labels.txt")
    ]
    assert [each.class_count for each in found] == [2] * 5
    assert found[0].format == "CVAT label map"


def test_files_are_found_whatever_the_case_of_their_names(tmp_path):
    write_table(tmp_path / "LabelMap.TXT", ClassTable().with_names(["cat"]), "labelmap")
    (found,) = tables_in(tmp_path)
    assert found.format == "CVAT label map"


def test_a_folder_does_not_offer_what_holds_no_classes(tmp_path):
    (tmp_path / "data.yaml").write_text("learning_rate: 0.1\n")
    (tmp_path / "labels.txt").write_text("\n")
    (tmp_path / "config.json").write_text('{"shapes": []}')
    (tmp_path / "labelmap.txt").mkdir()
    (tmp_path / "classes.csv").write_text("index,name,color\n1,cat,#800000\n")
    write_label_png(tmp_path / "a.png", np.ones((2, 2), np.uint8))
    assert tables_in(tmp_path) == []
    assert tables_in(tmp_path / "none") == []
