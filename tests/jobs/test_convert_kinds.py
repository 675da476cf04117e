"""Converting real-looking label images that are stored in every way, blurred ones among them."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from labeler.core.class_file import read_ready_table
from labeler.core.classes import ClassRow, ClassTable
from labeler.core.errors import OptionError
from labeler.core.label_png import label_png_bytes, read_label_png, write_label_png
from labeler.jobs.convert import ConvertOptions, convert
from labeler.jobs.step import StepStatus
from tests.datasets import tree
from tests.label_sets import (
    CAMVID_LIKE,
    CITYSCAPES_LIKE,
    VOC_LIKE,
    antialiased,
    jpeg_noised,
    label_set,
    save_variants,
)

WRITTEN, UNCHANGED, FAILED = StepStatus.WRITTEN, StepStatus.UNCHANGED, StepStatus.FAILED


def save(path, pixels):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path)
    return path


def one(source, target, classes, **options):
    (step,) = convert(source, target, classes, ConvertOptions(**options))
    return step


# --- every way of storing a label map


@pytest.mark.parametrize("name", [CITYSCAPES_LIKE, VOC_LIKE, CAMVID_LIKE])
def test_one_label_map_comes_out_of_every_way_of_storing_it(tmp_path, name):
    made = label_set(name, 1)
    save_variants(tmp_path / "source", made.label_maps[0], made.classes)
    steps = list(convert(tmp_path / "source", tmp_path / "target", made.classes))
    written = {step.name for step in steps if step.status is WRITTEN}
    # Two of the arrays have no namesake among the images; none of a kind is lost in silence.
    assert len(written) == len(list((tmp_path / "target").iterdir())) == 8
    for path in (tmp_path / "target").iterdir():
        label_map, palette = read_label_png(path)
        np.testing.assert_array_equal(label_map, made.label_maps[0], err_msg=path.name)
        np.testing.assert_array_equal(palette, made.classes.palette())


def test_arrays_of_opencv_have_red_and_blue_exchanged(tmp_path):
    made = label_set(CAMVID_LIKE, 1)
    np.save(tmp_path / "a.npy", made.colors[0][..., ::-1])
    step = one(tmp_path / "a.npy", tmp_path / "rgb", made.classes)
    assert step.status is FAILED
    assert step.message.endswith(
        "With red and blue exchanged the colours fit the class table (the option for BGR)."
    )
    assert one(tmp_path / "a.npy", tmp_path / "bgr", made.classes, order="BGR").status is WRITTEN
    np.testing.assert_array_equal(read_label_png(tmp_path / "bgr" / "a.png")[0], made.label_maps[0])


def test_an_array_and_an_image_of_one_name_are_not_mixed(tmp_path):
    made = label_set(VOC_LIKE, 1)
    np.save(tmp_path / "a.npy", made.label_maps[0])
    save(tmp_path / "a.png", made.colors[0])
    first, second = convert(tmp_path, tmp_path / "target", made.classes)
    assert (first.status, second.status) == (WRITTEN, FAILED)
    assert "a.npy becomes that file already" in second.message


@pytest.mark.parametrize("rows", [1, 45, 91])
def test_images_of_any_height_and_width_are_converted(tmp_path, rows):
    # 45 rows of 1920 pixels are what is unpacked at a time
    label_map = label_set(CAMVID_LIKE, 1, (1920, rows)).label_maps[0]
    classes = read_ready_table(CAMVID_LIKE)
    for width in (1920, 1917):
        save(tmp_path / str(width) / "a.png", classes.palette()[label_map[:, :width]])
        assert one(tmp_path / str(width), tmp_path / f"{width}-new", classes).status is WRITTEN
        np.testing.assert_array_equal(
            read_label_png(tmp_path / f"{width}-new" / "a.png")[0], label_map[:, :width]
        )


def test_without_the_kernels_the_files_are_the_same(tmp_path, monkeypatch):
    made = label_set(CAMVID_LIKE, 1)
    save(tmp_path / "a.png", made.colors[0])
    assert one(tmp_path / "a.png", tmp_path / "with", made.classes).status is WRITTEN
    monkeypatch.setattr("labeler.core.png_pixels.is_available", lambda: False)
    assert one(tmp_path / "a.png", tmp_path / "without", made.classes).status is WRITTEN
    assert tree(tmp_path / "with") == tree(tmp_path / "without")


# --- palette PNGs


def test_a_proper_palette_png_of_the_table_comes_out_identical(tmp_path):
    made = label_set(VOC_LIKE, 1)
    path = tmp_path / "a.png"
    image = Image.fromarray(made.label_maps[0], "L")
    image.putpalette(made.classes.palette().tobytes())
    image.save(path, compress_level=9)
    assert path.read_bytes() != label_png_bytes(made.label_maps[0], made.classes.palette())
    assert one(path, tmp_path / "target", made.classes).status is WRITTEN
    assert (tmp_path / "target" / "a.png").read_bytes() == path.read_bytes()


def test_a_palette_png_of_the_table_needs_no_answer_for_colours_that_classes_share(tmp_path):
    kitti = read_ready_table("kitti35")
    label_map = np.array([[0, 1, 2], [17, 18, 26]], np.uint8)
    write_label_png(tmp_path / "a.png", label_map, kitti.palette())
    assert one(tmp_path / "a.png", tmp_path / "target", kitti, palette="indices").status is WRITTEN
    np.testing.assert_array_equal(read_label_png(tmp_path / "target" / "a.png")[0], label_map)
    save(tmp_path / "b.png", kitti.palette()[label_map])
    step = one(tmp_path / "b.png", tmp_path / "target", kitti, palette="indices")
    assert step.status is FAILED
    assert step.message.startswith("Several classes share a colour")


def test_numbers_can_count_and_only_the_palette_is_replaced(tmp_path):
    made = label_set(CAMVID_LIKE, 1)
    write_label_png(tmp_path / "a.png", made.label_maps[0], np.full((256, 3), 9, np.uint8))
    assert one(tmp_path / "a.png", tmp_path / "colors", made.classes).status is FAILED
    assert one(tmp_path / "a.png", tmp_path / "kept", made.classes, palette="indices").status is WRITTEN
    label_map, palette = read_label_png(tmp_path / "kept" / "a.png")
    np.testing.assert_array_equal(label_map, made.label_maps[0])
    np.testing.assert_array_equal(palette, made.classes.palette())


def test_numbers_of_no_class_are_an_error_or_void(tmp_path):
    write_label_png(tmp_path / "a.png", np.array([[1, 200]], np.uint8))
    table = ClassTable((ClassRow(1, "road", (128, 0, 0)),))
    step = one(tmp_path / "a.png", tmp_path / "target", table, palette="indices")
    assert "200 (1 px)" in step.message
    step = one(tmp_path / "a.png", tmp_path / "target", table, palette="indices", off_palette="void")
    assert step.message == "1 px off the palette (50.0 %): void."
    assert read_label_png(tmp_path / "target" / "a.png")[0].tolist() == [[1, 255]]


# --- pixels off the palette


@pytest.mark.parametrize("change", [jpeg_noised, antialiased])
def test_blurred_images_are_refused_unless_a_choice_is_made_and_each_file_reports_it(tmp_path, change):
    made = label_set(VOC_LIKE, 2, (320, 240))
    for name, colors in zip("ab", made.colors, strict=True):
        save(tmp_path / "source" / f"{name}.png", change(colors))
    assert [s.status for s in convert(tmp_path / "source", tmp_path / "no", made.classes)] == [FAILED] * 2
    for choice, words in (("nearest", "nearest class"), ("majority", "commonest class"), ("void", "void")):
        options = ConvertOptions(off_palette=choice)
        steps = list(convert(tmp_path / "source", tmp_path / choice, made.classes, options))
        for step in steps:
            assert step.status is WRITTEN
            assert "px off the palette (" in step.message
            assert words in step.message
        label_map, _ = read_label_png(tmp_path / choice / "a.png")
        assert (label_map != made.label_maps[0]).mean() < 0.5


def test_a_table_that_does_not_fit_is_answered_by_those_that_do(tmp_path):
    made = label_set(CITYSCAPES_LIKE, 1, (320, 240))
    save(tmp_path / "a.png", made.colors[0])
    step = one(tmp_path / "a.png", tmp_path / "target", read_ready_table("voc21"))
    assert step.status is FAILED
    assert "Its colours look like those of the ready class table cityscapes_trainIds19" in step.message
    assert "kitti35" in step.message


# --- a dry run


def test_a_dry_run_says_what_would_become_of_each_file_and_writes_nothing(tmp_path):
    made = label_set(VOC_LIKE, 1)
    source = tmp_path / "source"
    save(source / "a.png", made.colors[0])
    save(source / "b.png", np.array([[[0, 0, 0], [128, 0, 0], [128, 1, 0]]], np.uint8))
    save(source / "c.png", np.array([[[1, 2, 3]]], np.uint8))
    before = tree(tmp_path)
    options = ConvertOptions(is_dry_run=True, off_palette="nearest", tolerance=2)
    steps = list(convert(source, tmp_path / "target", made.classes, options))
    assert [step.status for step in steps] == [StepStatus.PLANNED, StepStatus.PLANNED, FAILED]
    assert steps[1].message == ("1 px off the palette (33.3 %): nearest class. Indices: 0 (1 px), 1 (2 px).")
    assert tree(tmp_path) == before


def test_a_dry_run_knows_what_is_there_already(tmp_path):
    made = label_set(VOC_LIKE, 1)
    source = save(tmp_path / "source" / "a.png", made.colors[0])
    list(convert(source, tmp_path / "target", made.classes))
    assert one(source, tmp_path / "target", made.classes, is_dry_run=True).status is UNCHANGED
    save(tmp_path / "target" / "a.png", made.colors[0])
    assert one(source, tmp_path / "target", made.classes, is_dry_run=True).status is FAILED
    replaced = one(source, tmp_path / "target", made.classes, is_dry_run=True, overwrites=True)
    assert replaced.status is StepStatus.PLANNED


# --- options


@pytest.mark.parametrize("workers", [1, 3])
def test_any_number_of_workers_writes_the_same(tmp_path, workers):
    made = label_set(CAMVID_LIKE, 6)
    for number, colors in enumerate(made.colors):
        save(tmp_path / "source" / f"{number}.png", colors)
    steps = list(
        convert(tmp_path / "source", tmp_path / "target", made.classes, ConvertOptions(workers=workers))
    )
    assert [step.name for step in steps] == [f"{number}.png" for number in range(6)]
    for number, label_map in enumerate(made.label_maps):
        np.testing.assert_array_equal(read_label_png(tmp_path / "target" / f"{number}.png")[0], label_map)


def test_options_that_contradict_each_other_are_refused_before_anything_is_read(tmp_path):
    with pytest.raises(OptionError, match="both majority and the index 3"):
        one(
            save(tmp_path / "a.png", np.zeros((2, 2, 3), np.uint8)),
            tmp_path / "t",
            ClassTable(),
            off_palette="majority",
            on_unknown=3,
        )
