"""Other indices for label PNGs, in place and into a folder."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from labeler.core.errors import FileUnreadableError, OptionError, TransactionError
from labeler.core.label_png import read_label_png, write_label_png
from labeler.core.palette import voc_palette
from labeler.core.remapping import Remapping
from labeler.core.transaction import Transaction
from labeler.jobs import remap as job
from labeler.jobs.remap import RemapOptions, RemapTally, remap
from labeler.jobs.step import StepStatus
from tests.datasets import tree
from tests.label_sets import VOC_LIKE, label_set

LABELS = np.array([[0, 1, 1, 7], [255, 7, 7, 3]], np.uint8)
MAPPING = Remapping.of({1: 7, 7: 1})
AFTER = np.array([[0, 7, 7, 1], [255, 1, 1, 3]], np.uint8)
WRITTEN, UNCHANGED, PLANNED = StepStatus.WRITTEN, StepStatus.UNCHANGED, StepStatus.PLANNED
LEFT_OUT, FAILED = StepStatus.LEFT_OUT, StepStatus.FAILED


def write(path, label_map=LABELS, **options):
    path.parent.mkdir(parents=True, exist_ok=True)
    write_label_png(path, label_map, **options)
    return path


def statuses(paths, remapping=MAPPING, palette=None, **options):
    return [step.status for step in remap(paths, remapping, palette, RemapOptions(**options))]


# --- in place


def test_files_and_folders_change_in_place(tmp_path):
    paths = [write(tmp_path / name) for name in ("one.png", "many/a2.png", "many/deep/a10.png")]
    assert statuses([tmp_path / "one.png", tmp_path / "many"]) == [WRITTEN] * 3
    for path in paths:
        np.testing.assert_array_equal(read_label_png(path)[0], AFTER)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["many", "one.png"]


def test_palettes_stay_unless_a_class_table_is_given_and_greys_stay_grey(tmp_path):
    own = voc_palette()[::-1].copy()
    colored, grey = write(tmp_path / "a.png", palette=own), write(tmp_path / "b.png", is_grey=True)
    statuses([tmp_path])
    np.testing.assert_array_equal(read_label_png(colored)[1], own)
    assert read_label_png(grey)[1] is None
    np.testing.assert_array_equal(read_label_png(grey)[0], AFTER)
    statuses([tmp_path], palette=voc_palette())
    np.testing.assert_array_equal(read_label_png(colored)[1], voc_palette())
    assert read_label_png(grey)[1] is None


def test_files_without_those_indices_stay_byte_for_byte(tmp_path):
    path = write(tmp_path / "a.png", np.full((4, 5), 9, np.uint8))
    before = path.read_bytes()
    assert statuses([path]) == [UNCHANGED]
    assert path.read_bytes() == before


def test_in_place_no_file_changes_when_one_fails(tmp_path):
    for number in range(5):
        write(tmp_path / f"{number}.png")
    (tmp_path / "3.png").write_bytes((tmp_path / "3.png").read_bytes()[:-9])
    before = tree(tmp_path)
    steps = remap([tmp_path], MAPPING)
    seen = [next(steps) for _ in range(5)]
    with pytest.raises(TransactionError, match="1 of 5 files cannot be changed, so none was"):
        next(steps)
    assert seen[3].status is FAILED
    assert "is damaged" in seen[3].message
    assert tree(tmp_path) == before


def test_steps_taken_only_in_part_change_nothing(tmp_path):
    for number in range(30):
        write(tmp_path / f"{number}.png")
    before = tree(tmp_path)
    steps = remap([tmp_path], MAPPING)
    assert next(steps).status is WRITTEN
    steps.close()
    assert tree(tmp_path) == before


def test_a_run_that_was_broken_off_is_completed_and_not_done_twice(tmp_path):
    path = write(tmp_path / "a.png")
    done = write(tmp_path / "elsewhere" / "done.png", AFTER).read_bytes()
    transaction = Transaction(tmp_path)
    transaction.__enter__()
    transaction.stage(path, done, job.FileTime.of(path))
    transaction._journal.mark(transaction._staged.values())
    transaction._journal.unlock()  # as when the process ends here
    with pytest.raises(TransactionError, match="has now been completed in 1 files"):
        list(remap([tmp_path], MAPPING))
    np.testing.assert_array_equal(read_label_png(path)[0], AFTER)


def test_a_file_that_a_link_leads_to_changes_once(tmp_path):
    path = write(tmp_path / "a.png")
    (tmp_path / "b.png").symlink_to(path)
    assert len(statuses([tmp_path])) == 1
    np.testing.assert_array_equal(read_label_png(path)[0], AFTER)
    assert (tmp_path / "b.png").is_symlink()


def test_a_folder_without_label_images_is_nothing_to_do(tmp_path):
    assert statuses([tmp_path]) == []
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_others_change_meanwhile_stops_it(tmp_path):
    path = write(tmp_path / "a.png")
    write(tmp_path / "b.png")
    steps = remap([tmp_path], MAPPING, None, RemapOptions(workers=1))
    next(steps)
    write(path, np.zeros((3, 3), np.uint8))
    with pytest.raises(Exception, match="changed this file meanwhile"):
        list(steps)
    np.testing.assert_array_equal(read_label_png(tmp_path / "b.png")[0], LABELS)


# --- into a folder


def test_a_target_gets_all_files_and_no_source_changes(tmp_path):
    write(tmp_path / "source" / "a.png")
    same = write(tmp_path / "source" / "deep" / "b.png", np.full((2, 2), 5, np.uint8))
    before = tree(tmp_path / "source")
    assert statuses([tmp_path / "source"], target=tmp_path / "target") == [WRITTEN, WRITTEN]
    assert tree(tmp_path / "source") == before
    np.testing.assert_array_equal(read_label_png(tmp_path / "target" / "a.png")[0], AFTER)
    assert (tmp_path / "target" / "deep" / "b.png").read_bytes() == same.read_bytes()
    assert statuses([tmp_path / "source"], target=tmp_path / "target") == [UNCHANGED, UNCHANGED]


def test_what_a_killed_run_left_half_written_in_the_target_is_removed(tmp_path):
    write(tmp_path / "source" / "deep" / "a.png")
    leftover = tmp_path / "target" / "deep" / ".labeler-0123456789abcdef.tmp"
    leftover.parent.mkdir(parents=True)
    leftover.write_bytes(b"half")
    assert statuses([tmp_path / "source"], target=tmp_path / "target", is_dry_run=True) == [PLANNED]
    assert leftover.exists()
    assert statuses([tmp_path / "source"], target=tmp_path / "target") == [WRITTEN]
    assert not leftover.exists()


def test_into_a_target_a_bad_file_never_stops_the_others(tmp_path):
    write(tmp_path / "source" / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    write(tmp_path / "source" / "b.png")
    assert statuses([tmp_path / "source"], target=tmp_path / "target") == [FAILED, WRITTEN]


def test_what_exists_in_the_target_is_replaced_only_when_told(tmp_path):
    path = write(tmp_path / "source" / "a.png")
    other = write(tmp_path / "target" / "a.png", np.zeros((2, 2), np.uint8))
    assert statuses([path], target=tmp_path / "target") == [FAILED]
    assert statuses([path], target=tmp_path / "target", overwrites=True) == [WRITTEN]
    np.testing.assert_array_equal(read_label_png(other)[0], AFTER)


def test_a_target_within_the_source_is_no_source_and_a_source_is_never_replaced(tmp_path):
    write(tmp_path / "a.png")
    for _ in range(2):
        assert len(statuses([tmp_path], target=tmp_path / "new")) == 1
    with pytest.raises(OptionError, match="would replace the source"):
        remap([tmp_path], MAPPING, None, RemapOptions(target=tmp_path))


def test_two_files_that_would_become_one_are_not_mixed(tmp_path):
    write(tmp_path / "one" / "a.png")
    write(tmp_path / "two" / "a.png")
    steps = list(
        remap([tmp_path / "one", tmp_path / "two"], MAPPING, None, RemapOptions(target=tmp_path / "t"))
    )
    assert [step.status for step in steps] == [WRITTEN, FAILED]
    assert "becomes that file already" in steps[1].message


# --- what is refused or left out


def test_instance_maps_and_images_of_colours_are_left_out_unless_they_are_named(tmp_path):
    write(tmp_path / "SegmentationClass" / "a.png")
    instances = write(tmp_path / "SegmentationObject" / "a.png")
    photograph = tmp_path / "z.png"
    Image.new("RGB", (3, 3)).save(photograph)
    assert statuses([tmp_path], is_dry_run=True) == [PLANNED, LEFT_OUT, LEFT_OUT]
    assert statuses([instances], is_dry_run=True) == [PLANNED]
    assert statuses([photograph], is_dry_run=True) == [FAILED]


def test_indices_that_the_mapping_lacks_are_refused_only_if_asked(tmp_path):
    path = write(tmp_path / "a.png")
    assert statuses([path], is_dry_run=True) == [PLANNED]
    (step,) = remap([path], MAPPING, None, RemapOptions(is_dry_run=True, known={0, 1, 7, 255}))
    assert step.status is FAILED
    assert "3 (1 px)" in step.message


def test_wrong_input_is_said_before_anything_is_read(tmp_path):
    path = write(tmp_path / "a.png")
    with pytest.raises(FileUnreadableError, match="nowhere"):
        remap([path, tmp_path / "nowhere"], MAPPING)
    with pytest.raises(OptionError, match="changes no index"):
        remap([path], Remapping.of({3: 3}))
    assert statuses([path], Remapping.of({}), palette=voc_palette()[::-1].copy()) == [WRITTEN]


def test_a_lack_of_memory_is_one_failed_file(tmp_path, monkeypatch):
    def no_memory(*_args):
        raise MemoryError

    monkeypatch.setattr(job, "remapped_png", no_memory)
    assert statuses([write(tmp_path / "a.png")], is_dry_run=True) == [FAILED]


# --- counts


def test_a_dry_run_counts_files_and_pixels_by_old_and_new_index(tmp_path):
    write(tmp_path / "a.png")
    write(tmp_path / "b.png", np.array([[1, 1, 0]], np.uint8))
    before, tally = tree(tmp_path), RemapTally()
    steps = list(tally.counted(remap([tmp_path], MAPPING, None, RemapOptions(is_dry_run=True))))
    assert steps[0].message == "5 px change: 1 to 7 (2 px), 7 to 1 (3 px)."
    assert (tally.files, tally.pixels) == ({(1, 7): 2, (7, 1): 1}, {(1, 7): 4, (7, 1): 3})
    assert tree(tmp_path) == before


@pytest.mark.parametrize("workers", [1, 2])
def test_many_files_are_shared_and_all_are_done(tmp_path, monkeypatch, workers):
    monkeypatch.setattr(job, "_MANY", 4)
    made = label_set(VOC_LIKE, 5)
    for number, label_map in enumerate(made.label_maps):
        write(tmp_path / f"{number}.png", label_map)
    swap = Remapping.of({index: 20 - index for index in range(21)})
    assert statuses([tmp_path], swap, workers=workers) == [WRITTEN] * 5
    for number, label_map in enumerate(made.label_maps):
        np.testing.assert_array_equal(read_label_png(tmp_path / f"{number}.png")[0], swap.table[label_map])
