"""`labeler recolor` on the command line."""

from __future__ import annotations

import numpy as np
import pytest

from labeler.__main__ import main
from labeler.core.class_file import read_ready_table
from labeler.core.label_png import read_label_png, write_label_png

LABELS = np.arange(12, dtype=np.uint8).reshape(3, 4)


@pytest.fixture
def png(tmp_path):
    (tmp_path / "labels").mkdir()
    write_label_png(tmp_path / "labels" / "a.png", LABELS)
    return tmp_path / "labels" / "a.png"


def recolor(*words):
    return main(["recolor", *map(str, words)])


def test_files_get_the_colours_of_a_class_file(png, tmp_path, capsys):
    (tmp_path / "classes.csv").write_text("index,name,color\n1,road,#010203\n", encoding="utf-8")
    assert recolor(png, "--classes", tmp_path / "classes.csv") == 0
    assert capsys.readouterr() == ("1 written.\n", "")
    label_map, palette = read_label_png(png)
    np.testing.assert_array_equal(label_map, LABELS)
    assert palette is not None
    assert palette[1].tolist() == [1, 2, 3]


def test_folders_get_the_colours_of_a_ready_table(png, capsys):
    assert recolor(png.parent, "--classes", "cityscapes_trainIds19") == 0
    assert capsys.readouterr().out == "1 written.\n"
    np.testing.assert_array_equal(read_label_png(png)[1], read_ready_table("cityscapes_trainIds19").palette())


def test_a_file_that_fails_is_named_and_the_status_is_1(png, capsys):
    png.with_name("b.png").write_bytes(png.read_bytes()[:-5])
    assert recolor(png.parent, "--classes", "voc21") == 1
    out, err = capsys.readouterr()
    assert out.endswith("1 failed.\n")
    assert "b.png: is damaged" in err


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--classes", "no_such_table"], "No ready class table is called 'no_such_table'"),
        (["--classes", "missing.csv"], "missing.csv: cannot be read"),
        ([], "the following arguments are required: --classes"),
        (["nowhere.png", "--classes", "voc21"], "nowhere.png: cannot be read"),
    ],
)
def test_wrong_input_is_one_line_and_status_2(png, capsys, words, reason):
    before = png.read_bytes()
    assert recolor(png, *words) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert reason in err
    assert png.read_bytes() == before
