from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from labeler.core.class_file import read_ready_table
from labeler.core.classes import ClassRow, ClassTable
from labeler.core.inspection import Names, inspect_file
from labeler.core.inspection_report import HEIGHT, WIDTH, as_json, kind_in_words, report_lines
from labeler.core.label_png import write_label_png
from labeler.core.palette import voc_palette
from tests.core.test_inspection import MAP, png_bytes


def test_the_screen_of_a_palette_png(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_label_png("2009_001625.png", MAP)
    names = Names(read_ready_table("voc21"), "voc21")
    lines = report_lines(inspect_file("2009_001625.png", names))
    size = (tmp_path / "2009_001625.png").stat().st_size
    assert lines[:12] == [
        "2009_001625.png",
        f"Kind      8-bit palette PNG (colour type 3), 8 x 6 px, {size} bytes",
        "Palette   256 colours: the colours of voc21",
        "Indices (names of voc21)                             pixels     share",
        "      0  background                                      30    62.5 %",
        "     15  person                                          16    33.3 %",
        "    255  void                                             2     4.2 %",
        "Readers   what each makes of it (height x width, kind, first values)",
        "  Pillow      np.array(Image.open())  6x8 uint8          index 0 15 255",
        "  OpenCV      IMREAD_UNCHANGED        6x8x3 uint8        colours (BGR)",
        "  OpenCV      IMREAD_GRAYSCALE        6x8 uint8          luma 0 147 220",
        "  TensorFlow  decode_png channels=0   6x8x3 uint8        colours",
    ]
    assert lines[13].startswith("Verdict   It can train. Every pixel stores a class index")


def test_the_screen_of_its_rgb_twin(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Image.fromarray(voc_palette()[MAP]).save("rgb.png")
    lines = report_lines(inspect_file("rgb.png", Names(read_ready_table("voc21"), "voc21")))
    assert lines[1].startswith("Kind      8-bit RGB PNG (colour type 2), 8 x 6 px")
    assert "  #c08080  person (15)                                   16    33.3 %" in lines
    assert lines[-1] == "Remedy    labeler convert rgb.png TARGET --classes voc21"
    assert any(line.startswith("Verdict   It cannot train. Its pixels are colours") for line in lines)


def test_indices_without_a_class_are_told(tmp_path):
    write_label_png(tmp_path / "a.png", MAP)
    lines = report_lines(inspect_file(tmp_path / "a.png", Names(ClassTable(), "classes.csv")))
    assert any(line.startswith("     15  not in the class table") for line in lines)


@pytest.mark.parametrize("count", [1, 5, 8, 30, 256])
@pytest.mark.parametrize("kind", ["palette", "grey", "rgb"])
def test_every_screen_fits(tmp_path, monkeypatch, kind, count):
    monkeypatch.chdir(tmp_path)
    label_map = (np.arange(256).reshape(16, 16) % count).astype(np.uint8)
    if kind == "rgb":
        Image.fromarray(voc_palette()[label_map]).save("a.png")
    else:
        write_label_png("a.png", label_map, is_grey=kind == "grey")
    long = ClassTable((ClassRow(1, "a class of a very long name, " * 4, (1, 2, 3)),))
    for names in (None, Names(long, "classes.csv"), Names(read_ready_table("ade20k150"), "ade20k150")):
        lines = report_lines(inspect_file("a.png", names))
        assert len(lines) <= HEIGHT
        assert max(map(len, lines)) <= WIDTH


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("a.npy", "npy array of uint8, 8 x 6 px, 176 bytes"),
        ("a.jpg", "JPEG, 8 x 6 px"),
        ("text.png", "no image, 5 bytes"),
        ("cut.png", "PNG file, 40 bytes"),
        (".", "folder"),
        ("low.png", "4-bit grey PNG (colour type 0), 4 x 1 px"),
    ],
)
def test_every_kind_has_words(tmp_path, name, words):
    np.save(tmp_path / "a.npy", MAP)
    Image.new("RGB", (8, 6)).save(tmp_path / "a.jpg")
    (tmp_path / "text.png").write_text("hello")
    (tmp_path / "cut.png").write_bytes(png_bytes(0, 8, b"\1\2\3\4")[:40])
    (tmp_path / "low.png").write_bytes(png_bytes(0, 4, b"\x01\x2f"))
    assert kind_in_words(inspect_file(tmp_path / name)).startswith(words)
    assert len(report_lines(inspect_file(tmp_path / name))) <= HEIGHT


def test_a_turned_image_is_told(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (8, 6)).save(tmp_path / "a.jpg", exif=exif)
    lines = report_lines(inspect_file(tmp_path / "a.jpg"))
    assert any(line.startswith("EXIF      6: viewers turn it") for line in lines)


def test_control_characters_of_names_do_not_reach_the_terminal(tmp_path):
    write_label_png(tmp_path / "a.png", np.ones((2, 2), np.uint8))
    names = Names(ClassTable((ClassRow(1, "\x1b[31mred", (1, 2, 3)),)), "classes\n.csv")
    assert "\x1b" not in "".join(report_lines(inspect_file(tmp_path / "a.png", names)))


def test_the_json_has_every_fact(tmp_path):
    write_label_png(tmp_path / "a.png", MAP)
    told = as_json(inspect_file(tmp_path / "a.png", Names(read_ready_table("voc21"), "voc21")))
    assert json.loads(json.dumps(told)) == told
    assert told["indices"][1] == {"index": 15, "name": "person", "pixels": 16, "share": 1 / 3}
    assert told["palette"]["is"] == "the colours of voc21"
    assert told["palette"]["colors"][15] == "#c08080"
    assert told["readers"][2] == {
        "reader": "OpenCV",
        "call": "IMREAD_GRAYSCALE",
        "gets": "luma",
        "shape": [6, 8],
        "dtype": "uint8",
        "values": [0, 147, 220],
    }
    assert (told["can_train"], told["bit_depth"], told["color_type"]) == (True, 8, 3)
    Image.fromarray(voc_palette()[MAP]).save(tmp_path / "b.png")
    told = as_json(inspect_file(tmp_path / "b.png"))
    assert told["colors"][0] == {"color": "#000000", "pixels": 30, "share": 0.625}
    assert told["commands"] == [f"labeler convert {tmp_path / 'b.png'} TARGET --classes FILE"]


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("reports")


@settings(max_examples=40)
@given(data=st.binary(max_size=200), start=st.sampled_from([0, 8, 33, 60]))
def test_any_bytes_give_a_screen(place, data, start):
    whole = png_bytes(0, 8, b"\1\2\3\4")
    (place / "a.png").write_bytes(whole[:start] + data)
    assert len(report_lines(inspect_file(place / "a.png"))) <= HEIGHT
