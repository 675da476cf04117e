"""Changes of classes find the image of each label image, also where both lie in one dataset folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from labeler.core.class_changes import MergeClasses, Part, ReindexClasses, SplitClass
from labeler.core.dataset import open_dataset
from labeler.core.errors import ClassTableError, OptionError, OriginalChangedError
from labeler.core.label_png import write_label_png
from labeler.jobs.change_classes import Result, change_classes, preview
from labeler.jobs.label_owners import LabelOwners
from labeler.jobs.step import StepStatus
from tests.datasets import CLASSES, indices, square, tree, write_photograph, write_shapes
from tests.jobs.test_change_classes import finish

EXCHANGE = [ReindexClasses({"cat": 2, "dog": 1})]
MAP = np.array([[0, 1, 1, 2, 7, 255]], np.uint8)
OTHER = np.array([[0, 2, 2, 1, 7, 255]], np.uint8)


def make(folder: Path, *names: str, labels: str = "masks") -> tuple[Path, Path]:
    """A dataset of photographs with a cat each, and label images of the same names in a folder of it."""
    folder.mkdir()
    (folder / "classes.csv").write_text(CLASSES)
    for name in names:
        photograph = write_photograph(folder / "images" / name, (6, 1))
        write_shapes(photograph, [square("cat", 1, 0, 2)], (6, 1))
        write_map(folder / labels / Path(name).with_suffix(".png"))
    return folder, folder / labels


def write_map(path: Path, label_map: np.ndarray = MAP, *, is_grey: bool = False) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_label_png(path, label_map, is_grey=is_grey)


def change(data: Path, changes, *labels: Path) -> Result:
    done = finish(change_classes(open_dataset(data), changes, labels, 2))[1]
    assert isinstance(done, Result)
    return done


def split(*images: str) -> list[SplitClass]:
    return [SplitClass("cat", "lion", Part(frozenset(images)))]


@pytest.mark.parametrize("suffix", [".jpg", ".png"])
def test_label_images_in_the_dataset_folder_are_changed(tmp_path, suffix):
    data, masks = make(tmp_path / "data", f"a{suffix}", f"b{suffix}")
    before = tree(data / "images")
    result = change(data, EXCHANGE, masks)
    assert result.preview.label_images == 2
    assert np.array_equal(indices(masks / "a.png"), OTHER)
    assert tree(data / "images") == before


def test_photographs_beside_label_images_are_not_changed(tmp_path):
    data, masks = make(tmp_path / "data", "a.png")
    write_map(data / "images" / "b.png", is_grey=True)
    before = tree(data / "images")
    steps, result = finish(change_classes(open_dataset(data), EXCHANGE, [data], 1))
    assert result.is_done
    assert np.array_equal(indices(masks / "a.png"), OTHER)
    left_out = [step.name for step in steps if step.status is StepStatus.LEFT_OUT]
    assert left_out == [str(data / "images" / name) for name in ("a.png", "b.png")]
    assert tree(data / "images") == before


def test_a_folder_that_holds_nothing_but_photographs_is_refused(tmp_path):
    data, masks = make(tmp_path / "data", "a.jpg")
    for path in (masks / "a.png").rename(masks / "a_mask.png"), data / "images" / "a.jpg":
        assert path.exists()
    before = tree(data)
    with pytest.raises(OptionError, match=r"masks: has no label images that can be told from photographs"):
        change(data, EXCHANGE, masks)
    assert tree(data) == before


def test_a_grey_photograph_named_like_another_image_is_not_taken_for_a_label_image(tmp_path):
    data, _ = make(tmp_path / "data", "a.jpg")
    Image.fromarray(np.arange(6, dtype=np.uint8)[None]).save(data / "images" / "b.png")
    write_photograph(data / "thumbnails" / "b.jpg", (6, 1))
    before = tree(data)
    result = change(data, EXCHANGE, data / "images")
    assert not result.is_done
    (problem,) = result.preview.problems
    assert "may be a photograph" in problem.message
    assert tree(data) == before


@pytest.mark.parametrize("place", ["masks", "../labels", "../labels/deep"])
def test_a_part_by_images_reaches_label_images_of_images_in_folders(tmp_path, place):
    data, masks = make(tmp_path / "data", "a.jpg", "b.jpg", labels=place)
    result = change(data, split("images/a.jpg"), masks.resolve())
    assert (result.preview.annotations, result.preview.pixels) == (1, 2)
    assert np.array_equal(indices(masks / "a.png") == 3, MAP == 1)
    assert np.array_equal(indices(masks / "b.png"), MAP)


def test_folders_tell_images_of_one_name_apart(tmp_path):
    data, masks = make(tmp_path / "data", "train/a.jpg", "val/a.jpg", labels="../labels")
    change(data, split("images/val/a.jpg"), masks)
    assert np.array_equal(indices(masks / "train" / "a.png"), MAP)
    assert np.array_equal(indices(masks / "val" / "a.png") == 3, MAP == 1)


def test_label_images_of_several_images_are_refused_where_it_matters(tmp_path):
    data, masks = make(tmp_path / "data", "train/a.jpg", "val/a.jpg", labels="../labels")
    flat = tmp_path / "flat"
    write_map(flat / "a.png")
    problem = change(data, split("images/val/a.jpg"), flat).preview.problems[0]
    assert "may belong to images/train/a.jpg, images/val/a.jpg, which become different" in problem.message
    assert change(data, split("images/val/a.jpg", "images/train/a.jpg"), flat).is_done
    assert np.array_equal(indices(flat / "a.png") == 3, MAP == 1)
    write_map(masks / "stranger.png")
    steps, result = finish(
        preview(
            open_dataset(data), [SplitClass("dog", "wolf", Part(frozenset(("images/val/a.jpg",))))], [masks]
        )
    )
    assert not result.problems
    told = {Path(step.name).name: step.message for step in steps if step.message}
    assert told == {"stranger.png": "It belongs to no image of the dataset; nothing is split off in it."}


def test_label_images_of_several_images_follow_what_is_the_same_for_all(tmp_path):
    data, _ = make(tmp_path / "data", "train/a.jpg", "val/a.jpg")
    shutil.rmtree(data / "masks")
    write_map(tmp_path / "flat" / "a.png")
    assert change(data, EXCHANGE, tmp_path / "flat").is_done
    assert np.array_equal(indices(tmp_path / "flat" / "a.png"), OTHER)


def test_ids_and_names_come_before_what_is_only_alike(tmp_path):
    data, _ = make(tmp_path / "data", "a.jpg", "b/a.jpg")  # and label images of the same names
    owners = LabelOwners(open_dataset(data).images)
    for inside, expected in (
        ("images/a", ["images/a.jpg"]),
        ("images_b_a", ["images/b/a.jpg"]),
        ("b/a", ["images/b/a.jpg"]),
        ("c", []),
    ):
        file = tmp_path / f"{inside.rpartition('/')[2]}.png"
        assert [image.name for image in owners.of(file, inside)] == expected


def test_a_class_table_that_is_edited_while_files_are_made_refuses_all(tmp_path):
    data, masks = make(tmp_path / "data", "a.jpg", "b.jpg")
    before = tree(data / "images") | tree(masks)
    steps = change_classes(open_dataset(data), [MergeClasses(("cat", "dog"), "pet")], [masks], 1)
    next(steps)
    edited = CLASSES.replace("#123456", "#654321")
    (data / "classes.csv").write_text(edited + "9,new,#010203\n")
    with pytest.raises((OriginalChangedError, ClassTableError), match=r"classes\.csv"):
        finish(steps)
    assert (data / "classes.csv").read_text() == edited + "9,new,#010203\n"
    assert tree(data / "images") | tree(masks) == before
