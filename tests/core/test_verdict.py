from __future__ import annotations

import shlex
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from labeler.core.class_file import read_ready_table
from labeler.core.classes import ClassRow, ClassTable
from labeler.core.inspection import Inspection, Names, inspect_file
from labeler.core.label_png import write_label_png
from labeler.core.palette import voc_palette
from labeler.core.png_chunks import chunk
from labeler.core.verdict import verdict_on
from tests.core.test_inspection import MAP, png_bytes

RICH = np.array([[*range(21), 255]], np.uint8)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "a.png"


def on(path, names=None):
    verdict = verdict_on(inspect_file(path, names))
    return verdict.can_train, " ".join(verdict.sentences), " ".join(verdict.commands)


def test_a_palette_png_trains_and_says_who_reads_it_otherwise(path):
    write_label_png(path, MAP)
    can_train, words, commands = on(path)
    assert can_train
    assert "Every pixel stores a class index" in words
    assert "OpenCV and TensorFlow decode the colours" in words
    assert not commands


def test_its_rgb_twin_does_not_and_is_converted(path):
    Image.fromarray(voc_palette()[RICH]).save(path)
    can_train, words, commands = on(path)
    assert not can_train
    assert "looks like a palette PNG, but trainers get an array of three or four channels" in words
    assert "It looks like voc21 (100 % of the pixels)." in words
    assert commands == f"labeler convert {path} TARGET --classes voc21"


def test_colours_that_several_tables_have_are_never_guessed(path):
    Image.fromarray(voc_palette()[MAP]).save(path)
    assert on(path)[2] == f"labeler convert {path} TARGET --classes FILE"


def test_blurred_edges_are_converted_by_majority(path):
    image = Image.fromarray(voc_palette()[RICH.repeat(20, 0).repeat(20, 1)])
    image.resize((400, 30), Image.Resampling.BICUBIC).save(path)
    assert on(path)[2].endswith(" --off-palette majority")


def test_colours_of_the_own_class_table_are_converted_by_it(path):
    table = ClassTable((ClassRow(3, "cat", (7, 8, 9)),))
    Image.fromarray(table.palette()[np.array([[0, 3]], np.uint8)]).save(path)
    _, words, commands = on(path, Names(table, "classes.csv"))
    assert "All its colours are those of classes.csv." in words
    assert commands.endswith("TARGET --classes classes.csv")


@pytest.mark.parametrize(("way", "choice"), [("a.jpg", "nearest"), ("a.png", "majority")])
def test_blurred_colours_of_the_own_class_table_are_converted_by_it_and_not_by_a_public_one(
    tmp_path, way, choice
):
    table = ClassTable((ClassRow(0, "ground", (0, 0, 0)), ClassRow(1, "cat", (128, 0, 0))))
    squares = np.array([[0, 1], [1, 0]], np.uint8).repeat(200, 0).repeat(200, 1)
    image = Image.fromarray(table.palette()[squares])
    image = image if way == "a.jpg" else image.resize((300, 300), Image.Resampling.BILINEAR)
    image.save(tmp_path / way)
    _, words, commands = on(tmp_path / way, Names(table, "classes.csv", "up there/classes.csv"))
    assert "Its colours are those of classes.csv, but for pixels that were blurred." in words
    assert commands.endswith(f"TARGET --classes 'up there/classes.csv' --off-palette {choice}")
    other = ClassTable((ClassRow(0, "ground", (9, 90, 0)), ClassRow(1, "cat", (128, 0, 90))))
    assert "classes.csv" not in " ".join(on(tmp_path / way, Names(other, "classes.csv"))[1:2])


def test_a_palette_png_of_background_and_void_alone_is_told(path):
    write_label_png(path, np.array([[0, 255]], np.uint8))
    can_train, words, _ = on(path)
    assert can_train
    assert "Only 0 and 255 occur, background and void: nothing is learned of this file." in words


@pytest.mark.parametrize("name", ["a.npy", "a.png"])
def test_the_class_table_that_gave_the_names_is_the_one_to_convert_by(tmp_path, name):
    deep = MAP.astype(np.uint16)
    np.save(tmp_path / name, MAP) if name == "a.npy" else Image.fromarray(deep).save(tmp_path / name)
    assert "TARGET --classes voc21" in on(tmp_path / name, Names(read_ready_table("voc21"), "voc21"))[2]


def test_a_photograph_is_told_as_one(path):
    Image.fromarray(np.random.default_rng(0).integers(0, 256, (40, 40, 3), np.uint8)).save(path)
    can_train, words, _ = on(path)
    assert not can_train
    assert "more than there are classes: a photograph, or edges blurred" in words


def test_indices_that_were_saved_as_rgb_are_guessed(path):
    Image.fromarray(np.repeat(MAP[:, :, None], 3, axis=2)).save(path)
    assert "perhaps the values are indices, saved as RGB" in on(path)[1]


def test_a_palette_png_of_an_odd_form_trains_and_is_mended_by_check(path):
    palette = chunk(b"PLTE", voc_palette()[:16].tobytes())
    path.write_bytes(png_bytes(3, 4, b"\x01\x2f", (palette, chunk(b"tRNS", b"\0"))))
    can_train, words, commands = on(path)
    assert can_train
    assert "without transparency (tRNS; OpenCV reads 4 channels) and its 4-bit pixels" in words
    assert commands == f"labeler check {path} --fix"


def test_a_palette_that_ends_too_early_is_told(path):
    path.write_bytes(png_bytes(3, 8, bytes([0, 1, 2, 9]), (chunk(b"PLTE", bytes(9)),)))
    assert "Its palette ends before the index 9, which shows as black." in on(path)[1]


@pytest.mark.parametrize("is_grey", [False, True])
def test_an_index_that_the_class_table_lacks_does_not_train(path, is_grey):
    write_label_png(path, MAP, is_grey=is_grey)
    can_train, words, commands = on(path, Names(ClassTable().with_names(["cat"]), "classes.csv"))
    assert not can_train
    assert words.startswith("classes.csv lacks the index 15 (16 px): a loss over its classes fails there.")
    assert commands == f"labeler remap {path} --map mapping.csv"


def test_a_grey_png_of_indices_trains_though_it_looks_black(path):
    write_label_png(path, MAP, is_grey=True)
    can_train, words, _ = on(path)
    assert can_train
    assert "It looks black, since indices are small: that is no fault." in words


def test_one_index_everywhere_is_told(path):
    write_label_png(path, np.zeros((3, 3), np.uint8))
    assert on(path)[:1] == (True,)
    assert "All pixels have one index" in on(path)[1]


def test_black_and_white_is_no_label_map_until_white_is_a_class(path):
    Image.fromarray(np.where(MAP > 0, 255, 0).astype(np.uint8)).save(path)
    can_train, words, commands = on(path)
    assert not can_train
    assert "Only 0 and 255 occur" in words
    assert commands.endswith("--classes FILE --grey colors")


@pytest.mark.parametrize("way", ["pillow", "opencv"])
def test_the_brightness_of_a_palette_png_is_no_label_map(path, way, tmp_path):
    write_label_png(tmp_path / "p.png", MAP)
    if way == "pillow":
        Image.open(tmp_path / "p.png").convert("L").save(path)
    else:
        cv2 = pytest.importorskip("cv2")
        cv2.imwrite(str(path), cv2.imread(str(tmp_path / "p.png"), cv2.IMREAD_GRAYSCALE))
    can_train, words, _ = on(path)
    assert not can_train
    assert "are the brightness of VOC's colours and no indices" in words


def test_many_greys_are_a_photograph_unless_a_table_has_them(path):
    Image.fromarray(np.arange(200, dtype=np.uint8).reshape(10, 20)).save(path)
    assert "It has 200 greys" in on(path)[1]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (
            png_bytes(0, 1, b"\x50"),
            "It has 1 bit a pixel, which every reader scales: index 1 arrives as 255.",
        ),
        (
            png_bytes(0, 4, b"\x01\x2f"),
            "It has 4 bits a pixel, which every reader scales: index 1 arrives as 17.",
        ),
        (png_bytes(0, 16, bytes([0, 1] * 4)), "Its values have 16 bits"),
        (png_bytes(0, 16, bytes([3, 1] * 4)), "It has values up to 769: instance numbers, perhaps"),
        (png_bytes(4, 8, bytes([1, 255] * 4)), "It cannot be taken as class colours"),
        (png_bytes(2, 16, bytes([0, 1, 2, 3, 4, 5] * 4)), "It cannot be taken as class colours"),
        (png_bytes(0, 8, b"\1"), "It is damaged: its pixels cannot be decoded"),
        (png_bytes(0, 8, b"\1")[:40], "It is damaged: it ends after 40 bytes"),
        (b"hello", "It is no image"),
        (b"", "It is no image: it is empty."),
    ],
)
def test_what_does_not_train_says_why(path, data, words):
    path.write_bytes(data)
    can_train, told, _ = on(path)
    assert not can_train
    assert words in told


def test_a_jpeg_can_never_be_trusted(tmp_path):
    path = tmp_path / "a b.jpg"
    Image.fromarray(voc_palette()[MAP.repeat(8, 0).repeat(8, 1)]).save(path, quality=95)
    can_train, words, commands = on(path)
    assert not can_train
    assert "JPEG changes pixel values" in words
    assert commands.startswith(f"labeler convert {shlex.quote(str(path))} TARGET --classes ")
    assert commands.endswith(" --off-palette nearest")
    Image.fromarray(MAP).save(tmp_path / "grey.jpg")
    assert not on(tmp_path / "grey.jpg")[0]


def test_arrays_train_where_numpy_reads_them(tmp_path):
    np.save(tmp_path / "a.npy", MAP)
    can_train, words, commands = on(tmp_path / "a.npy")
    assert can_train
    assert "image readers cannot" in words
    assert commands.startswith("labeler convert")
    np.save(tmp_path / "b.npy", np.zeros((3, 4, 5)))
    assert "argmax over the classes" in on(tmp_path / "b.npy")[1]


def test_instance_maps_number_objects(tmp_path):
    (tmp_path / "SegmentationObject").mkdir()
    write_label_png(tmp_path / "SegmentationObject" / "a.png", MAP)
    can_train, words, _ = on(tmp_path / "SegmentationObject" / "a.png")
    assert not can_train
    assert "its numbers count objects and are no classes" in words


def test_a_folder_is_for_check(tmp_path):
    assert on(tmp_path) == (False, "It is a folder, and not a label image.", f"labeler check {tmp_path}")


def test_many_unknown_indices_are_told_shortly():
    names = Names(ClassTable(), "classes.csv")
    found = Inspection(Path("a.png"), "palette-png", indices=dict.fromkeys(range(1, 9), 5), names=names)
    words = verdict_on(found).sentences[0]
    assert "1 (5 px), 2 (5 px), 3 (5 px), 4 (5 px) and 4 more" in words
