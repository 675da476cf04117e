"""`labeler inspect` on the command line."""

from __future__ import annotations

import json

import numpy as np
import pytest
from PIL import Image

from labeler.__main__ import main
from labeler.core.label_png import write_label_png
from labeler.core.palette import voc_palette

MAP = np.array([[0, 1, 15, 255]], np.uint8)


@pytest.fixture
def files(tmp_path):
    write_label_png(tmp_path / "palette.png", MAP)
    Image.fromarray(voc_palette()[MAP]).save(tmp_path / "rgb.png")
    return tmp_path


def test_a_file_that_can_train_is_status_0(files, capsys):
    assert main(["inspect", str(files / "palette.png")]) == 0
    assert "Verdict   It can train." in capsys.readouterr().out


def test_the_palette_png_and_its_rgb_twin_are_told_apart(files, capsys):
    assert main(["inspect", str(files / "palette.png"), str(files / "rgb.png")]) == 1
    first, _, second = capsys.readouterr().out.partition("\n\n")
    assert "8-bit palette PNG" in first
    assert "Every pixel stores a class index" in first
    assert "8-bit RGB PNG" in second
    assert "labeler convert" in second


def test_names_of_classes_come_from_the_table_that_is_named(files, capsys):
    assert main(["inspect", str(files / "palette.png"), "--classes", "voc21"]) == 0
    assert "15  person" in capsys.readouterr().out


def test_json_is_one_document_for_all_files(files, capsys):
    arguments = [
        "inspect",
        "--json",
        str(files / "palette.png"),
        str(files / "rgb.png"),
        str(files / "none.png"),
    ]
    assert main(arguments) == 1
    told = json.loads(capsys.readouterr().out)["files"]
    assert [each["can_train"] for each in told] == [True, False, False]
    assert told[2]["error"].startswith("cannot be read")


def test_a_missing_file_is_named_and_the_others_are_told(files, capsys):
    assert main(["inspect", str(files / "none.png"), str(files / "palette.png")]) == 1
    out, err = capsys.readouterr()
    assert f"failed: {files / 'none.png'}: cannot be read (No such file or directory)." in err
    assert "It can train" in out


@pytest.mark.parametrize("words", [[], ["a.png", "--classes", "nothing"]])
def test_wrong_use_is_one_line_and_status_2(words, capsys):
    assert main(["inspect", *words]) == 2
    assert capsys.readouterr().err.count("\n") == 1
