"""`labeler remap` on the command line."""

from __future__ import annotations

import numpy as np
import pytest

from labeler.__main__ import main
from labeler.core.label_png import read_label_png, write_label_png
from labeler.core.palette import voc_palette

LABELS = np.array([[0, 1, 1, 7], [255, 7, 7, 3]], np.uint8)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "masks").mkdir()
    write_label_png(tmp_path / "masks" / "a.png", LABELS)
    (tmp_path / "map.csv").write_text(
        "old_index,new_index,old_name,new_name\n1,2,car,vehicle\n7,2,van,vehicle\n0,0,background,\n"
    )
    return tmp_path


def remap(*words):
    return main(["remap", *map(str, words)])


def test_indices_change_in_place_and_what_became_what_is_told(folder, capsys):
    assert remap(folder / "masks", "--map", folder / "map.csv") == 0
    assert capsys.readouterr() == (
        "1 written.\n1 car -> 2 vehicle: 1 file, 2 px\n7 van -> 2 vehicle: 1 file, 3 px\n",
        "",
    )
    assert read_label_png(folder / "masks" / "a.png")[0].tolist() == [[0, 2, 2, 2], [255, 2, 2, 3]]


def test_a_dry_run_tells_the_same_and_writes_nothing(folder, capsys):
    assert remap(folder / "masks", "--map", folder / "map.csv", "--dry-run", "--workers", "1") == 0
    out = capsys.readouterr().out
    assert "5 px change: 1 to 2 (2 px), 7 to 2 (3 px).\n1 would be written.\n1 car -> 2" in out
    np.testing.assert_array_equal(read_label_png(folder / "masks" / "a.png")[0], LABELS)


def test_a_class_table_gives_colours_and_names(folder, capsys):
    classes = folder / "classes.csv"
    classes.write_text("index,name,color\n2,things that drive,#010203\n")
    words = ("--classes", classes, "--target", folder / "new")
    assert remap(folder / "masks", "--map", folder / "map.csv", *words) == 0
    assert "7 van -> 2 things that drive: 1 file, 3 px" in capsys.readouterr().out
    assert read_label_png(folder / "new" / "a.png")[1][2].tolist() == [1, 2, 3]
    np.testing.assert_array_equal(read_label_png(folder / "masks" / "a.png")[1], voc_palette())


def test_a_new_index_of_no_class_is_refused(folder, capsys):
    (folder / "classes.csv").write_text("index,name,color\n3,other,#010203\n")
    words = ("--classes", folder / "classes.csv")
    assert remap(folder / "masks", "--map", folder / "map.csv", *words) == 2
    assert "no class has the new index 2" in capsys.readouterr().err


def test_strict_refuses_other_indices(folder, capsys):
    words = ("--strict", "--target", folder / "new")
    assert remap(folder / "masks", "--map", folder / "map.csv", *words) == 1
    assert "3 (1 px), 255 (1 px)" in capsys.readouterr().err


def test_in_place_one_bad_file_leaves_all_as_they_were(folder, capsys):
    (folder / "masks" / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert remap(folder / "masks", "--map", folder / "map.csv") == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("failed: ")
    assert "1 of 2 files cannot be changed, so none was" in err
    np.testing.assert_array_equal(read_label_png(folder / "masks" / "a.png")[0], LABELS)


def test_a_target_with_other_files_is_left_alone_unless_told(folder):
    words = (folder / "masks", "--map", folder / "map.csv", "--target", folder / "new")
    (folder / "new").mkdir()
    (folder / "new" / "a.png").write_bytes(b"mine")
    assert remap(*words) == 1
    assert (folder / "new" / "a.png").read_bytes() == b"mine"
    assert remap(*words, "--overwrite") == 0


@pytest.mark.parametrize(
    ("text", "reason"), [("old_index\n1\n", "header must name"), ("old_index,new_index\n1,300\n", "'300'")]
)
def test_a_wrong_mapping_is_one_line_and_status_2(folder, capsys, text, reason):
    (folder / "map.csv").write_text(text)
    assert remap(folder / "masks", "--map", folder / "map.csv") == 2
    err = capsys.readouterr().err
    assert reason in err
    assert err.count("\n") == 1
