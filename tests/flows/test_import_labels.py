from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from labeler.cli import main
from labeler.core.annotation_file import read_annotation
from tests.jobs.import_folders import MAP, make_folder_of_images, make_label

SAMPLE = Path(__file__).parents[2] / "resources" / "sample"
LABELS = ("SegmentationClass", "SegmentationObject")


def files_of(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("border", ["0", "2"])
def test_an_export_that_is_imported_and_exported_again_is_the_same_byte_for_byte(tmp_path, border, capsys):
    first, second, data = tmp_path / "first", tmp_path / "second", tmp_path / "data"
    assert main(["export", str(SAMPLE), str(first), "--void-border", border]) == 0
    data.mkdir()
    for image in (*SAMPLE.glob("*.jpg"), *SAMPLE.glob("*.png")):
        shutil.copy(image, data)
    assert main(["import", str(first), str(data)]) == 0
    assert "labelmap.txt" in capsys.readouterr().out
    assert main(["export", str(data), str(second)]) == 0
    for folder in LABELS:
        assert files_of(first / folder) == files_of(second / folder)
    assert (first / "labelmap.txt").read_bytes() == (second / "labelmap.txt").read_bytes()


def test_a_voc_dataset_takes_its_own_label_images(tmp_path):
    root, again = tmp_path / "voc", tmp_path / "again"
    assert main(["export", str(SAMPLE), str(root)]) == 0
    assert main(["import", str(root), str(root)]) == 0
    assert main(["export", str(root), str(again)]) == 0
    names = {path.name.partition("_")[2]: path for path in (again / LABELS[0]).iterdir()}
    for path in (root / LABELS[0]).iterdir():
        assert names[path.name].read_bytes() == path.read_bytes()


def test_a_dry_run_says_what_would_be_written(tmp_path, capsys):
    make_folder_of_images(tmp_path / "data", ["a.jpg", "b.jpg"])
    make_label(tmp_path / "masks" / "a.png", MAP)
    call = ["import", str(tmp_path / "masks"), str(tmp_path / "data"), "--add-classes"]
    assert main([*call, "--dry-run"]) == 0
    out = capsys.readouterr().out
    assert "a.jpg: 4 shapes." in out
    assert "1 would be written." in out
    assert "1 image without a label image" in out
    assert not list((tmp_path / "data").glob("*.json"))
    assert main(call) == 0
    assert len(read_annotation(tmp_path / "data" / "a.json").shapes) == 4


def test_options_of_the_command_line_reach_the_import(tmp_path, capsys):
    make_folder_of_images(tmp_path / "data", ["a.jpg"])
    make_label(tmp_path / "masks" / "a_mask.png", MAP)
    make_label(tmp_path / "objects" / "a_mask.png", np.where(MAP == 1, 7, 0).astype(np.uint8))
    call = ["import", str(tmp_path / "masks"), str(tmp_path / "data"), "--classes", "voc21", "--done"]
    more = ["--ending", "_mask", "--instances", str(tmp_path / "objects"), "--void", "unlabelled"]
    assert main([*call, *more, "--simplify", "0.5", "--workers", "1"]) == 0
    annotation = read_annotation(tmp_path / "data" / "a.json")
    assert annotation.is_done
    assert [(shape.class_name, shape.group_id) for shape in annotation.shapes] == [
        ("aeroplane", 7),
        ("aeroplane", 7),
        ("bicycle", None),
    ]
    assert "of void are unlabelled" in capsys.readouterr().out


def test_images_that_failed_make_the_exit_status_1(tmp_path, capsys):
    make_folder_of_images(tmp_path / "data", ["a.jpg"])
    make_label(tmp_path / "masks" / "b.png", MAP)
    assert main(["import", str(tmp_path / "masks"), str(tmp_path / "data")]) == 1
    assert "failed: b.png: No image of the dataset is called so" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--format", "coco"], "no format 'coco'"),
        (["--simplify", "-1"], "tolerance"),
        (["--workers", "0"], "number of workers"),
        (["--classes", "camvid11"], "has a class table, which --classes does not replace"),
    ],
)
def test_wrong_options_are_one_line_and_exit_status_2(tmp_path, more, words, capsys):
    make_folder_of_images(tmp_path / "data", ["a.jpg"])
    make_label(tmp_path / "masks" / "a.png", MAP)
    (tmp_path / "data" / "classes.csv").write_text("index,name,color\n1,cat,#112233\n")
    assert main(["import", str(tmp_path / "masks"), str(tmp_path / "data"), *more]) == 2
    error = capsys.readouterr().err
    assert words in error
    assert error.count("\n") == 1
