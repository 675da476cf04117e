"""`labeler classes` on the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from labeler.__main__ import main
from labeler.core.class_file import read_classes, read_ready_table


def classes(*words):
    return main(["classes", *map(str, words)])


@pytest.fixture
def dataset(tmp_path):
    Image.new("RGB", (20, 10)).save(tmp_path / "a.jpg")
    shapes = [
        {"label": name, "points": [[0, 0], [9, 0], [0, 9]], "shape_type": "polygon"}
        for name in ("tree", "car", "tree", "_background_", "road")
    ]
    (tmp_path / "a.json").write_text(json.dumps({"shapes": shapes, "imagePath": "a.jpg", "imageData": None}))
    return tmp_path


def names(path):
    return [(row.index, row.name) for row in read_classes(path)]


def test_list_names_every_ready_table_with_its_number_of_classes(capsys):
    assert classes("list") == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 23
    assert any(line.split() == ["cityscapes_trainIds19", "20", "classes"] for line in lines)


def test_show_prints_index_colour_and_name(capsys):
    assert classes("show", "voc21") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "  1  #800000  aeroplane"
    assert lines[-1] == "255  #e0e0c0  void"


def test_an_unknown_table_is_one_line_and_status_2(capsys):
    assert classes("show", "nothing") == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("labeler: No ready class table is called 'nothing'.")
    assert err.count("\n") == 1


def test_export_writes_a_table_but_not_over_another(tmp_path, capsys):
    path = tmp_path / "classes.csv"
    assert classes("export", "voc21", path) == 0
    assert capsys.readouterr().out == f"{path}: 22 classes written.\n"
    assert names(path) == [(row.index, row.name) for row in read_ready_table("voc21")]
    assert classes("export", "suim8", path) == 2
    assert "exists already" in capsys.readouterr().err
    assert len(read_classes(path)) == 22


def test_init_takes_the_classes_that_the_annotations_name(dataset):
    assert classes("init", dataset) == 0
    assert names(dataset / "classes.csv") == [
        (0, "background"),
        (1, "car"),
        (2, "road"),
        (3, "tree"),
        (255, "void"),
    ]


def test_init_begins_with_labels_txt(dataset):
    (dataset / "labels.txt").write_text("__ignore__\n_background_\ntree\n")
    assert classes("init", dataset) == 0
    assert names(dataset / "classes.csv") == [
        (0, "background"),
        (1, "tree"),
        (2, "car"),
        (3, "road"),
        (255, "void"),
    ]


def test_init_begins_with_a_ready_table(dataset):
    assert classes("init", dataset, "--from", "voc21") == 0
    table = read_classes(dataset / "classes.csv")
    assert table.find("aeroplane").index == 1
    assert table.find("car").index == 7
    assert (table.find("road").index, table.find("tree").index) == (21, 22)


def test_init_does_not_touch_a_table_that_is_there(dataset, capsys):
    (dataset / "classes.csv").write_text("index,name,color\n9,cat,#ff0000\n")
    assert classes("init", dataset) == 2
    assert "exists already" in capsys.readouterr().err
    assert (9, "cat") in names(dataset / "classes.csv")


def test_init_names_an_annotation_that_it_cannot_read(dataset, capsys):
    (dataset / "a.json").write_text("{")
    assert classes("init", dataset) == 2
    assert "a.json: cannot be read as JSON" in capsys.readouterr().err
    assert not (dataset / "classes.csv").exists()


@pytest.mark.parametrize("words", [(), ("show",), ("export", "voc21"), ("init",), ("colour",)])
def test_missing_words_are_a_wrong_use(words, capsys):
    assert classes(*words) == 2
    assert capsys.readouterr().err.startswith("labeler: ")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_output_that_cannot_be_written_is_one_line_and_no_traceback():
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "labeler", "classes", "list"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.decode() == (
        "labeler: what was to be printed could not be written (No space left on device).\n"
    )


def test_list_finds_tables_by_name_and_by_class(capsys):
    assert classes("list", "cityscapes") == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [
        *("cityscapes_labelIds34", "cityscapes_trainIds19")
    ]
    assert classes("list", "rider") == 0
    assert "  (rider)" in capsys.readouterr().out
    assert classes("list", "traffic") == 0
    assert "and 13 more)" in capsys.readouterr().out


def test_a_search_that_finds_nothing_says_so_and_is_status_1(capsys):
    assert classes("list", "unicorn") == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "labeler: no ready table, and no class of one, is called 'unicorn'.\n"


def test_show_takes_words_that_find_one_table(capsys):
    assert classes("show", "camvid", "11") == 0
    assert "Building" in capsys.readouterr().out
    assert classes("show", "camvid") == 2
    assert "Choose one of: camvid11, camvid32." in capsys.readouterr().err


def test_show_prints_the_table_of_any_file_with_what_is_odd_there(tmp_path, capsys):
    (tmp_path / "labelmap.txt").write_text("background:0,0,0::\ncat:1,2,3::\ncat:4,5,6::\n")
    assert classes("show", tmp_path / "labelmap.txt") == 0
    out, err = capsys.readouterr()
    assert "  2  #040506  cat 2" in out
    assert "it is called 'cat 2'" in err


def test_import_writes_classes_csv_from_another_programs_table(dataset, capsys):
    (dataset / "map.txt").write_text("cat:1,2,3::\ndog:::\nignored:9,9,9::\n")
    assert classes("import", dataset / "map.txt", dataset) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0] == "'ignored', the last class, is taken as void (index 255)."
    assert out[-1] == f"{dataset / 'classes.csv'}: 4 classes written."
    assert sorted(names(dataset / "classes.csv")) == [
        *((0, "background"), (1, "cat"), (2, "dog"), (255, "ignored"))
    ]


def test_import_replaces_a_table_only_when_asked(dataset, capsys):
    (dataset / "id2label.json").write_text('{"0": "background", "7": "cat"}')
    (dataset / "classes.csv").write_text("index,name,color\n9,cat,#ff0000\n")
    assert classes("import", dataset / "id2label.json", dataset) == 2
    assert "exists already" in capsys.readouterr().err
    assert classes("import", dataset / "id2label.json", dataset, "--overwrite") == 0
    assert (7, "cat") in names(dataset / "classes.csv")


def test_import_wants_a_folder_and_a_table(dataset, capsys):
    assert classes("import", dataset / "a.json", dataset) == 2
    assert "is no index with a name" in capsys.readouterr().err
    (dataset / "labels.txt").write_text("cat\n")
    assert classes("import", dataset / "labels.txt", dataset / "none") == 2
    assert "is no folder. Name the folder of the images." in capsys.readouterr().err
    assert not (dataset / "classes.csv").exists()


def test_export_writes_for_other_programs_and_says_what_is_lost(tmp_path, capsys):
    assert classes("export", "voc21", tmp_path / "labelmap.txt") == 0
    assert "cat:64,0,0::" in (tmp_path / "labelmap.txt").read_text()
    assert classes("export", "suim8", tmp_path / "names.json", "--format", "id2label") == 0
    assert json.loads((tmp_path / "names.json").read_text())["0"] == "BW background waterbody"
    assert "The file holds no colours" in capsys.readouterr().out
    assert classes("export", "suim8", tmp_path / "names.json") == 2
    assert "exists already" in capsys.readouterr().err


def test_export_takes_the_table_of_a_dataset_or_a_file(dataset, tmp_path):
    (dataset / "classes.csv").write_text("index,name,color\n9,cat,#ff0000\n")
    assert classes("export", dataset, tmp_path / "a.gpl") == 0
    assert "255   0   0\tcat" in (tmp_path / "a.gpl").read_text()
    assert classes("export", tmp_path / "a.gpl", tmp_path / "data.yaml") == 0
    assert "9: cat" in (tmp_path / "data.yaml").read_text()
    assert classes("export", tmp_path / "a.gpl", tmp_path / "data.yaml", "--overwrite") == 0


def test_an_import_over_a_table_tells_what_becomes_of_its_classes_and_keeps_their_notes(dataset, capsys):
    table = "index,name,color,notes,mine\n1,cat,#010203,furry,x\n2,dog,#040506,,y\n"
    (dataset / "classes.csv").write_text(table)
    (dataset / "labelmap.txt").write_text("background:0,0,0::\nbus:1,1,1::\ncat:7,8,9::\n")
    assert classes("import", dataset / "labelmap.txt", dataset, "--overwrite") == 0
    out = capsys.readouterr().out
    assert "The index of 'cat' was 1 and is 2 now.\nThe class 'dog' (2) is gone.\nOnly the table" in out
    assert "2,cat,#070809,furry,x" in (dataset / "classes.csv").read_text()
    (dataset / "classes.csv").write_text("nonsense")
    assert classes("import", dataset / "labelmap.txt", dataset, "--overwrite") == 0
    assert "Only the table" not in capsys.readouterr().out
