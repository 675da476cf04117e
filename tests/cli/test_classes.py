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
