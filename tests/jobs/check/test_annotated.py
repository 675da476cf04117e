"""What is said of annotations, where, and that a repair keeps everything else."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from labeler.core.dataset import open_dataset
from labeler.core.geometry import PixelRect
from labeler.core.rasterizer import rasterize
from labeler.jobs.check.finding import Finding
from labeler.jobs.check.fixing import fix, originals_folder
from tests.datasets import SIZE, make_dataset, shape, square, write_photograph, write_shapes
from tests.jobs.check.bad_annotations import GOOD, MAKERS, with_shapes
from tests.jobs.check.clean_sets import checked, found

TEXTS = {
    "unknown-class": "Shape 5 has the class 'cta', which is not in the class table. Is 'cat' meant?",
    "far-shape": "Shape 5 (cat) lies more than 2^40 pixels away and cannot be drawn.",
    "annotation-size": "It is made for 65 x 48 pixels, and its image has 64 x 48.",
    "annotation-turned": "It is made for 64 x 48 pixels, the image as it is stored; upright, by its EXIF "
    "orientation 6, the image has 48 x 64.",
    "no-size": "It does not tell the size of its image, which has 64 x 48 pixels.",
    "image-path": r"imagePath names 'C:\\photos\\old.jpg'; the image of this annotation is 'a2.jpg'.",
    "crossing-shape": "Shape 5 (cat) crosses itself in 1 place.",
    "misplaced-hole": "Shape 5 (cat) has a hole that does not lie inside it.",
    "flat-shape": "Shape 5 (cat) has no area.",
    "no-pixel": "Shape 5 (cat) covers the centre of no pixel: nothing of it is in a label image.",
    "tiny-shape": "Shape 5 (cat) covers 9 pixels only.",
    "outside-image": "Shape 5 (cat) lies wholly outside the image.",
    "beyond-image": "Shape 5 (cat) reaches 4 pixels out of the image.",
    "double-shape": "Shape 5 (cat) has the outline and the class of shape 1.",
    "two-classes": "Shape 5 (sky) has the outline of shape 2, which is dog and lies below it.",
    "covered-shape": "Shape 5 (cat) is covered by later shapes: none of its 25 pixels is seen.",
    "repeated-vertex": "Shape 5 (cat) has 1 vertex twice in a row.",
    "done-empty": "It is marked done and has no shapes.",
    "not-labelled": "1 of 4 images without shapes: b.jpg.",
    "not-done": "2 of 3 images with shapes, but not marked done: a1.jpg and a3.jpg.",
}


def one(folder: Path, name: str, **options: object) -> Finding:
    (finding,) = (each for each in found(folder, **options) if each.code.name == name)
    return finding


@pytest.mark.parametrize("name", TEXTS)
def test_the_sentence_says_what_is_wrong_where(tmp_path, name):
    assert one(MAKERS[name](tmp_path / "set").folder, name).text == TEXTS[name]


@pytest.mark.parametrize(
    ("name", "rect"),
    [
        ("unknown-class", PixelRect(52, 30, 62, 40)),
        ("crossing-shape", PixelRect(55, 35, 56, 36)),
        ("no-pixel", PixelRect(50, 40, 60, 42)),
        ("outside-image", PixelRect(70, 5, 80, 15)),
        ("beyond-image", PixelRect(58, 35, 68, 45)),
        ("far-shape", PixelRect(0, 0, 1, 1)),
    ],
)
def test_the_place_is_the_shape_and_its_rectangle(tmp_path, name, rect):
    finding = one(MAKERS[name](tmp_path / "set").folder, name)
    assert finding.place.shape == 5
    assert finding.place.rect == rect
    assert finding.image == "a2.jpg"


def test_an_unreadable_shape_says_which_field(tmp_path):
    finding = one(MAKERS["unreadable-shape"](tmp_path / "set").folder, "unreadable-shape")
    assert finding.text.startswith("Shape 5: points must hold 3 or more points, but holds 2.")
    assert finding.place.rect == PixelRect(1, 2, 2, 3)
    assert finding.place.shape is None  # it has no number among those that are drawn


def test_a_class_like_no_other_is_not_guessed(tmp_path):
    made = with_shapes(tmp_path / "set", square("zebra", 52, 30))
    text = one(made.folder, "unknown-class").text
    assert text == "Shape 5 has the class 'zebra', which is not in the class table."


def test_the_limit_of_tiny_is_chosen(tmp_path):
    made = with_shapes(tmp_path / "set", square("cat", 50, 40, 3))
    places = [
        [
            each.place.shape
            for each in found(made.folder, tiny=limit, only=("tiny-shape",))
            if "a2" in each.image
        ]
        for limit in (0, 9, 10, 16, 17)
    ]
    assert places == [[], [], [5], [5], [4, 5]]


def test_an_image_path_that_exists_is_not_overwritten(tmp_path):
    made = with_shapes(tmp_path / "set", imagePath="a1.jpg")
    finding = one(made.folder, "image-path")
    assert not finding.is_fixable
    assert "another file that exists" in finding.text
    made = with_shapes(tmp_path / "other", imagePath="")
    assert one(made.folder, "image-path").text.startswith("imagePath is empty;")


@pytest.mark.parametrize("named", ["a2.jpg", "./a2.jpg", "..\\set\\a2.jpg", "../set/a2.jpg"])
def test_every_way_to_the_image_is_right(tmp_path, named):
    made = with_shapes(tmp_path / "set", imagePath=named)
    assert not any(each.code.name == "image-path" for each in found(made.folder))


def test_shapes_are_judged_by_the_size_of_the_image(tmp_path):
    made = with_shapes(tmp_path / "set", square("cat", 70, 5), imageWidth=2_000_000_000)
    assert {each.code.name for each in found(made.folder)} >= {"annotation-size", "outside-image"}


def test_without_image_a_mad_size_is_not_painted(tmp_path):
    made = with_shapes(tmp_path / "set", imageWidth=2_000_000_000, imageHeight=2_000_000_000)
    (made.folder / "a2.jpg").unlink()
    assert [each.code.name for each in found(made.folder) if each.path.endswith("a2.json")] == [
        "missing-image"
    ]


def test_points_and_lines_are_left_alone(tmp_path):
    made = with_shapes(
        tmp_path / "set", shape("nose", [(3, 4)], "point"), shape("edge", [(3, 4), (5, 6)], "line")
    )
    assert not any(each.path.endswith("a2.json") for each in found(made.folder))


def test_only_in_a_dataset_of_annotations_it_is_counted_what_is_not_labelled(tmp_path):
    folder = make_dataset(tmp_path / "set")
    write_photograph(folder / "b.jpg", seed=9)
    assert "not-labelled" in {each.code.name for each in found(folder)}
    (folder / "SegmentationClass").mkdir()
    (folder / "JPEGImages").mkdir()
    assert "not-labelled" not in {each.code.name for each in found(folder)}


def test_a_repair_keeps_keys_pixels_and_what_is_not_safe(tmp_path):
    doubled = shape("dog", [(50, 30), (50, 30), (60, 30), (60, 40)], mine=[1])
    bad = {"label": "cat", "points": "nonsense"}
    other = square("cat", 2, 3, group_id=4)
    made = with_shapes(
        tmp_path / "set", GOOD[0], bad, doubled, other, imagePath="old.jpg", imageWidth=None, further={"x": 1}
    )
    path = made.folder / "a2.json"
    dataset = open_dataset(made.folder)
    before = rasterize(dataset.read_annotation(dataset.images[1]).shapes, SIZE, dataset.classes)
    original = path.read_bytes()
    steps = list(fix(checked(made.folder), originals_folder(made.folder)))
    assert [step.has_failed for step in steps] == [False]
    content = json.loads(path.read_bytes())
    assert (content["imageWidth"], content["imageHeight"], content["imagePath"]) == (*SIZE, "a2.jpg")
    assert content["further"] == {"x": 1}
    labels = [(each["label"], each.get("group_id")) for each in content["shapes"]]
    assert labels == [(each["label"], None) for each in (*GOOD[1:], GOOD[0], bad, doubled)] + [("cat", 4)]
    assert content["shapes"][4] == bad
    assert content["shapes"][5]["points"] == [[50, 30], [60, 30], [60, 40]]
    assert content["shapes"][5]["mine"] == [1]
    after = rasterize(dataset.read_annotation(dataset.images[1]).shapes, SIZE, dataset.classes)
    assert np.array_equal(before, after)
    assert [kept.read_bytes() for kept in (made.folder / ".labeler").rglob("a2.json")] == [original]


def test_states_are_those_of_the_window(tmp_path):
    folder = make_dataset(tmp_path / "set", 2)
    write_shapes(folder / "a1.jpg", GOOD, labeler={"state": "done"})
    write_shapes(folder / "a2.jpg", [], labeler={"state": "done"})
    names = [each.code.name for each in found(folder)]
    assert names == ["done-empty"]
