from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.class_file import (
    classes_from_labels_txt,
    read_classes,
    read_ready_table,
    ready_tables,
    write_classes,
)
from labeler.core.classes import ClassRow, ClassTable
from labeler.core.errors import ClassTableError, FileUnreadableError
from labeler.core.palette import voc_color


def written(tmp_path, text, name="classes.csv"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def rows_of(table):
    return [(row.index, row.name, row.color) for row in table]


def test_a_table_is_written_as_index_name_and_colour(tmp_path):
    path = tmp_path / "classes.csv"
    write_classes(path, ClassTable((ClassRow(3, "tree", (1, 2, 255)),)))
    assert path.read_bytes() == (
        b"index,name,color\n0,background,#000000\n3,tree,#0102ff\n255,void,#e0e0c0\n"
    )


def test_further_columns_are_kept(tmp_path):
    text = "index,name,color,key,visible\n0,background,#000000,,\n7,car,#ff0000,c,no\n255,void,#e0e0c0,,\n"
    path = written(tmp_path, text)
    table = read_classes(path)
    assert table.at(7).columns == {"key": "c", "visible": "no"}
    write_classes(path, table)
    assert path.read_text() == text


def test_a_new_class_has_empty_further_columns(tmp_path):
    path = written(tmp_path, "index,name,color,key\n7,car,#ff0000,c\n")
    write_classes(path, read_classes(path).with_class("tree"))
    assert "1,tree,#800000,\n" in path.read_text()
    assert "7,car,#ff0000,c\n" in path.read_text()


def test_mark_of_byte_order_windows_line_ends_blank_lines_and_blanks_do_not_matter(tmp_path):
    path = written(tmp_path, "\ufeffindex,name,color\r\n\r\n 7 , car ,#FF0000 \r\n,,\r\n")
    assert rows_of(read_classes(path))[1] == (7, "car", (255, 0, 0))


def test_columns_may_stand_in_any_order(tmp_path):
    path = written(tmp_path, "name,key,color,index\ncar,c,#ff0000,7\n")
    assert read_classes(path).at(7) == ClassRow(7, "car", (255, 0, 0), {"key": "c"})


def test_names_with_commas_quotes_and_other_scripts_survive(tmp_path):
    table = ClassTable((ClassRow(1, 'a, "b"', (1, 2, 3)), ClassRow(2, "Straße 道路", (4, 5, 6))))
    write_classes(tmp_path / "classes.csv", table)
    assert rows_of(read_classes(tmp_path / "classes.csv")) == rows_of(table)


@settings(max_examples=50)
@given(
    rows=st.dictionaries(
        st.integers(0, 255),
        st.tuples(
            st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])).map(str.strip),
            st.tuples(*[st.integers(0, 255)] * 3),
        ),
        max_size=20,
    )
)
def test_every_table_reads_back_as_written(tmp_path_factory, rows):
    named = {name: (index, color) for index, (name, color) in rows.items() if name}
    table = ClassTable(tuple(ClassRow(index, name, color) for name, (index, color) in named.items()))
    path = tmp_path_factory.mktemp("classes") / "classes.csv"
    write_classes(path, table)
    assert rows_of(read_classes(path)) == rows_of(table)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "lacks index, name, color"),
        ("index,name\n1,car\n", 1, "lacks color"),
        ("index;name;color\n1;car;#ff0000\n", 1, "separated by commas"),
        ("index,name,color,name\n1,car,#ff0000,x\n", 1, "names a column twice"),
        ("index,name,color\n1,car,red\n", 2, "#80c0ff"),
        ("index,name,color\n1,car,#ff00\n", 2, "#80c0ff"),
        ("index,name,color\n\n256,car,#ff0000\n", 3, "'256' is no whole number"),
        ("index,name,color\n-1,car,#ff0000\n", 2, "'-1' is no whole number"),
        ("index,name,color\none,car,#ff0000\n", 2, "'one' is no whole number"),
        ("index,name,color\n" + "9" * 5000 + ",car,#ff0000\n", 2, "is no whole number"),
        ("index,name,color\n1,,#ff0000\n", 2, "no name"),
        ("index,name,color\n1,car,#ff0000\n1,bus,#00ff00\n", 3, "index 1 stands in line 2"),
        ("index,name,color\n1,car,#ff0000\n2,car,#00ff00\n", 3, "name 'car' stands in line 2"),
        ("index,name,color\n1,a, b,#ff0000\n", 2, "double quotes"),
        ('index,name,color\n1,"car"x,#ff0000\n', 2, "no CSV"),
    ],
)
def test_a_bad_file_is_an_error_that_names_file_line_and_remedy(tmp_path, text, line, words):
    path = written(tmp_path, text)
    with pytest.raises(ClassTableError) as error:
        read_classes(path)
    assert str(error.value).startswith(f"{path}, line {line}: ")
    assert words in str(error.value)


def test_a_file_that_is_no_text_is_refused(tmp_path):
    path = written(tmp_path, b"index,name,color\n1,caf\xe9,#ff0000\n")
    with pytest.raises(ClassTableError, match=r"byte 23.*Save it as UTF-8"):
        read_classes(path)


def test_a_missing_file_is_unreadable(tmp_path):
    with pytest.raises(FileUnreadableError):
        read_classes(tmp_path / "classes.csv")


def test_every_ready_table_reads_and_tells_its_number_of_classes():
    tables = {table.name: table for table in ready_tables()}
    assert len(tables) == 23
    assert tables["voc21"].class_count == 22
    assert tables["cityscapes_trainIds19"].class_count == 20
    assert tables["coco_panoptic133"].class_count == 133
    for name, table in tables.items():
        assert len(read_ready_table(name)) >= table.class_count


def test_ready_tables_stand_in_natural_order():
    names = [table.name for table in ready_tables()]
    assert names.index("camvid11") < names.index("camvid32") < names.index("voc21")


def test_a_ready_table_keeps_what_its_source_calls_0_and_255():
    table = read_ready_table("cityscapes_trainIds19")
    assert table.at(0) == ClassRow(0, "road", (128, 64, 128))
    assert table.at(255).name == "ignore"


def test_the_voc_table_has_the_colours_of_the_voc_colour_map():
    assert all(row.color == voc_color(row.index) for row in read_ready_table("voc21"))


def test_an_unknown_ready_table_is_an_error_that_lists_the_known_ones():
    with pytest.raises(ClassTableError, match=r"'nothing'.*voc21"):
        read_ready_table("nothing")


def test_labels_txt_of_labelme_numbers_by_line(tmp_path):
    path = written(tmp_path, "__ignore__\n_background_\naeroplane\nbicycle\n", "labels.txt")
    assert rows_of(classes_from_labels_txt(path)) == [
        (0, "background", (0, 0, 0)),
        (1, "aeroplane", (128, 0, 0)),
        (2, "bicycle", (0, 128, 0)),
        (255, "void", (224, 224, 192)),
    ]


@pytest.mark.parametrize("first", ["", "_background_\n", "background\n"])
def test_labels_txt_without_void_begins_with_index_1(tmp_path, first):
    table = classes_from_labels_txt(written(tmp_path, first + "cat\r\ndog\n", "labels.txt"))
    assert [(row.index, row.name) for row in table.user_rows] == [(1, "cat"), (2, "dog")]


def test_an_empty_line_of_labels_txt_keeps_its_number(tmp_path):
    table = classes_from_labels_txt(written(tmp_path, "cat\n\ndog\n", "labels.txt"))
    assert [(row.index, row.name) for row in table.user_rows] == [(1, "cat"), (3, "dog")]


def test_labels_txt_with_a_name_twice_or_too_many_names_is_an_error(tmp_path):
    with pytest.raises(ClassTableError, match="line 3: 'cat' stands there twice"):
        classes_from_labels_txt(written(tmp_path, "cat\ndog\ncat\n", "labels.txt"))
    many = "\n".join(f"class {number}" for number in range(300))
    with pytest.raises(ClassTableError, match=r"line 255.*index 255"):
        classes_from_labels_txt(written(tmp_path, many, "labels.txt"))
