"""`labeler convert` on the command line."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from labeler.__main__ import main
from labeler.core.class_file import read_ready_table
from labeler.core.label_png import read_label_png

LABELS = np.arange(20, dtype=np.uint8).reshape(4, 5)
VOC = read_ready_table("voc21").palette()


@pytest.fixture
def source(tmp_path):
    (tmp_path / "masks").mkdir()
    Image.fromarray(VOC[LABELS]).save(tmp_path / "masks" / "a.png")
    return tmp_path / "masks"


def convert(*words):
    return main(["convert", *map(str, words)])


def test_a_folder_of_colours_becomes_palette_pngs(source, tmp_path, capsys):
    assert convert(source, tmp_path / "target", "--classes", "voc21") == 0
    assert capsys.readouterr() == ("1 written.\n", "")
    label_map, palette = read_label_png(tmp_path / "target" / "a.png")
    np.testing.assert_array_equal(label_map, LABELS)
    np.testing.assert_array_equal(palette, VOC)


def test_unknown_colours_are_named_and_the_status_is_1(source, tmp_path, capsys):
    Image.new("RGB", (3, 2), (1, 2, 3)).save(source / "b.png")
    assert convert(source, tmp_path / "target", "--classes", "voc21") == 1
    out, err = capsys.readouterr()
    assert out == "1 written, 1 failed.\n"
    assert err.startswith(
        "failed: b.png: colours that no class has, in 6 px: #010203 (6 px, first at x 0, y 0)."
    )


def test_every_option_reaches_the_job(tmp_path):
    classes = tmp_path / "classes.csv"
    classes.write_text("index,name,color\n1,a,#102030\n2,b,#102030\n3,c,#ffffff\n", encoding="utf-8")
    pixels = np.array([[[0x30, 0x20, 0x11], [255, 255, 255], [0, 200, 0]]], np.uint8)
    Image.fromarray(pixels).save(tmp_path / "a.png")
    target = tmp_path / "target.png"
    target.write_bytes(b"old")
    words = ("--tolerance", "1.5", "--on-unknown", "255", "--resolve", "#102030=2", "--bgr", "--overwrite")
    assert convert(tmp_path / "a.png", target, "--classes", classes, *words) == 0
    assert read_label_png(target)[0].tolist() == [[2, 3, 255]]
    Image.fromarray(np.array([[0, 255]], np.uint8)).save(tmp_path / "grey.png")
    words = ("--grey", "colors", "--resolve", "#102030=1")
    assert convert(tmp_path / "grey.png", tmp_path / "g.png", "--classes", classes, *words) == 0
    assert read_label_png(tmp_path / "g.png")[0].tolist() == [[0, 3]]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--on-unknown", "background"], "neither `error` nor a class index"),
        (["--on-unknown", "256"], "whole number from 0 to 255"),
        (["--resolve", "red=1"], "not a colour and an index"),
        (["--resolve", "#ff0000"], "not a colour and an index"),
        (["--resolve", "#ff0000=1"], "No class with the index 1 has the colour #ff0000"),
        (["--tolerance", "-1"], "tolerance lies between"),
        (["--tolerance", "a bit"], "invalid float value"),
        (["--grey", "maybe"], "invalid choice"),
        (["--off-palette", "void", "--on-unknown", "3"], "both void and the index 3"),
        (["--workers", "0"], "0 is no number of workers"),
    ],
)
def test_a_wrong_option_is_one_line_and_status_2_and_nothing_is_written(
    source, tmp_path, capsys, words, reason
):
    assert convert(source, tmp_path / "target", "--classes", "voc21", *words) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert reason in err
    assert not (tmp_path / "target").exists()


def test_a_table_with_shared_colours_asks_which_is_meant(source, tmp_path, capsys):
    assert convert(source, tmp_path / "target", "--classes", "ade20k150") == 2
    assert "#8c8c8c of " in capsys.readouterr().err


def test_an_interruption_says_how_to_go_on(source, tmp_path, capsys, monkeypatch):
    def interrupt(*_args, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr("labeler.jobs.convert_image.read_bytes", interrupt)
    assert convert(source, tmp_path / "target", "--classes", "voc21") == 1
    assert capsys.readouterr().err == "labeler: interrupted; the same command completes it.\n"


def test_pixels_off_the_palette_are_reported_per_file(source, tmp_path, capsys):
    blurred = VOC[LABELS]
    blurred[0, 0] = 9, 9, 9
    Image.fromarray(blurred).save(source / "b.png")
    words = ("--classes", "voc21", "--off-palette", "nearest")
    assert convert(source, tmp_path / "target", *words) == 0
    assert capsys.readouterr().out == "b.png: 1 px off the palette (5.0 %): nearest class.\n2 written.\n"


def test_a_dry_run_writes_nothing(source, tmp_path, capsys):
    assert convert(source, tmp_path / "target", "--classes", "voc21", "--dry-run", "--workers", "1") == 0
    out = capsys.readouterr().out
    assert out.startswith("a.png: Indices: 0 (1 px), 1 (1 px), ")
    assert out.endswith("\n1 would be written.\n")
    assert not (tmp_path / "target").exists()


def test_the_table_can_be_recognised_and_is_named(source, tmp_path, capsys):
    assert convert(source, tmp_path / "target", "--classes", "auto") == 0
    assert capsys.readouterr().out == "Class table: voc21 (100 % of the pixels).\n1 written.\n"
    np.testing.assert_array_equal(read_label_png(tmp_path / "target" / "a.png")[0], LABELS)


def test_tables_that_fit_equally_are_named_and_the_status_is_2(tmp_path, capsys):
    colors = read_ready_table("cityscapes_trainIds19").palette()[LABELS % 19]
    Image.fromarray(colors).save(tmp_path / "a.png")
    assert convert(tmp_path / "a.png", tmp_path / "b.png", "--classes", "auto") == 2
    err = capsys.readouterr().err
    assert "cityscapes_labelIds34" in err
    assert err.count("\n") == 1


def test_the_numbers_of_a_palette_png_can_count(tmp_path):
    image = Image.fromarray(LABELS, "L")
    image.putpalette(bytes(768))
    image.save(tmp_path / "a.png")
    words = ("--classes", "voc21", "--palette", "indices")
    assert convert(tmp_path / "a.png", tmp_path / "b.png", *words) == 0
    np.testing.assert_array_equal(read_label_png(tmp_path / "b.png")[0], LABELS)
