"""Repairs: planned first, originals kept, files whole, indices never changed."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from labeler.core.class_file import write_classes
from labeler.core.label_png import label_png_bytes, read_label_png
from labeler.jobs.check.fixes import FIXES
from labeler.jobs.check.fixing import ORIGINALS, fix, originals_folder, plan
from labeler.jobs.export import export_dataset
from labeler.jobs.step import StepStatus
from tests.datasets import SIZE, indices, make_dataset, square, tree, write_shapes
from tests.jobs.check import bad_labels
from tests.jobs.check.clean_sets import (
    checked,
    classes_of,
    clean_dataset,
    clean_pairs,
    found,
    label_map,
    save_palette,
    told,
)

OF_FORM = ("rgb-label", "grey-label", "low-depth", "interlaced", "transparent", "palette-differs")


def repaired(folder, **options):
    report = checked(folder, **options)
    return list(fix(report, originals_folder(report.layout.root)))


@pytest.mark.parametrize("name", OF_FORM)
def test_a_repair_of_the_form_gives_our_form_with_the_same_indices(tmp_path, name):
    made = bad_labels.MAKERS[name](tmp_path / "set")
    path = made.folder / "masks" / made.file
    expected = label_map(2) if name != "low-depth" else indices(path)
    assert [step.status for step in repaired(made.folder)] == [StepStatus.WRITTEN]
    np.testing.assert_array_equal(read_label_png(path)[0], expected)
    assert path.read_bytes() == label_png_bytes(expected, classes_of(made.folder).palette())
    assert told(made.folder) == []


def test_a_stale_label_image_becomes_what_its_annotation_gives(tmp_path):
    made = bad_labels.stale_label(tmp_path / "set")
    [step] = repaired(made.folder)
    assert step.message == "It is made anew from the annotation."
    label = read_label_png(made.folder / "masks" / made.file)[0]
    assert label[10, 10] == 2
    assert label[4, 4] == 0


def test_several_faults_of_one_file_are_one_repair(tmp_path):
    clean_pairs(tmp_path / "set")
    path = tmp_path / "set" / "masks" / "a1.png"
    palette = classes_of(tmp_path / "set").palette()
    palette[1] = 1, 1, 1
    bad_labels.write_interlaced(path, label_map(1), palette)
    [step] = repaired(tmp_path / "set")
    assert step.codes == ("interlaced", "palette-differs")
    assert (step.done, step.total, step.name) == (1, 1, "masks/a1.png")
    np.testing.assert_array_equal(read_label_png(path)[0], label_map(1))
    assert told(tmp_path / "set") == []


def test_colours_that_are_interlaced_become_a_plain_palette_png(tmp_path):
    clean_pairs(tmp_path / "set")
    path = tmp_path / "set" / "masks" / "a1.png"
    colors = classes_of(tmp_path / "set").palette()[label_map(1)]
    bad_labels.write_interlaced(path, colors)
    [step] = repaired(tmp_path / "set")
    assert step.codes == ("rgb-label", "interlaced")
    assert path.read_bytes() == label_png_bytes(label_map(1), classes_of(tmp_path / "set").palette())
    assert told(tmp_path / "set") == []


def test_the_plan_groups_files_by_what_is_done_to_them(tmp_path):
    clean_pairs(tmp_path / "set")
    for name in ("a1", "a3"):
        Image.fromarray(label_map(1)).save(tmp_path / "set" / "masks" / f"{name}.png")
    bad = bad_labels.MAKERS["rgb-label"](tmp_path / "other").folder / "masks" / "a2.png"
    bad.replace(tmp_path / "set" / "masks" / "a2.png")
    assert plan(checked(tmp_path / "set")) == {
        "It becomes a palette PNG with the same indices.": ["masks/a1.png", "masks/a3.png"],
        "It becomes a palette PNG with the indices that its colours mean.": ["masks/a2.png"],
    }


def test_any_number_of_workers_repairs_the_same_in_order(tmp_path):
    trees = []
    for workers in (1, 4):
        folder = clean_pairs(tmp_path / str(workers))
        for name in ("a1", "a2", "a3"):
            Image.fromarray(label_map(1)).save(folder / "masks" / f"{name}.png")
        steps = list(fix(checked(folder), tmp_path / f"kept{workers}", workers))
        assert [step.name for step in steps] == ["masks/a1.png", "masks/a2.png", "masks/a3.png"]
        trees.append(tree(folder))
    assert trees[0] == trees[1]


def test_the_originals_are_kept_as_they_were_with_their_times(tmp_path):
    made = bad_labels.grey_label(tmp_path / "set")
    path = made.folder / "masks" / made.file
    os.utime(path, (1_500_000_000, 1_500_000_000))
    before = path.read_bytes()
    report = checked(made.folder)
    folder = originals_folder(made.folder)
    assert folder.parent == made.folder / ORIGINALS
    list(fix(report, folder))
    assert tree(folder) == {"masks/a2.png": before}
    assert (folder / "masks" / "a2.png").stat().st_mtime == 1_500_000_000
    assert originals_folder(made.folder) != folder
    assert told(made.folder) == []  # the originals are hidden from a check


def test_a_dry_run_says_the_same_and_writes_nothing(tmp_path):
    made = bad_labels.rgb_label(tmp_path / "set")
    before = tree(made.folder)
    report = checked(made.folder)
    planned = list(fix(report, None))
    assert tree(made.folder) == before
    assert {step.status for step in planned} == {StepStatus.PLANNED}
    done = list(fix(report, originals_folder(made.folder)))
    assert planned == [replace(step, status=StepStatus.PLANNED) for step in done]


def test_label_images_that_lie_elsewhere_keep_their_originals_at_the_path_checked(tmp_path):
    made = bad_labels.grey_label(tmp_path / "elsewhere")
    make_dataset(tmp_path / "data", 3)
    [step] = repaired(tmp_path / "data", labels=made.folder / "masks", only=("grey-label",))
    assert step.name == str(made.folder / "masks" / "a2.png")
    [kept] = (tmp_path / "data" / ORIGINALS).rglob("*.png")
    assert "outside" in kept.parts
    assert not (made.folder / ".labeler").exists()


def test_one_label_image_alone_is_repaired(tmp_path):
    made = bad_labels.grey_label(tmp_path / "set")
    path = made.folder / "masks" / made.file
    table = classes_of(made.folder)
    assert len(repaired(path, classes=table)) == 1
    assert told(path, classes=table) == []
    assert len(list((path.parent / ORIGINALS).rglob("a2.png"))) == 1


def test_a_file_that_changed_since_the_check_is_repaired_as_it_is_now_or_not_at_all(tmp_path):
    made = bad_labels.rgb_label(tmp_path / "set")
    path = made.folder / "masks" / made.file
    report = checked(made.folder)
    colors = classes_of(made.folder).palette()[label_map(2)]
    colors[0, 0] = 9, 9, 9
    Image.fromarray(colors).save(path)
    before = tree(made.folder)
    [step] = fix(report, originals_folder(made.folder))
    assert step.has_failed
    assert step.message.startswith("has colours that no class or several classes have")
    assert tree(made.folder) == before
    path.unlink()
    [step] = fix(report, originals_folder(made.folder))
    assert step.message.startswith("cannot be read")


def test_greys_of_no_class_and_of_black_and_white_are_not_repaired(tmp_path):
    clean_pairs(tmp_path / "set")
    masks = tmp_path / "set" / "masks"
    Image.fromarray(np.where(label_map() == 1, 255, 0).astype(np.uint8)).save(masks / "a1.png")
    Image.fromarray(np.where(label_map() == 1, 99, 0).astype(np.uint8)).save(masks / "a2.png")
    form = {finding.code.name: finding for finding in found(tmp_path / "set")}
    assert not form["grey-label"].is_fixable
    assert "382 px are 255, which training leaves out as void" in form["black-white"].text
    assert repaired(tmp_path / "set") == []


def test_a_palette_whose_colours_are_at_other_indices_keeps_them_when_it_is_written_anew(tmp_path):
    clean_pairs(tmp_path / "set")
    path = tmp_path / "set" / "masks" / "a1.png"
    palette = classes_of(tmp_path / "set").palette()
    palette[[1, 2]] = palette[[2, 1]]
    bad_labels.write_interlaced(path, label_map(1), palette)
    [step] = repaired(tmp_path / "set")
    assert step.codes == ("interlaced",)
    numbers, colors = read_label_png(path)
    np.testing.assert_array_equal(numbers, label_map(1))
    np.testing.assert_array_equal(colors, palette)
    assert told(tmp_path / "set") == [("palette-order", "a1.png")]


def test_colours_that_classes_share_are_not_repaired(tmp_path):
    made = bad_labels.rgb_label(tmp_path / "set")
    table = classes_of(made.folder)
    write_classes(made.folder / "classes.csv", table.recolored(2, table.at(1).color))
    Image.fromarray(classes_of(made.folder).palette()[label_map(2)]).save(made.folder / "masks" / made.file)
    [finding] = found(made.folder, only=("rgb-label",))
    assert not finding.is_fixable
    assert "share colours" in finding.text


def test_a_stale_label_image_of_an_export_gets_the_same_border(tmp_path):
    make_dataset(tmp_path / "data", 2)
    bare = {"has_boxes": False, "has_instances": False, "images": "none"}
    export_dataset(tmp_path / "data", tmp_path / "voc", void_border=1.5, unlabelled="void", **bare)
    labels = tmp_path / "voc" / "SegmentationClass"
    assert told(tmp_path / "data", labels=labels, only=("label-stale", "label-differs")) == []
    annotation = write_shapes(tmp_path / "data" / "a1.jpg", [square("dog", 5, 5, 20)])
    os.utime(annotation, (bad_labels.LATER, bad_labels.LATER))
    steps = repaired(tmp_path / "data", labels=labels)
    assert [step.codes for step in steps] == [("label-stale",)]
    again = tmp_path / "again"
    export_dataset(tmp_path / "data", again, void_border=1.5, unlabelled="void", **bare)
    assert (labels / "a1.png").read_bytes() == (again / "SegmentationClass" / "a1.png").read_bytes()


def test_a_label_image_with_other_files_of_the_same_annotation_is_left_to_the_export(tmp_path):
    make_dataset(tmp_path / "data", 1)
    export_dataset(tmp_path / "data", tmp_path / "voc")
    annotation = write_shapes(tmp_path / "data" / "a1.jpg", [square("dog", 5, 5, 20)])
    os.utime(annotation, (bad_labels.LATER, bad_labels.LATER))
    labels = tmp_path / "voc" / "SegmentationClass"
    [finding] = found(tmp_path / "data", labels=labels, only=("label-stale",))
    assert not finding.is_fixable
    assert finding.place.rect is not None


def test_void_that_nobody_has_explained_is_not_painted_over(tmp_path):
    clean_dataset(tmp_path / "set")
    path = tmp_path / "set" / "masks" / "a1.png"
    numbers = indices(path)
    numbers[2:4] = 255
    save_palette(path, numbers, classes_of(tmp_path / "set").palette())
    assert told(tmp_path / "set", only=("label-stale", "label-differs")) == []
    annotation = write_shapes(tmp_path / "set" / "a1.jpg", [square("dog", 5, 5, 20)])
    os.utime(annotation, (bad_labels.LATER, bad_labels.LATER))
    [finding] = found(tmp_path / "set", only=("label-stale",))
    assert not finding.is_fixable


def test_an_annotation_that_cannot_be_drawn_is_compared_with_nothing(tmp_path):
    clean_dataset(tmp_path / "set")
    write_shapes(tmp_path / "set" / "a1.jpg", [square("unknown", 5, 5, 20)])
    write_shapes(tmp_path / "set" / "a2.jpg", [square("dog", 5, 5, 20)], size=(SIZE[0] * 2, SIZE[1]))
    write_shapes(tmp_path / "set" / "a3.jpg", [{"label": "dog"}])
    assert told(tmp_path / "set", only=("label-stale", "label-differs")) == []


def test_a_file_that_needs_more_memory_than_there_is_stops_no_other(tmp_path, monkeypatch):
    clean_pairs(tmp_path / "set")
    for name in ("a1", "a2"):
        Image.fromarray(label_map(1)).save(tmp_path / "set" / "masks" / f"{name}.png")
    written_anew = FIXES["grey-label"]

    def without_memory(damaged, data):
        if damaged.path.endswith("a1.png"):
            raise MemoryError
        return written_anew(damaged, data)

    monkeypatch.setitem(FIXES, "grey-label", without_memory)
    steps = repaired(tmp_path / "set")
    assert [step.has_failed for step in steps] == [True, False]
    assert steps[0].message == "There is not enough memory to repair it."


def test_a_write_protected_folder_leaves_everything_as_it_was(tmp_path):
    made = bad_labels.grey_label(tmp_path / "set")
    (made.folder / ".labeler").write_text("a file where the folder should be", encoding="utf-8")
    before = tree(made.folder)
    [step] = repaired(made.folder)
    assert step.has_failed
    assert "cannot be written" in step.message
    assert tree(made.folder) == before
    assert isinstance(Path(step.path), Path)


def test_what_a_killed_repair_left_half_written_is_removed(tmp_path):
    made = bad_labels.MAKERS["grey-label"](tmp_path / "set")
    killed = made.folder / ORIGINALS / "2026-01-02T030405" / "masks"
    killed.mkdir(parents=True)
    leftovers = [folder / ".labeler-0123456789abcdef.tmp" for folder in (killed, made.folder / "masks")]
    for leftover in leftovers:
        leftover.write_bytes(b"half")
    (killed / "kept.png").write_bytes(b"an original")
    list(fix(checked(made.folder), None))
    assert all(leftover.exists() for leftover in leftovers)
    repaired(made.folder)
    assert not any(leftover.exists() for leftover in leftovers)
    assert (killed / "kept.png").exists()
