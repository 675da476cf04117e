"""Exporting into a target that was exported to before, completely or not."""

from __future__ import annotations

import shutil

import pytest

from labeler.core.dataset import open_dataset
from labeler.core.errors import ExportError
from labeler.jobs.export import ExportOptions, export, export_dataset
from labeler.jobs.step import StepStatus
from tests.datasets import CLASSES, make_dataset, square, tree, write_photograph, write_shapes


@pytest.fixture
def folder(tmp_path):
    return make_dataset(tmp_path / "data", 5)


@pytest.fixture
def target(folder, tmp_path):
    export_dataset(folder, tmp_path / "voc")
    return tmp_path / "voc"


def update(folder, target, **options):
    return export_dataset(folder, target, overwrite="update", **options)


def assert_as_new(folder, target, **options):
    """The target equals an export of the dataset to a new folder."""
    new = target.with_name("new")
    shutil.rmtree(new, ignore_errors=True)
    export_dataset(folder, new, **options)
    assert tree(target) == tree(new)


def stamps(target):
    return {path: path.stat().st_mtime_ns for path in target.rglob("*.*") if path.name != "manifest.json"}


def test_a_second_export_is_refused_unless_told(folder, target):
    before = tree(target)
    with pytest.raises(ExportError, match=r"already holds an export\. Update it \(--overwrite update"):
        export_dataset(folder, target)
    assert tree(target) == before


def test_an_update_without_changes_touches_no_file(folder, target):
    before = stamps(target)
    assert update(folder, target).counts[StepStatus.UNCHANGED] == 5
    assert stamps(target) == before
    assert_as_new(folder, target)


def test_an_update_writes_the_one_image_that_changed(folder, target):
    write_shapes(folder / "a3.jpg", [square("sky", 1, 1)])
    before = stamps(target)
    summary = update(folder, target)
    assert (summary.counts[StepStatus.WRITTEN], summary.counts[StepStatus.UNCHANGED]) == (1, 4)
    changed = {path.relative_to(target).as_posix() for path in before if stamps(target)[path] != before[path]}
    assert changed == {"SegmentationClass/a3.png", "SegmentationObject/a3.png", "Annotations/a3.xml"}
    assert_as_new(folder, target)


def test_another_colour_of_a_class_rewrites_every_class_png(folder, target):
    (folder / "classes.csv").write_text(CLASSES.replace("#800000", "#ff0000"), encoding="utf-8")
    before = stamps(target)
    assert update(folder, target).counts[StepStatus.WRITTEN] == 5
    untouched = {path.parent.name for path in before if stamps(target)[path] == before[path]}
    assert untouched == {"JPEGImages", "SegmentationObject", "Annotations", "Segmentation", "voc"}
    assert_as_new(folder, target)


@pytest.mark.parametrize(
    "options",
    [
        {"void_border": 1.5},
        {"has_boxes": False, "has_instances": False},
        {"has_grey": True},
        {"images": "none"},
        {"ratios": {"train": 0.6, "test": 0.4}},
        {"unlabelled": "void"},
        {"has_wide_instances": True},
    ],
)
def test_an_update_with_other_options_equals_a_new_export(folder, target, options):
    update(folder, target, **options)
    assert_as_new(folder, target, **options)


def test_an_update_goes_from_copies_to_links_and_back_without_touching_an_original(folder, target):
    originals = tree(folder)
    update(folder, target, images="link")
    assert (target / "JPEGImages" / "a1.jpg").samefile(folder / "a1.jpg")
    before = stamps(target)
    assert update(folder, target, images="link").counts[StepStatus.UNCHANGED] == 5
    assert stamps(target) == before
    write_photograph(folder / "a2.jpg", seed=99)
    originals = tree(folder)
    update(folder, target)
    assert not (target / "JPEGImages" / "a1.jpg").samefile(folder / "a1.jpg")
    assert tree(folder) == originals
    assert_as_new(folder, target)


def test_files_of_images_that_are_gone_go_and_foreign_files_stay(folder, target):
    (target / "SegmentationClass" / "foreign.png").write_bytes(b"mine")
    (folder / "a5.jpg").unlink()
    (folder / "a5.json").unlink()
    update(folder, target)
    (target / "SegmentationClass" / "foreign.png").unlink()
    assert_as_new(folder, target)


def test_files_of_an_image_that_fails_now_do_not_stay_behind(folder, target):
    write_shapes(folder / "a2.jpg", [square("unicorn", 1, 1)])
    assert update(folder, target).has_failures
    assert not [name for name in tree(target) if "a2" in name]
    assert_as_new(folder, target)


def test_damaged_and_lost_files_are_written_anew(folder, target):
    class_png = target / "SegmentationClass" / "a1.png"
    class_png.write_bytes(class_png.read_bytes()[:-1] + b"x")
    (target / "JPEGImages" / "a2.jpg").unlink()
    (target / "labelmap.txt").unlink()
    assert update(folder, target).counts[StepStatus.WRITTEN] == 2
    assert_as_new(folder, target)


def test_another_photograph_of_the_same_name_is_noticed(folder, target):
    write_photograph(folder / "a1.jpg", seed=77)
    assert update(folder, target).counts[StepStatus.WRITTEN] == 1
    assert_as_new(folder, target)


def test_replace_makes_everything_anew_and_keeps_foreign_files(folder, target):
    (target / "notes.txt").write_text("mine")
    (folder / "a5.jpg").unlink()
    summary = export_dataset(folder, target, overwrite="replace")
    assert summary.counts[StepStatus.WRITTEN] == 4
    assert (target / "notes.txt").read_text() == "mine"
    (target / "notes.txt").unlink()
    assert_as_new(folder, target)


@pytest.mark.parametrize("overwrite", ["refuse", "update", "replace"])
@pytest.mark.parametrize("taken", [0, 1, 3])
def test_an_export_that_was_closed_is_completed_by_the_next(folder, tmp_path, taken, overwrite):
    target = tmp_path / "closed"
    steps = export(open_dataset(folder), target, ExportOptions(workers=1))
    for _ in range(taken):
        next(steps)
    steps.close()
    if taken:
        assert not (target / "manifest.json").exists()
        with pytest.raises(ExportError, match=r"interrupted export with other classes or options"):
            export_dataset(folder, target, has_grey=True)
    export_dataset(folder, target, overwrite=overwrite)
    assert_as_new(folder, target)


def test_images_finished_before_an_interruption_are_not_made_again_even_after_a_second(folder, tmp_path):
    target = tmp_path / "closed"
    for overwrite in ("refuse", "refuse", "update"):
        steps = export(open_dataset(folder), target, ExportOptions(workers=1, overwrite=overwrite))
        for _ in range(2):
            next(steps)
        steps.close()
    assert update(folder, target).counts[StepStatus.UNCHANGED] >= 2
    assert_as_new(folder, target)


def test_an_interrupted_export_of_images_that_are_gone_since_leaves_nothing_of_them(folder, tmp_path):
    target = tmp_path / "closed"
    steps = export(open_dataset(folder), target)
    next(steps)
    steps.close()
    (folder / "a1.jpg").unlink()
    update(folder, target)
    assert_as_new(folder, target)


def test_a_closed_export_writes_nothing_more(folder, tmp_path):
    target = tmp_path / "closed"
    steps = export(open_dataset(folder), target)
    next(steps)
    steps.close()
    before = tree(target)
    assert not [name for name in before if ".labeler-" in name]
    assert tree(target) == before
