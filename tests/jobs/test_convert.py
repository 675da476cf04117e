"""Converting files and folders of colour and grey label images to palette PNGs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from labeler.core.classes import ClassRow, ClassTable
from labeler.core.errors import FileUnreadableError, OptionError, SharedColorError
from labeler.core.label_png import read_label_png, write_label_png
from labeler.jobs.convert import ConvertOptions, convert
from labeler.jobs.step import StepStatus

TABLE = ClassTable((ClassRow(1, "road", (128, 64, 128)), ClassRow(9, "sky", (70, 130, 180))))
LABELS = np.kron(np.array([[0, 1, 9], [255, 9, 1]], np.uint8), np.ones((5, 6), np.uint8))
COLORS = TABLE.palette()[LABELS]
WRITTEN, UNCHANGED, FAILED = StepStatus.WRITTEN, StepStatus.UNCHANGED, StepStatus.FAILED


def save(path: Path, pixels: np.ndarray = COLORS) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path)
    return path


def statuses(source, target, options=None, classes=TABLE):
    return [step.status for step in convert(source, target, classes, options)]


def assert_converted(path: Path) -> None:
    label_map, palette = read_label_png(path)
    np.testing.assert_array_equal(label_map, LABELS)
    np.testing.assert_array_equal(palette, TABLE.palette())


def test_a_folder_of_any_formats_is_mirrored_as_palette_pngs(tmp_path):
    source = tmp_path / "source"
    save(source / "a.png")
    save(source / "train" / "b.bmp")
    save(source / "train" / "deep" / "c.tif", LABELS)
    write_label_png(source / "d.png", LABELS, TABLE.palette())
    (source / "notes.txt").write_text("no image")
    steps = list(convert(source, tmp_path / "target", TABLE))
    assert [step.name for step in steps] == ["a.png", "d.png", "train/b.bmp", "train/deep/c.tif"]
    assert {step.status for step in steps} == {WRITTEN}
    for name in ("a.png", "d.png", "train/b.png", "train/deep/c.png"):
        assert_converted(tmp_path / "target" / name)


def test_one_image_becomes_a_file_in_a_folder_or_the_png_that_is_named(tmp_path):
    source = save(tmp_path / "a.bmp")
    assert statuses(source, tmp_path / "folder") == [WRITTEN]
    assert statuses(source, tmp_path / "other" / "named.png") == [WRITTEN]
    assert_converted(tmp_path / "folder" / "a.png")
    assert_converted(tmp_path / "other" / "named.png")


def test_a_bad_file_never_stops_the_others_and_its_reason_is_told(tmp_path):
    source = tmp_path / "source"
    wrong = COLORS.copy()
    wrong[3, 2:4] = 9, 9, 9
    save(source / "a.png", wrong)
    save(source / "b.png").write_bytes(b"nothing of an image")
    save(source / "c.png")
    steps = list(convert(source, tmp_path / "target", TABLE))
    assert [step.status for step in steps] == [FAILED, FAILED, WRITTEN]
    assert steps[0].message.startswith(
        "colours that no class has, in 2 px: #090909 (2 px, first at x 2, y 3)"
    )
    assert steps[1].message.startswith("cannot be decoded")
    assert [path.name for path in (tmp_path / "target").iterdir()] == ["c.png"]


def test_options_of_the_colours_reach_them(tmp_path):
    source = save(tmp_path / "a.png", np.clip(COLORS[..., ::-1].astype(int) + 2, 0, 255).astype(np.uint8))
    assert statuses(source, tmp_path / "1") == [FAILED]
    assert statuses(source, tmp_path / "2", ConvertOptions(order="BGR", tolerance=5)) == [WRITTEN]
    assert_converted(tmp_path / "2" / "a.png")
    assert statuses(source, tmp_path / "3", ConvertOptions(on_unknown=77)) == [WRITTEN]
    assert np.unique(read_label_png(tmp_path / "3" / "a.png")[0]).tolist() == [77]


def test_colours_that_classes_share_must_be_resolved_before_anything_is_written(tmp_path):
    source = save(tmp_path / "a.png")
    shared = TABLE.recolored(9, (128, 64, 128))
    with pytest.raises(SharedColorError, match=r"'road' \(1\), 'sky' \(9\)"):
        convert(source, tmp_path / "target", shared)
    assert not (tmp_path / "target").exists()
    options = ConvertOptions(resolve={(128, 64, 128): 9}, on_unknown=0)
    assert statuses(source, tmp_path / "target", options, shared) == [WRITTEN]


@pytest.mark.parametrize("suffix", [".png", ".npy", ".bmp"])
def test_colours_that_classes_share_do_not_matter_to_images_of_indices(tmp_path, suffix):
    shared = TABLE.recolored(9, (128, 64, 128))
    source = tmp_path / "source"
    source.mkdir()
    np.save(source / "a.npy", LABELS) if suffix == ".npy" else save(source / f"a{suffix}", LABELS)
    assert statuses(source, tmp_path / "target", None, shared) == [WRITTEN]
    assert np.array_equal(read_label_png(tmp_path / "target" / "a.png")[0], LABELS)
    assert statuses(tmp_path / "target", tmp_path / "again", None, shared) == [WRITTEN]
    np.save(source / "b.npy", COLORS) if suffix == ".npy" else save(source / f"b{suffix}")
    with pytest.raises(SharedColorError, match=r"'road' \(1\), 'sky' \(9\)"):
        convert(source, tmp_path / "target", shared)
    with pytest.raises(SharedColorError):
        convert(save(tmp_path / "grey.png", LABELS), tmp_path / "c", shared, ConvertOptions(grey="colors"))


def test_a_palette_image_whose_colours_classes_share_fails_with_the_reason(tmp_path):
    shared = TABLE.recolored(9, (128, 64, 128))
    image = Image.fromarray(COLORS).quantize(8)
    image.save(tmp_path / "a.png")
    (step,) = convert(tmp_path / "a.png", tmp_path / "target", shared)
    assert step.status is FAILED
    assert "Several classes share a colour" in step.message


# --- grey images


def test_grey_values_are_indices_that_classes_must_have(tmp_path):
    assert statuses(save(tmp_path / "a.png", LABELS), tmp_path / "target") == [WRITTEN]
    assert_converted(tmp_path / "target" / "a.png")
    (step,) = convert(save(tmp_path / "b.png", LABELS + 1), tmp_path / "target", TABLE)
    assert step.status is FAILED
    assert "the index of no class" in step.message


def test_greys_can_be_colours_and_black_and_white_is_pointed_out(tmp_path):
    mask = np.where(LABELS == 9, 255, 0).astype(np.uint8)
    source = save(tmp_path / "mask.png", mask)
    (step,) = convert(source, tmp_path / "indices", TABLE)
    assert step.status is WRITTEN
    assert "If white is a class" in step.message
    water = ClassTable((ClassRow(1, "water", (255, 255, 255)),))
    (step,) = convert(source, tmp_path / "colors", water, ConvertOptions(grey="colors"))
    assert (step.status, step.message) == (WRITTEN, "")
    np.testing.assert_array_equal(read_label_png(tmp_path / "colors" / "mask.png")[0], LABELS == 9)


def test_white_of_one_bit_is_white_where_greys_are_colours(tmp_path):
    source = save(tmp_path / "mask.png", LABELS == 9)
    water = ClassTable((ClassRow(1, "water", (255, 255, 255)),))
    assert statuses(source, tmp_path / "target", ConvertOptions(grey="colors"), water) == [WRITTEN]
    np.testing.assert_array_equal(read_label_png(tmp_path / "target" / "mask.png")[0], LABELS == 9)


def test_a_target_that_is_an_image_of_another_kind_is_refused(tmp_path):
    source = save(tmp_path / "a.png")
    with pytest.raises(OptionError, match=r"b\.jpg: a label map is written as PNG"):
        convert(source, tmp_path / "b.jpg", TABLE)
    (tmp_path / "c.jpg").mkdir()
    assert statuses(source, tmp_path / "c.jpg") == [WRITTEN]


def test_a_file_that_is_no_image_says_so_without_objects_in_memory(tmp_path):
    (tmp_path / "a.png").write_bytes(b"")
    (step,) = convert(tmp_path / "a.png", tmp_path / "target", TABLE)
    assert step.message.startswith("cannot be decoded (it is no image, or its beginning is damaged).")


def test_greys_of_16_bits_are_indices_and_never_colours(tmp_path):
    source = save(tmp_path / "a.png", LABELS.astype(np.uint16))
    assert statuses(source, tmp_path / "target") == [WRITTEN]
    assert_converted(tmp_path / "target" / "a.png")
    (step,) = convert(source, tmp_path / "other", TABLE, ConvertOptions(grey="colors"))
    assert step.message.startswith("has greys of 16 bits")


def test_steps_may_be_taken_only_in_part(tmp_path):
    for number in range(100):
        save(tmp_path / "source" / f"{number}.png")
    steps = convert(tmp_path / "source", tmp_path / "target", TABLE)
    assert next(steps).name == "0.png"
    steps.close()
    written = list((tmp_path / "target").iterdir())
    assert 0 < len(written) < 100
    for path in written:
        assert_converted(path)


# --- what exists already


def test_doing_it_again_completes_and_changes_nothing_else(tmp_path):
    source = tmp_path / "source"
    save(source / "a.png")
    save(source / "b.png")
    list(convert(source, tmp_path / "target", TABLE))
    (tmp_path / "target" / "b.png").unlink()
    (tmp_path / "target" / ".labeler-0123456789abcdef.tmp").write_bytes(b"left by a kill")
    assert statuses(source, tmp_path / "target") == [UNCHANGED, WRITTEN]
    assert sorted(path.name for path in (tmp_path / "target").iterdir()) == ["a.png", "b.png"]


def test_a_file_with_other_content_is_replaced_only_when_told(tmp_path):
    source = save(tmp_path / "source" / "a.png")
    other = save(tmp_path / "target" / "a.png", LABELS)
    before = other.read_bytes()
    (step,) = convert(source, tmp_path / "target", TABLE)
    assert step.status is FAILED
    assert "exists with other content" in step.message
    assert other.read_bytes() == before
    assert statuses(source, tmp_path / "target", ConvertOptions(overwrites=True)) == [WRITTEN]
    assert_converted(other)


def test_nothing_is_converted_in_place(tmp_path):
    source = save(tmp_path / "a.png")
    for target in (tmp_path, tmp_path / "a.png"):
        with pytest.raises(OptionError, match="is the source itself"):
            convert(source, target, TABLE, ConvertOptions(overwrites=True))
    with pytest.raises(OptionError, match="is the source itself"):
        convert(tmp_path, tmp_path, TABLE)


def test_a_target_inside_the_source_is_no_source(tmp_path):
    save(tmp_path / "a.png")
    for _ in range(2):
        assert len(list(convert(tmp_path, tmp_path / "indices", TABLE))) == 1


def test_two_images_that_would_become_one_file_are_not_mixed(tmp_path):
    save(tmp_path / "source" / "a.bmp")
    save(tmp_path / "source" / "a.png")
    first, second = convert(tmp_path / "source", tmp_path / "target", TABLE)
    assert (first.status, second.status) == (WRITTEN, FAILED)
    assert "a.bmp becomes that file already" in second.message


def test_a_target_that_cannot_be_made_fails_file_by_file(tmp_path):
    save(tmp_path / "source" / "a.png")
    (tmp_path / "file").touch()
    (step,) = convert(tmp_path / "source", tmp_path / "file" / "target", TABLE)
    assert step.status is FAILED
    assert "cannot be written" in step.message


def test_a_lack_of_memory_is_one_failed_file(tmp_path, monkeypatch):
    save(tmp_path / "source" / "a.png")

    def no_memory(*_args, **_options):
        raise MemoryError

    monkeypatch.setattr("labeler.jobs.convert_image.label_png_bytes", no_memory)
    (step,) = convert(tmp_path / "source", tmp_path / "target", TABLE)
    assert step.message == "There is not enough memory to convert it."


def test_sources_that_hold_nothing_are_said(tmp_path):
    with pytest.raises(OptionError, match="holds no images"):
        convert(tmp_path, tmp_path / "target", TABLE)
    with pytest.raises(FileUnreadableError, match="nowhere"):
        convert(tmp_path / "nowhere", tmp_path / "target", TABLE)
