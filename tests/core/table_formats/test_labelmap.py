from __future__ import annotations

import pytest

from labeler.core.classes import ClassRow, ClassTable
from labeler.core.errors import ClassTableError
from labeler.core.table_formats import read_any_table, write_table
from labeler.core.table_formats.labelmap import labelmap_text


def read(tmp_path, text, name="labelmap.txt"):
    (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_any_table(tmp_path / name)


def rows(table):
    return [(row.index, row.name, row.color) for row in table]


def test_it_lists_every_class_by_index_with_background_and_void():
    table = ClassTable((ClassRow(2, "tv monitor", (1, 2, 3)), ClassRow(1, "cat", (0, 128, 0))))
    assert labelmap_text(table) == (
        "# label:color_rgb:parts:actions\n"
        "background:0,0,0::\n"
        "cat:0,128,0::\n"
        "tv monitor:1,2,3::\n"
        "void:224,224,192::\n"
    )


def test_indices_with_gaps_are_kept_in_a_comment_that_others_pass_over(tmp_path):
    table = ClassTable((ClassRow(4, "tv monitor", (1, 2, 3)), ClassRow(2, "cat", (0, 128, 0))))
    assert labelmap_text(table).splitlines()[:3] == [
        "# label:color_rgb:parts:actions",
        "# indices: 0,2,4,255",
        "background:0,0,0::",
    ]
    (notice,) = write_table(tmp_path / "labelmap.txt", table.without(4))
    assert notice.startswith("The file gives indices by its order: a comment keeps yours for Labeler")


def test_datumaro_reads_it_and_passes_over_the_comment(tmp_path):
    reader = pytest.importorskip("datumaro.plugins.data_formats.voc.format")
    table = ClassTable((ClassRow(4, "tv monitor", (1, 2, 3)), ClassRow(2, "cat", (0, 128, 0))))
    write_table(tmp_path / "labelmap.txt", table)
    told = reader.parse_label_map(str(tmp_path / "labelmap.txt"))
    assert [(name, color) for name, (color, *_) in told.items()] == [
        ("background", (0, 0, 0)),
        ("cat", (0, 128, 0)),
        ("tv monitor", (1, 2, 3)),
        ("void", (224, 224, 192)),
    ]


@pytest.mark.parametrize("comment", ["# indices: 0,5", "# indices: 0,x,255", "# indices:"])
def test_a_comment_that_does_not_fit_any_more_is_passed_over(tmp_path, comment):
    found = read(tmp_path, f"{comment}\nbackground:0,0,0::\ncat:1,2,3::\nvoid:9,9,9::\n")
    assert [row.index for row in found.table] == [0, 1, 255]


def test_a_file_of_cvat_is_read_as_it_is_exported(tmp_path):
    text = "# label:color_rgb:parts:actions\r\nbackground:0,0,0::\r\ncar:255,0,124::\r\n\r\nroad:::\r\n"
    found = read(tmp_path, b"\xef\xbb\xbf" + text.encode())
    assert rows(found.table)[:3] == [
        (0, "background", (0, 0, 0)),
        (1, "car", (255, 0, 124)),
        (2, "road", (0, 128, 0)),
    ]
    assert found.notices == ("No colour is given for road; the VOC colour map has one for each index.",)


def test_parts_and_actions_are_told_and_left_out(tmp_path):
    found = read(tmp_path, "background:0,0,0::\nperson:1,2,3:head,hand:jumping\n")
    assert found.notices == ("Parts and actions are not kept (person).",)


def test_names_that_occur_twice_stay_two_classes(tmp_path):
    found = read(tmp_path, "background:0,0,0::\ncat:1,2,3::\ncat:4,5,6::\n")
    assert rows(found.table)[2] == (2, "cat 2", (4, 5, 6))
    assert found.notices == ("line 3: 'cat' stands there again; it is called 'cat 2'.",)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("cat:1,2,3", "labelmap.txt, line 2: has 2 fields between colons, and four belong there"),
        ("a:b:1,2,3::", "has 5 fields"),
        ("cat:1,2::", r"line 2: '1,2' is no colour. Write three numbers from 0 to 255"),
        ("cat:1,2,256::", "is no colour"),
        ("cat:#ff0000::", "is no colour"),
    ],
)
def test_a_wrong_line_is_named_with_the_remedy(tmp_path, line, words):
    with pytest.raises(ClassTableError, match=words):
        read(tmp_path, f"background:0,0,0::\n{line}\n")


@pytest.mark.parametrize("name", ["a:b", "#1"])
def test_names_that_would_be_read_as_something_else_are_not_written(tmp_path, name):
    with pytest.raises(ClassTableError, match="Rename the class, or choose another format"):
        write_table(tmp_path / "labelmap.txt", ClassTable().with_names([name]))
    assert not (tmp_path / "labelmap.txt").exists()
