"""Images that are there twice, across splits and within one."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
from PIL import Image

from labeler.core.resource_files import resource
from tests.datasets import write_photograph, write_shapes
from tests.jobs.check.bad_sets import LISTS, MAKERS
from tests.jobs.check.clean_sets import found

CODES = ("same-in-splits", "alike-in-splits", "same-image", "alike-images")


def told(folder: Path, **options: object) -> list[tuple[str, str, str]]:
    return [
        (each.code.name, Path(each.path).name, each.text) for each in found(folder, only=CODES, **options)
    ]


def photographs(folder: Path, **sources: str) -> Path:
    """Photographs of the sample under other names."""
    folder.mkdir()
    for name, source in sources.items():
        shutil.copy(resource("sample", source), folder / f"{name}{Path(source).suffix}")
    return folder


def test_the_same_file_and_nearly_the_same_are_told_apart(tmp_path):
    assert told(MAKERS["same-in-splits"](tmp_path / "same").folder) == [
        ("same-in-splits", "a3.jpg", "It is in val and is the same file as 'a1.jpg', which is in train.")
    ]
    assert told(MAKERS["alike-in-splits"](tmp_path / "alike").folder) == [
        ("alike-in-splits", "a3.jpg", "It is in val and looks nearly like 'a1.jpg', which is in train.")
    ]
    assert told(MAKERS["same-image"](tmp_path / "twice").folder) == [
        ("same-image", "a2.jpg", "It is the same file as 'a1.jpg'.")
    ]
    assert told(MAKERS["alike-images"](tmp_path / "nearly").folder) == [
        ("alike-images", "a1.jpg", "It looks nearly like a2.jpg.")
    ]


def test_photographs_saved_smaller_worse_or_as_png_are_found(tmp_path):
    folder = photographs(
        tmp_path / "set", a="coffee-cup.jpg", b="rocket-on-pad.jpg", c="astronaut-portrait.jpg"
    )
    with Image.open(folder / "a.jpg") as image:
        image.resize((300, 200)).save(folder / "a_small.jpg", quality=60)
        image.save(folder / "a_whole.png")
    shutil.copy(folder / "b.jpg", folder / "b_copy.jpg")
    assert told(folder) == [
        ("alike-images", "a.jpg", "It looks nearly like a_small.jpg and a_whole.png."),
        ("same-image", "b_copy.jpg", "It is the same file as 'b.jpg'."),
    ]


def test_an_image_that_was_turned_by_exif_is_found(tmp_path):
    folder = photographs(tmp_path / "set", a="rocket-on-pad.jpg")
    with Image.open(folder / "a.jpg") as image:
        exif = Image.Exif()
        exif[0x0112] = 6
        image.transpose(Image.Transpose.ROTATE_90).save(folder / "b.jpg", exif=exif, quality=90)
    assert told(folder) == [("alike-images", "a.jpg", "It looks nearly like b.jpg.")]


def test_how_near_is_chosen(tmp_path):
    folder = tmp_path / "set"
    folder.mkdir()
    picture = np.tile(np.arange(0, 252, 28, dtype=np.uint8), (8, 1))
    Image.fromarray(picture.repeat(8, 0).repeat(8, 1)).save(folder / "a.png")
    other = picture.copy()
    other[0, 1], other[0, 2] = other[0, 2], other[0, 1]
    Image.fromarray(other.repeat(8, 0).repeat(8, 1)).save(folder / "b.png")
    write_shapes(folder / "a.png", [], (72, 64))
    assert [code for code, *_ in told(folder)] == ["alike-images"]
    assert told(folder, alike_bits=0) == []


def test_a_group_is_told_once_in_each_split(tmp_path):
    folder = MAKERS["same-in-splits"](tmp_path / "set").folder
    images = folder / "JPEGImages"
    for number in range(4, 14):
        path = write_photograph(images / f"x{number}.jpg", seed=1, quality=40 + number)
        assert path.exists()
    (folder / LISTS / "test.txt").write_text(
        "".join(f"x{number}\n" for number in range(4, 9)), encoding="utf-8"
    )
    findings = told(folder)
    across = [name for code, name, _ in findings if code == "alike-in-splits"]
    assert across == ["x4.jpg", "x5.jpg", "x6.jpg", "x7.jpg", "x8.jpg"]
    groups = [(name, text) for code, name, text in findings if code == "alike-images"]
    assert groups == [
        ("x4.jpg", "It looks nearly like x5.jpg, x6.jpg, x7.jpg and x8.jpg."),
        ("x9.jpg", "It looks nearly like x10.jpg, x11.jpg, x12.jpg and x13.jpg."),
    ]


def test_images_that_cannot_be_read_look_like_nothing(tmp_path):
    folder = photographs(tmp_path / "set", a="rocket-on-pad.jpg")
    for name in ("b.jpg", "c.jpg"):
        (folder / name).write_bytes(b"no image")
    assert told(folder) == []
