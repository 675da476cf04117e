"""Recolouring files and folders of label PNGs."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from labeler.core.classes import ClassRow, ClassTable
from labeler.core.errors import FileUnreadableError, OptionError
from labeler.core.label_png import read_label_png, write_label_png
from labeler.jobs.recolor import recolor
from labeler.jobs.step import StepStatus
from tests.core.png_files import chunks_of

LABELS = np.arange(12, dtype=np.uint8).reshape(3, 4)
PALETTE = ClassTable((ClassRow(1, "road", (1, 2, 3)), ClassRow(2, "sky", (4, 5, 6)))).palette()


def write(path, **options):
    path.parent.mkdir(parents=True, exist_ok=True)
    write_label_png(path, LABELS, **options)
    return path


def test_files_and_folders_get_the_new_colours_and_keep_their_pixels(tmp_path):
    paths = [write(tmp_path / name) for name in ("one.png", "many/a2.png", "many/deep/a10.png")]
    steps = list(recolor([tmp_path / "one.png", tmp_path / "many"], PALETTE))
    assert [(step.done, step.total, step.name) for step in steps] == [
        (n, 3, str(p)) for n, p in enumerate(paths, 1)
    ]
    assert {step.status for step in steps} == {StepStatus.WRITTEN}
    for path in paths:
        label_map, palette = read_label_png(path)
        np.testing.assert_array_equal(label_map, LABELS)
        np.testing.assert_array_equal(palette, PALETTE)


def test_doing_it_again_changes_nothing(tmp_path):
    write(tmp_path / "a.png")
    list(recolor([tmp_path], PALETTE))
    assert [step.status for step in recolor([tmp_path, tmp_path / "a.png"], PALETTE)] == [
        StepStatus.UNCHANGED
    ]


def test_a_bad_file_never_stops_the_others(tmp_path):
    (tmp_path / "a.png").write_bytes(write(tmp_path / "b.png").read_bytes()[:-7])
    steps = list(recolor([tmp_path], PALETTE))
    assert [step.status for step in steps] == [StepStatus.FAILED, StepStatus.WRITTEN]
    assert steps[0].message.startswith("is damaged")


def test_a_png_without_a_palette_fails_when_it_is_named_and_is_left_out_when_it_is_found(tmp_path):
    path = tmp_path / "photograph.png"
    Image.new("RGB", (3, 3)).save(path)
    assert [step.status for step in recolor([tmp_path], PALETTE)] == [StepStatus.LEFT_OUT]
    assert [step.status for step in recolor([path], PALETTE)] == [StepStatus.FAILED]
    (step,) = recolor([tmp_path, path], PALETTE)
    assert step.status is StepStatus.FAILED
    assert "labeler convert" in step.message


def test_instance_maps_of_a_voc_dataset_are_left_out_unless_they_are_named(tmp_path):
    write(tmp_path / "SegmentationClass" / "a.png")
    path = write(tmp_path / "SegmentationObject" / "a.png")
    assert [step.status for step in recolor([tmp_path], PALETTE)] == [StepStatus.WRITTEN, StepStatus.LEFT_OUT]
    assert [step.status for step in recolor([path], PALETTE)] == [StepStatus.WRITTEN]


def test_what_went_with_the_old_colours_is_said(tmp_path):
    image = Image.fromarray(LABELS)
    image.putpalette(bytes(768))
    image.save(tmp_path / "a.png", transparency=0)
    (step,) = recolor([tmp_path], PALETTE)
    assert step.message == "What belonged to the old colours was removed: tRNS."


def test_wrong_input_is_said_before_anything_is_written(tmp_path):
    path = write(tmp_path / "a.png")
    before = path.read_bytes()
    with pytest.raises(FileUnreadableError, match="nowhere"):
        recolor([path, tmp_path / "nowhere"], PALETTE)
    with pytest.raises(OptionError):
        recolor([path], np.zeros((300, 3), np.uint8))
    assert path.read_bytes() == before


@pytest.mark.parametrize("workers", [1, 2])
def test_many_files_may_be_shared_and_their_pixel_data_stays_byte_for_byte(tmp_path, monkeypatch, workers):
    monkeypatch.setattr("labeler.jobs.recolor._MANY", 10)
    paths = [write(tmp_path / f"{number}.png") for number in range(20)]
    before = [data for kind, data in chunks_of(paths[0].read_bytes()) if kind == b"IDAT"]
    paths[7].write_bytes(b"no image")
    steps = list(recolor([tmp_path], PALETTE, workers=workers))
    assert [step.name for step in steps] == [str(path) for path in paths]
    assert [step.status for step in steps].count(StepStatus.WRITTEN) == 19
    assert steps[7].message.startswith("is not a PNG")
    for path in (paths[0], paths[19]):
        assert [data for kind, data in chunks_of(path.read_bytes()) if kind == b"IDAT"] == before
        np.testing.assert_array_equal(read_label_png(path)[1], PALETTE)


def test_a_file_keeps_its_rights_and_a_link_stays_a_link(tmp_path):
    path = write(tmp_path / "real" / "a.png")
    path.chmod(0o640)
    (tmp_path / "link.png").symlink_to(path)
    list(recolor([tmp_path / "link.png"], PALETTE))
    assert (tmp_path / "link.png").is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    np.testing.assert_array_equal(read_label_png(path)[1], PALETTE)


def test_a_dry_run_says_what_would_change_and_writes_nothing(tmp_path):
    write(tmp_path / "a.png")
    write(tmp_path / "b.png", palette=PALETTE)
    write(tmp_path / "c.png", is_grey=True)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    steps = list(recolor([tmp_path], PALETTE, is_dry_run=True))
    assert [step.status for step in steps] == [StepStatus.PLANNED, StepStatus.UNCHANGED, StepStatus.LEFT_OUT]
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
    assert next(recolor([tmp_path], PALETTE)).status is StepStatus.WRITTEN


def test_what_a_killed_run_left_half_written_is_removed(tmp_path):
    write(tmp_path / "deep" / "a.png")
    leftover = tmp_path / "deep" / ".labeler-0123456789abcdef.tmp"
    leftover.write_bytes(b"half")
    list(recolor([tmp_path], PALETTE, is_dry_run=True))
    assert leftover.exists()
    list(recolor([tmp_path], PALETTE))
    assert not leftover.exists()
