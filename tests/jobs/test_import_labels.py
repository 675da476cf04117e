from __future__ import annotations

import json

import numpy as np
import pytest

from labeler.core.annotation_file import read_annotation
from labeler.core.class_file import read_classes, write_classes
from labeler.core.classes import ClassTable
from labeler.core.dataset import open_dataset
from labeler.core.errors import OptionError
from labeler.core.label_import import ShapeOptions
from labeler.core.label_png import write_label_png
from labeler.core.rasterizer import rasterize
from labeler.jobs.import_labels import ImportOptions, find_import_format, import_labels
from labeler.jobs.step import StepStatus
from tests.jobs.import_folders import MAP, SIZE, make_folder_of_images, make_label, run

CLASSES = ClassTable().with_class("cat", 1).with_class("dog", 2)


@pytest.fixture
def folder(tmp_path):
    make_folder_of_images(tmp_path / "data", ["one.jpg", "deep/two.png"])
    write_classes(tmp_path / "data" / "classes.csv", CLASSES)
    return tmp_path


def imported(folder, source="masks", **options):
    return run(import_labels(folder / source, open_dataset(folder / "data"), ImportOptions(**options)))


def label_map_of(folder, name="one"):
    shapes = read_annotation(folder / "data" / f"{name}.json").shapes
    return rasterize(shapes, SIZE, read_classes(folder / "data" / "classes.csv"))


@pytest.mark.parametrize("name", ["one.png", "one.npy"])
@pytest.mark.parametrize("is_grey", [False, True])
def test_a_label_image_becomes_the_annotation_of_its_image(folder, name, is_grey):
    make_label(folder / "masks" / name, MAP, is_grey=is_grey)
    steps, totals = imported(folder)
    assert [(step.name, step.status) for step in steps] == [("one.jpg", StepStatus.WRITTEN)]
    np.testing.assert_array_equal(label_map_of(folder), MAP)
    annotation = read_annotation(folder / "data" / "one.json")
    assert (annotation.image_path, annotation.size, annotation.is_done) == ("one.jpg", SIZE, False)
    assert (totals.matched, totals.shapes, totals.without_label) == (1, 4, 1)


def test_an_import_that_is_run_again_completes_what_is_missing(folder):
    make_label(folder / "masks" / "one.png", MAP)
    imported(folder)
    make_label(folder / "masks" / "deep" / "two.png", MAP)
    steps, _ = imported(folder)
    assert {step.name: step.status for step in steps} == {
        "one.jpg": StepStatus.UNCHANGED,
        "deep/two.png": StepStatus.WRITTEN,
    }


def test_a_dry_run_tells_the_shapes_and_writes_nothing(folder):
    make_label(folder / "masks" / "one.png", MAP)
    (step,), totals = imported(folder, is_dry_run=True)
    assert (step.status, step.message) == (StepStatus.PLANNED, "4 shapes.")
    assert totals.shapes == 4
    assert not (folder / "data" / "one.json").exists()


def test_an_import_that_is_cancelled_leaves_whole_files_only(folder):
    for name in ("one", "deep/two"):
        make_label(folder / "masks" / f"{name}.png", MAP)
    steps = import_labels(folder / "masks", open_dataset(folder / "data"), ImportOptions(workers=1))
    first = next(steps)
    steps.close()
    written = list((folder / "data").rglob("*.json"))
    assert len(written) == 1
    assert first.status is StepStatus.WRITTEN
    json.loads(written[0].read_bytes())
    assert not list((folder / "data").rglob(".labeler-*"))


def test_a_label_image_without_an_image_is_a_failed_step(folder):
    make_label(folder / "masks" / "nobody.png", MAP)
    make_label(folder / "masks" / "one.png", MAP)
    steps, totals = imported(folder)
    assert [(step.name, step.status) for step in steps] == [
        ("nobody.png", StepStatus.FAILED),
        ("one.jpg", StepStatus.WRITTEN),
    ]
    assert "No image of the dataset is called so" in steps[0].message
    assert (totals.matched, totals.unmatched) == (1, 1)


def test_a_broken_label_image_fails_and_the_others_go_on(folder):
    make_label(folder / "masks" / "one.png", MAP)
    (folder / "masks" / "deep").mkdir()
    (folder / "masks" / "deep" / "two.png").write_bytes(b"no png")
    steps, _ = imported(folder)
    assert {step.name: step.status for step in steps} == {
        "one.jpg": StepStatus.WRITTEN,
        "deep/two.png": StepStatus.FAILED,
    }


def test_another_size_is_refused_with_both_sizes(folder):
    make_label(folder / "masks" / "one.png", MAP[:, :-1])
    (step,), _ = imported(folder)
    assert step.status is StepStatus.FAILED
    assert "It has 7 x 6 pixels, and one.jpg has 8 x 6" in step.message


def test_a_label_image_of_a_turned_photograph_is_told_of_its_orientation(folder):
    make_folder_of_images(folder / "data", ["turned.jpg"], orientation=6)
    make_label(folder / "masks" / "turned.png", MAP)
    (step,), _ = imported(folder)
    assert "has 6 x 8. It lies on its side" in step.message
    assert "EXIF orientation" in step.message


def test_what_is_labelled_already_is_refused_and_stays(folder):
    make_label(folder / "masks" / "one.png", MAP)
    imported(folder)
    before = (folder / "data" / "one.json").read_bytes()
    make_label(folder / "masks" / "one.png", MAP.T.reshape(6, 8))
    (step,), _ = imported(folder)
    assert step.status is StepStatus.FAILED
    assert "It has 4 shapes already" in step.message
    (step,), _ = imported(folder, existing="skip")
    assert step.status is StepStatus.LEFT_OUT
    assert (folder / "data" / "one.json").read_bytes() == before


def test_shapes_are_replaced_and_what_the_file_held_besides_stays(folder):
    make_label(folder / "masks" / "one.png", MAP)
    imported(folder)
    path = folder / "data" / "one.json"
    content = json.loads(path.read_bytes())
    path.write_text(json.dumps(content | {"mine": 3, "flags": {"x": True}}))
    other = np.where(MAP == 1, 2, MAP).astype(np.uint8)
    make_label(folder / "masks" / "one.png", other)
    (step,), _ = imported(folder, existing="replace")
    assert step.status is StepStatus.WRITTEN
    np.testing.assert_array_equal(label_map_of(folder), other)
    content = json.loads(path.read_bytes())
    assert (content["mine"], content["flags"]) == (3, {"x": True})


def test_shapes_are_drawn_on_top_once_and_groups_stay_apart(folder):
    numbers = np.where(MAP == 1, 5, 0).astype(np.uint8)
    make_label(folder / "masks" / "one.png", MAP)
    make_label(folder / "objects" / "one.png", numbers)
    imported(folder, instances=folder / "objects")
    make_label(folder / "masks" / "one.png", np.where(MAP == 1, 1, 0).astype(np.uint8))
    for status in (StepStatus.WRITTEN, StepStatus.UNCHANGED):
        (step,), _ = imported(folder, instances=folder / "objects", existing="append")
        assert step.status is status
    shapes = read_annotation(folder / "data" / "one.json").shapes
    assert [shape.group_id for shape in shapes] == [5, 5, None, None, 10, 10]


def test_images_are_marked_as_done_when_asked(folder):
    make_label(folder / "masks" / "one.png", MAP)
    imported(folder, is_done=True)
    assert read_annotation(folder / "data" / "one.json").is_done


def test_an_image_that_is_done_and_empty_counts_as_labelled(folder):
    make_label(folder / "masks" / "one.png", np.zeros_like(MAP))
    imported(folder, is_done=True)
    make_label(folder / "masks" / "one.png", MAP)
    (step,), _ = imported(folder)
    assert "no shapes and is marked as done" in step.message


def test_indices_without_a_class_are_refused_by_name(folder):
    make_label(folder / "masks" / "one.png", np.where(MAP == 1, 9, MAP).astype(np.uint8))
    (step,), _ = imported(folder)
    assert step.status is StepStatus.FAILED
    assert "indices without a class: 9 (4 px)" in step.message


def test_classes_are_added_in_the_colours_of_the_palette(folder):
    palette = np.zeros((256, 3), np.uint8)
    palette[9] = (10, 20, 30)
    make_label(folder / "masks" / "one.png", np.where(MAP == 1, 9, MAP).astype(np.uint8), palette)
    steps, totals = imported(folder, adds_classes=True)
    assert steps[0].status is StepStatus.WRITTEN
    row = read_classes(folder / "data" / "classes.csv").at(9)
    assert (row.name, row.color) == ("class 9", (10, 20, 30))
    assert [each.index for each in totals.added] == [9]
    assert "classes added: class 9" in totals.text


def test_a_dry_run_adds_no_class(folder):
    make_label(folder / "masks" / "one.png", np.where(MAP == 1, 9, MAP).astype(np.uint8))
    steps, totals = imported(folder, adds_classes=True, is_dry_run=True)
    assert steps[0].status is StepStatus.PLANNED
    assert len(totals.added) == 1
    assert read_classes(folder / "data" / "classes.csv") == CLASSES


def test_a_dataset_without_classes_takes_those_beside_the_label_images(folder):
    (folder / "data" / "classes.csv").unlink()
    root = folder / "voc"
    make_label(root / "SegmentationClass" / "one.png", MAP)
    (root / "labelmap.txt").write_text("background:0,0,0::\nhorse:1,2,3::\ncow:4,5,6::\nvoid:9,9,9::\n")
    steps, totals = imported(folder, "voc")
    assert steps[0].status is StepStatus.WRITTEN
    assert totals.table == root / "labelmap.txt"
    table = read_classes(folder / "data" / "classes.csv")
    assert [row.name for row in table.user_rows] == ["horse", "cow"]
    np.testing.assert_array_equal(label_map_of(folder), MAP)


def test_straight_borders_tell_how_many_pixels_change_in_each_file(folder):
    make_label(folder / "masks" / "one.png", MAP)
    (step,), totals = imported(folder, shapes=ShapeOptions(tolerance=0.8))
    changed = np.count_nonzero(label_map_of(folder) != MAP)
    assert step.message.startswith(f"{changed:,} px ")
    assert totals.changed == changed


def test_void_that_stays_unlabelled_is_told(folder):
    make_label(folder / "masks" / "one.png", MAP)
    (step,), totals = imported(folder, shapes=ShapeOptions(void="unlabelled"))
    assert "2 px of void are unlabelled" in step.message
    assert totals.void_left == 2


def test_what_an_instance_map_says_otherwise_is_told(folder):
    make_label(folder / "masks" / "one.png", MAP)
    numbers = np.zeros_like(MAP)
    numbers[0, :2] = 3
    numbers[2] = 3
    make_label(folder / "objects" / "one.png", numbers)
    (step,), _ = imported(folder, instances=folder / "objects")
    assert "belong to no object" in step.message
    assert "of objects have no class" in step.message


def test_a_missing_instance_map_is_told_where_a_folder_was_named(folder):
    make_label(folder / "masks" / "one.png", MAP)
    (folder / "objects").mkdir()
    (step,), _ = imported(folder, instances=folder / "objects")
    assert step.message == "There is no instance map for it."


def test_many_files_are_imported_by_several_processes_alike(folder):
    names = [f"many/{number:03}.jpg" for number in range(44)]
    make_folder_of_images(folder / "data", names)
    for name in names:
        make_label(folder / "masks" / name.replace(".jpg", ".png"), MAP)
    steps, totals = imported(folder, workers=2)
    assert [step.name for step in steps] == names
    assert {step.status for step in steps} == {StepStatus.WRITTEN}
    assert totals.shapes == 4 * 44


@pytest.mark.parametrize("wrong", [{"existing": "never"}, {"workers": 0}])
def test_options_that_mean_nothing_are_refused(wrong):
    with pytest.raises(OptionError):
        ImportOptions(**wrong)


def test_a_format_is_found_by_its_name():
    assert find_import_format("label-png").job is import_labels
    with pytest.raises(OptionError, match="the formats are: label-png"):
        find_import_format("coco")


def test_an_annotation_for_an_image_of_another_size_is_refused(folder):
    make_label(folder / "masks" / "one.png", MAP)
    imported(folder)
    path = folder / "data" / "one.json"
    path.write_text(json.dumps(json.loads(path.read_bytes()) | {"imageWidth": 80}))
    (step,), _ = imported(folder, existing="replace")
    assert "80 x 6" in step.message


def test_an_array_that_holds_no_indices_is_named(folder):
    (folder / "masks").mkdir()
    np.save(folder / "masks" / "one.npy", np.zeros((6, 8, 3)))
    (step,), _ = imported(folder)
    assert step.status is StepStatus.FAILED
    assert "argmax" in step.message


def test_label_images_are_written_as_they_were_read(folder):
    write_label_png(folder / "kept.png", MAP)
    before = (folder / "kept.png").read_bytes()
    imported(folder, "kept.png")
    assert (folder / "kept.png").read_bytes() == before
