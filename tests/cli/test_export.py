from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from labeler.__main__ import main
from labeler.cli.export import parse_split
from labeler.core.errors import OptionError
from labeler.jobs.export import export_dataset
from tests.datasets import CLASSES, indices, make_dataset, square, tree, write_photograph, write_shapes


@pytest.fixture
def folder(tmp_path):
    return make_dataset(tmp_path / "data", 5)


@pytest.fixture
def target(tmp_path):
    return tmp_path / "VOCdevkit" / "VOC2012"


def export(*words):
    return main(["export", *map(str, words)])


def test_an_export_ends_with_0_and_says_what_it_did(folder, target, capsys):
    assert export(folder, target) == 0
    out, err = capsys.readouterr()
    assert out == "5 written.\n"
    assert err == ""
    assert (target / "manifest.json").is_file()


def test_files_are_those_that_python_and_the_window_write(folder, target, tmp_path):
    words = ("--split", "train=0.5,val=0.25,test=0.25", "--seed", 3, "--void-border", 1.5, "--grey")
    assert export(folder, target, *words, "--workers", 1) == 0
    export_dataset(
        folder,
        tmp_path / "python",
        ratios={"train": 0.5, "val": 0.25, "test": 0.25},
        seed=3,
        void_border=1.5,
        has_grey=True,
    )
    assert tree(target) == tree(tmp_path / "python")


def test_every_option_reaches_the_export(folder, target, tmp_path):
    write_photograph(folder / "b.jpg")
    classes = tmp_path / "other.csv"
    classes.write_text(CLASSES.replace("7,sky", "9,sky").replace("1,cat", "4,cat"), encoding="utf-8")
    words = ("--classes", classes, "--no-instances", "--no-boxes", "--images", "none", "--include-unlabelled")
    assert export(folder, target, *words, "--unlabelled", "void", "--format", "voc") == 0
    assert sorted(path.name for path in target.iterdir() if path.is_dir()) == [
        "ImageSets",
        "SegmentationClass",
    ]
    assert set(indices(target / "SegmentationClass" / "a1.png").ravel().tolist()) == {2, 4, 255}
    assert (indices(target / "SegmentationClass" / "b.png") == 255).all()
    assert export(folder, target, "--wide-instances", "--overwrite", "replace", "--images", "link") == 0
    assert (target / "JPEGImages" / "a1.jpg").samefile(folder / "a1.jpg")


def test_classes_may_be_a_ready_table(folder, target):
    assert export(folder, target, "--classes", "voc21") == 0
    assert "aeroplane:128,0,0::" in (target / "labelmap.txt").read_text(encoding="utf-8")


def test_classes_of_one_colour_are_named_and_exported(folder, target, capsys):
    (folder / "classes.csv").write_text(CLASSES.replace("#008000", "#800000"), encoding="utf-8")
    assert export(folder, target) == 0
    assert "cannot tell them apart: 'cat', 'dog'." in capsys.readouterr().out


def test_lists_are_kept_to(folder, target, tmp_path, capsys):
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "val.txt").write_text("a2\n")
    assert export(folder, target, "--lists", tmp_path / "lists") == 0
    assert (target / "ImageSets" / "Segmentation" / "val.txt").read_text() == "a2\n"
    assert "left out: a1.jpg: It is in none of the lists." in capsys.readouterr().out


def test_images_that_fail_are_named_with_their_reason_and_the_status_is_1(folder, target, capsys):
    write_shapes(folder / "a2.jpg", [square("unicorn", 1, 1)])
    (folder / "a4.jpg").write_bytes(b"")
    assert export(folder, target) == 1
    out, err = capsys.readouterr()
    assert out == "3 written, 2 failed.\n"
    assert "failed: a2.jpg: " in err
    assert "'unicorn'" in err
    assert "failed: a4.jpg: " in err


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--split", "train"], "is not a list of shares such as train=0.8,val=0.2"),
        (["--void-border", "-1"], "give a radius between 0 and 1000"),
        (["--workers", "0"], "give 1 or more"),
        (["--format", "coco"], "no format 'coco'"),
        (["--images", "move"], "argument --images: invalid choice: 'move'"),
        (["--classes", "missing.csv"], "missing.csv: cannot be read"),
        (["--lists", "missing"], "missing: cannot be read"),
        (["--lists", "missing", "--split", "train=1"], "not allowed with"),
    ],
)
def test_a_wrong_option_is_one_line_and_status_2_and_nothing_is_written(
    folder, target, capsys, words, reason
):
    assert export(folder, target, *words) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert reason in err
    assert not target.exists()


def test_a_dataset_that_does_not_exist_is_one_line_and_status_2(target, tmp_path, capsys):
    assert export(tmp_path / "nowhere", target) == 2
    assert "nowhere" in capsys.readouterr().err


def test_a_target_with_an_export_is_refused_until_told(folder, target, capsys):
    assert export(folder, target) == 0
    assert export(folder, target) == 2
    assert "--overwrite update" in capsys.readouterr().err
    assert export(folder, target, "--overwrite", "update") == 0
    assert capsys.readouterr().out == "5 unchanged.\n"


def test_an_unwritable_target_is_one_line_and_status_2(folder, tmp_path, capsys):
    (tmp_path / "file").write_text("x")
    assert export(folder, tmp_path / "file" / "voc") == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.skipif(os.name != "posix", reason="sends Ctrl+C as a signal")
@pytest.mark.parametrize("workers", ["1", "2"])  # a thread, processes
def test_ctrl_c_says_how_to_go_on_and_ends_with_1(tmp_path, workers):
    folder, target = make_dataset(tmp_path / "data", 150), tmp_path / "voc"
    command = [sys.executable, "-m", "labeler", "export", str(folder), str(target), "--workers", workers]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        while not (target / "SegmentationClass" / "a2.png").exists() and process.poll() is None:
            time.sleep(0.001)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert err == "labeler: interrupted; the same command again completes the export.\n"
    assert process.returncode == 1
    assert not list(target.rglob("*.tmp"))
    assert export(folder, target) == 0
    export_dataset(folder, tmp_path / "whole")
    assert tree(target) == tree(tmp_path / "whole")


def test_a_reader_that_goes_away_causes_no_traceback(folder, target):
    for number in range(400):
        write_photograph(folder / f"unlabelled {number}.jpg", (8, 8))
    command = [sys.executable, "-m", "labeler", "export", str(folder), str(target)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        err = process.stderr.read()
    assert b"Traceback" not in err
    assert process.returncode == 1


@pytest.mark.parametrize("text", ["", "train", "train=", "=1", "train=a", "train=0.5,train=0.5", "train:1"])
def test_a_split_that_is_none_is_refused(text):
    with pytest.raises(OptionError, match=r"not a list of shares"):
        parse_split(text)


def test_a_split_is_read_with_blanks():
    assert parse_split("train=0.7, val=0.2 ,test=0.1") == {"train": 0.7, "val": 0.2, "test": 0.1}
