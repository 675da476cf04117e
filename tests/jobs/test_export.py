from __future__ import annotations

import json
import os

import numpy as np
import pytest
from PIL import Image

from labeler.core.dataset import open_dataset
from labeler.core.errors import ExportError, OptionError
from labeler.jobs.export import ExportOptions, export, export_dataset
from labeler.jobs.export_image import ImageExporter
from labeler.jobs.step import StepStatus
from tests.datasets import indices, make_dataset, shape, square, tree, write_photograph, write_shapes


@pytest.fixture
def folder(tmp_path):
    return make_dataset(tmp_path / "data", 5)


@pytest.fixture
def target(tmp_path):
    return tmp_path / "voc"


def steps_of(folder, target, **options):
    return list(export(open_dataset(folder), target, ExportOptions(**options)))


class DyingExporter(ImageExporter):
    """Ends its process at one image, as a system that runs out of memory does."""

    def __call__(self, task):
        return os._exit(9) if task.image.id == "a3" else super().__call__(task)


def problem(folder, target, **options):
    """The reason of the only image that fails."""
    (failed,) = export_dataset(folder, target, **options).failed
    return failed.message


def test_the_layout_is_that_of_voc_2012(folder, target):
    assert export_dataset(folder, target).counts[StepStatus.WRITTEN] == 5
    ids = [f"a{number}" for number in range(1, 6)]
    assert sorted(tree(target)) == sorted(
        [f"Annotations/{each}.xml" for each in ids]
        + [f"ImageSets/Segmentation/{name}.txt" for name in ("train", "trainval", "val")]
        + [f"JPEGImages/{each}.jpg" for each in ids]
        + [f"SegmentationClass/{each}.png" for each in ids]
        + [f"SegmentationObject/{each}.png" for each in ids]
        + ["class_names.txt", "labelmap.txt", "manifest.json"]
    )


def test_the_class_png_holds_indices_in_the_colours_of_the_class_table(folder, target):
    export_dataset(folder, target)
    with Image.open(target / "SegmentationClass" / "a1.png") as image:
        assert (image.mode, image.size) == ("P", (64, 48))
        palette = np.array(image.getpalette(), np.uint8).reshape(256, 3)
    expected = np.zeros((48, 64), np.uint8)
    expected[3:13, 2:12] = 1
    expected[6:16, 7:17] = 2
    expected[20:24, 40:44] = 255
    np.testing.assert_array_equal(indices(target / "SegmentationClass" / "a1.png"), expected)
    assert palette[[1, 2, 7]].tolist() == [[128, 0, 0], [0, 128, 0], [0x12, 0x34, 0x56]]


def test_the_instance_png_numbers_objects_and_keeps_void(folder, target):
    export_dataset(folder, target)
    instances = indices(target / "SegmentationObject" / "a1.png")
    assert (instances[4, 3], instances[10, 10], instances[21, 41], instances[0, 0]) == (1, 2, 255, 0)


def test_the_manifest_describes_every_image(folder, target):
    export_dataset(folder, target)
    manifest = json.loads((target / "manifest.json").read_bytes())
    image = manifest["images"][0]
    assert (image["id"], image["source"], image["size"]) == ("a1", "a1.jpg", [64, 48])
    assert sum(image["pixels"].values()) == 64 * 48
    assert image["pixels"]["2"] == 100
    assert set(image["files"]) <= set(tree(target))
    assert set(manifest["files"]) | {"manifest.json"} == {
        name for name in tree(target) if "/" not in name or name.startswith("ImageSets")
    }


def test_an_upright_jpeg_keeps_its_bytes(folder, target):
    export_dataset(folder, target)
    assert (target / "JPEGImages" / "a2.jpg").read_bytes() == (folder / "a2.jpg").read_bytes()


def test_a_jpeg_that_is_turned_by_exif_is_written_upright_with_its_labels(folder, target):
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = write_photograph(folder / "b.jpg", (60, 20), exif=exif)
    write_shapes(turned, [square("cat", 10, 50)], (20, 60))
    assert not export_dataset(folder, target).has_failures
    with Image.open(target / "JPEGImages" / "b.jpg") as image:
        assert image.size == (20, 60)
        assert not image.getexif().get(0x0112)
    class_map = indices(target / "SegmentationClass" / "b.png")
    assert class_map.shape == (60, 20)
    assert (class_map[50:60, 10:20] == 1).all()


def test_a_png_becomes_a_jpeg_that_looks_the_same(folder, target):
    image = write_photograph(folder / "b.png", (64, 48))
    write_shapes(image, [square("cat", 1, 1)])
    export_dataset(folder, target)
    with Image.open(target / "JPEGImages" / "b.jpg") as written, Image.open(image) as original:
        assert written.format == "JPEG"
        difference = np.abs(np.array(written, int) - np.array(original, int))
    assert difference.mean() < 2


def test_an_unknown_class_fails_with_file_shape_and_remedy_and_stops_nobody(folder, target):
    write_shapes(folder / "a2.jpg", [square("cat", 1, 1), square("unicorn", 5, 5)])
    reason = problem(folder, target)
    assert "a2.json: shape 2 has the class 'unicorn'" in reason
    assert "Add 'unicorn' to the class table" in reason
    assert not (target / "JPEGImages" / "a2.jpg").exists()
    assert (target / "SegmentationClass" / "a3.png").exists()


def test_an_annotation_of_another_size_fails(folder, target):
    write_shapes(folder / "a2.jpg", [square("cat", 1, 1)], (48, 64))
    reason = problem(folder, target)
    assert "48 x 64" in reason
    assert "64 x 48" in reason


def test_a_shape_that_cannot_be_read_fails_its_image(folder, target):
    write_shapes(folder / "a2.jpg", [square("cat", 1, 1), shape("cat", [(1, 1), (2, "two")])])
    assert "a2.json" in problem(folder, target)


def test_a_damaged_annotation_and_a_damaged_image_fail_and_the_rest_is_exported(folder, target):
    (folder / "a1.json").write_text("{", encoding="utf-8")
    (folder / "a2.jpg").write_bytes(b"no photograph")
    summary = export_dataset(folder, target)
    assert [step.name for step in summary.failed] == ["a1.jpg", "a2.jpg"]
    assert all(step.message for step in summary.failed)
    assert summary.counts[StepStatus.WRITTEN] == 3
    listed = (target / "ImageSets" / "Segmentation" / "trainval.txt").read_text().split()
    assert sorted(listed) == ["a3", "a4", "a5"]


def test_points_and_lines_are_reported_and_do_not_fail(folder, target):
    line = shape("cat", [(1, 1), (9, 9)], "line")
    write_shapes(folder / "a2.jpg", [square("cat", 1, 1), line, shape("dog", [(3, 3)], "point")])
    step = steps_of(folder, target)[1]
    assert step.status is StepStatus.WRITTEN
    assert step.message == "Not rasterized, because points and lines have no pixels: shape 2, 3."
    assert steps_of(folder, target, overwrite="update")[1].message == step.message


def test_an_image_without_shapes_is_left_out_unless_it_is_done_or_wanted(folder, target, tmp_path):
    write_photograph(folder / "b1.jpg")
    write_shapes(write_photograph(folder / "b2.jpg"), [], labeler={"state": "done"})
    summary = export_dataset(folder, target)
    assert [step.name for step in summary.with_status(StepStatus.LEFT_OUT)] == ["b1.jpg"]
    assert not summary.has_failures
    assert not indices(target / "SegmentationClass" / "b2.png").any()
    assert not (target / "JPEGImages" / "b1.jpg").exists()
    everything = tmp_path / "everything"
    assert export_dataset(folder, everything, includes_unlabelled=True).counts[StepStatus.WRITTEN] == 7
    assert indices(everything / "SegmentationClass" / "b1.png").shape == (48, 64)


def test_pixels_under_no_shape_can_be_void_in_both_maps(folder, target):
    export_dataset(folder, target, unlabelled="void")
    class_map = indices(target / "SegmentationClass" / "a1.png")
    instances = indices(target / "SegmentationObject" / "a1.png")
    assert set(np.unique(class_map).tolist()) == {1, 2, 255}
    np.testing.assert_array_equal(class_map == 255, instances == 255)


def test_a_void_border_runs_around_every_object(folder, target):
    export_dataset(folder, target, void_border=2)
    class_map = indices(target / "SegmentationClass" / "a1.png")
    instances = indices(target / "SegmentationObject" / "a1.png")
    assert class_map[4, 1] == class_map[4, 2] == 255
    assert class_map[8, 6] == instances[8, 6] == 255
    assert class_map[5, 4] == 1
    assert set(np.unique(instances).tolist()) == {0, 1, 2, 255}


def test_touching_objects_of_one_class_are_parted_in_the_instance_map_only(folder, target):
    write_shapes(folder / "a1.jpg", [square("cat", 10, 10), square("cat", 20, 10)])
    export_dataset(folder, target, void_border=1)
    assert indices(target / "SegmentationClass" / "a1.png")[15, 19] == 1
    assert indices(target / "SegmentationObject" / "a1.png")[15, 19] == 255


def test_grey_index_pngs_hold_the_same_numbers(folder, target):
    export_dataset(folder, target, has_grey=True, void_border=1)
    with Image.open(target / "SegmentationClassRaw" / "a1.png") as image:
        assert image.mode == "L"
    np.testing.assert_array_equal(
        indices(target / "SegmentationClassRaw" / "a1.png"), indices(target / "SegmentationClass" / "a1.png")
    )


def test_what_is_not_wanted_is_not_written(folder, target):
    export_dataset(folder, target, has_instances=False, has_boxes=False, images="none")
    assert {path.name for path in target.iterdir()} == {
        "ImageSets",
        "SegmentationClass",
        "class_names.txt",
        "labelmap.txt",
        "manifest.json",
    }


def test_linked_photographs_are_the_originals(folder, target):
    write_shapes(write_photograph(folder / "b.png"), [square("cat", 1, 1)])
    export_dataset(folder, target, images="link")
    assert (target / "JPEGImages" / "a1.jpg").samefile(folder / "a1.jpg")
    with Image.open(target / "JPEGImages" / "b.jpg") as image:
        assert image.format == "JPEG"


def test_many_objects_need_wide_instance_maps_and_the_error_says_so(folder, target):
    squares = [square("cat", column * 2, row * 2, 2) for row in range(20) for column in range(30)]
    write_shapes(folder / "a2.jpg", squares)
    reason = problem(folder, target)
    assert "a2.json" in reason
    assert "--wide-instances" in reason
    assert not export_dataset(folder, target, has_wide_instances=True, overwrite="update").has_failures
    instances = indices(target / "SegmentationObject" / "a2.png")
    assert instances.dtype.itemsize == 2 or instances.dtype == np.int32
    assert instances.max() == 600
    assert not export_dataset(folder, target, has_instances=False, overwrite="update").has_failures


def test_names_with_blanks_letters_of_any_language_folders_and_prefixes_all_come_through(folder, target):
    names = ["1.png", "11.png", "Bär 犬.jpg", "sub/a1.jpg", "sub/deep/x y.png", "a1.png", "a.b.jpg"]
    for name in names:
        image = write_photograph(folder / name)
        path = write_shapes(image, [square("cat", 1, 1)])
        if name == "a1.png":
            path.rename(folder / "a1.png.json")
    make_dataset(folder, 5)
    summary = export_dataset(folder, target)
    assert summary.counts[StepStatus.WRITTEN] == 12
    listed = (target / "ImageSets" / "Segmentation" / "trainval.txt").read_text(encoding="utf-8").splitlines()
    assert len(set(listed)) == 12
    assert {"1", "11", "Bär 犬", "a.b"} <= set(listed)
    for each in listed:
        assert (target / "JPEGImages" / f"{each}.jpg").is_file()
        assert (target / "SegmentationClass" / f"{each}.png").is_file()


def test_an_image_whose_name_lists_cannot_hold_fails_and_says_why(folder, target):
    write_photograph(folder / "two\nlines.jpg")
    assert "contains a line break" in problem(folder, target, includes_unlabelled=True)


def test_images_in_no_list_are_left_out(folder, target, tmp_path):
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "train.txt").write_text("a4\na2\n")
    summary = export_dataset(folder, target, lists=tmp_path / "lists")
    assert summary.text == "2 written, 3 left out."
    assert (target / "ImageSets" / "Segmentation" / "train.txt").read_bytes() == b"a4\na2\n"
    assert not (target / "ImageSets" / "Segmentation" / "val.txt").exists()


def test_class_names_that_voc_cannot_hold_are_refused_before_anything_is_written(folder, target):
    (folder / "classes.csv").write_text("index,name,color\n1,a:b,#800000\n", encoding="utf-8")
    with pytest.raises(ExportError, match=r"'a:b'.*Rename the class"):
        export(open_dataset(folder), target)
    assert not target.exists()


def test_a_folder_without_images_is_refused(tmp_path, target):
    (tmp_path / "empty").mkdir()
    with pytest.raises(ExportError, match=r"has no images"):
        export_dataset(tmp_path / "empty", target)
    assert not target.exists()


def test_a_foreign_file_in_the_way_is_refused_before_anything_is_written(folder, target):
    (target / "JPEGImages").mkdir(parents=True)
    (target / "JPEGImages" / "a3.jpg").write_bytes(b"mine")
    with pytest.raises(ExportError, match=r"a3\.jpg exists and was not written by an export of Labeler"):
        export(open_dataset(folder), target, ExportOptions(overwrite="update"))
    assert tree(target) == {"JPEGImages/a3.jpg": b"mine"}


def test_an_unknown_format_is_refused(folder, target):
    with pytest.raises(OptionError, match=r"no format 'coco'; the formats are: voc"):
        steps_of(folder, target, format="coco")


def test_steps_come_in_the_order_of_the_dataset_and_count_to_its_size(folder, target):
    steps = steps_of(folder, target, workers=3)
    assert [(step.done, step.total, step.name) for step in steps] == [
        (number, 5, f"a{number}.jpg") for number in range(1, 6)
    ]


def test_files_do_not_depend_on_the_number_of_workers(tmp_path):
    folder = make_dataset(tmp_path / "data", 12)
    for workers in (1, 4):
        export_dataset(folder, tmp_path / str(workers), workers=workers, void_border=1, has_grey=True)
    assert tree(tmp_path / "1") == tree(tmp_path / "4")


def test_processes_write_what_threads_write_and_name_what_fails(tmp_path, monkeypatch):
    folder = make_dataset(tmp_path / "data", 12)
    write_shapes(folder / "a5.jpg", [square("unicorn", 1, 1)])
    export_dataset(folder, tmp_path / "threads", workers=2)
    monkeypatch.setattr("labeler.jobs.export.MANY", 1)
    summary = export_dataset(folder, tmp_path / "processes", workers=2)
    assert [step.name for step in summary.failed] == ["a5.jpg"]
    assert tree(tmp_path / "threads") == tree(tmp_path / "processes")
    again = export_dataset(folder, tmp_path / "processes", workers=2, overwrite="update")
    assert again.counts[StepStatus.UNCHANGED] == 11


def test_an_image_whose_process_ends_fails_and_the_others_are_exported(folder, target, monkeypatch):
    monkeypatch.setattr("labeler.jobs.export.MANY", 1)
    monkeypatch.setattr("labeler.jobs.export.ImageExporter", DyingExporter)
    summary = export_dataset(folder, target, workers=2)
    (failed,) = summary.failed
    assert failed.name == "a3.jpg"
    assert "a3.jpg: The process that worked on it ended unexpectedly (exit status 9)" in failed.message
    # What the process had written before it ended is found as it should be at the second try.
    assert summary.counts[StepStatus.WRITTEN] + summary.counts[StepStatus.UNCHANGED] == 4
    assert all((target / "SegmentationClass" / f"a{number}.png").is_file() for number in (1, 2, 4, 5))


def test_large_images_are_worked_on_one_at_a_time_and_come_out_the_same(folder, tmp_path, monkeypatch):
    export_dataset(folder, tmp_path / "a")
    monkeypatch.setattr("labeler.jobs.export.LARGE", 10)
    export_dataset(folder, tmp_path / "b", workers=3)
    assert tree(tmp_path / "a") == tree(tmp_path / "b")


def test_python_is_told_each_step(folder, target):
    steps = []
    export_dataset(str(folder), str(target), on_step=steps.append)
    assert len(steps) == 5
