"""Changes of classes reach every annotation and label image, or none."""

from __future__ import annotations

import json
import os
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from labeler.core.class_changes import (
    ClassChange,
    DeleteClass,
    MergeClasses,
    Part,
    ReindexClasses,
    RenameClass,
    SplitClass,
)
from labeler.core.class_file import read_classes
from labeler.core.dataset import open_dataset
from labeler.core.draining import drained
from labeler.core.errors import (
    ClassTableError,
    FileUnreadableError,
    FileUnwritableError,
    OptionError,
    OriginalChangedError,
)
from labeler.core.label_png import write_label_png
from labeler.core.mapping_file import read_mapping
from labeler.core.rasterizer import rasterize
from labeler.jobs import changed_files
from labeler.jobs.change_classes import Preview, Result, change_classes, preview
from labeler.jobs.step import Step, StepStatus
from tests.datasets import SIZE, indices, make_dataset, square, tree, write_shapes


def make(folder: Path, count: int = 3) -> tuple[Path, Path]:
    """A dataset, and a folder of the label images that its annotations give."""
    data, labels = make_dataset(folder / "data", count), folder / "labels"
    labels.mkdir()
    dataset = open_dataset(data)
    for image in dataset.images:
        shapes = dataset.read_annotation(image).shapes
        label_map = rasterize(shapes, SIZE, dataset.classes)
        write_label_png(labels / f"{image.id}.png", label_map, dataset.classes.palette())
    return data, labels


def finish(steps: Generator[Step, None, Any]) -> tuple[list[Step], Any]:
    """All steps of a job, and what it returns."""
    taken: list[Step] = []
    return taken, drained(steps, taken.append)


def run(data: Path, changes: Sequence[ClassChange], *labels: Path) -> Result:
    done = finish(change_classes(open_dataset(data), changes, labels, 2))[1]
    assert isinstance(done, Result)
    return done


def look(data: Path, changes: Sequence[ClassChange], *labels: Path) -> Preview:
    found = finish(preview(open_dataset(data), changes, labels, 2))[1]
    assert isinstance(found, Preview)
    return found


def names(path: Path) -> list[str]:
    return [shape["label"] for shape in json.loads(path.read_text())["shapes"]]


def numbers(found: Preview) -> tuple[int, ...]:
    return (
        *(found.annotations, found.shapes, found.deleted),
        *(found.label_images, found.recolored, found.pixels),
    )


def test_a_merge_reaches_annotations_label_images_and_table(tmp_path):
    data, labels = make(tmp_path)
    old = indices(labels / "a1.png")
    changes = [MergeClasses(("cat", "dog"), "animal")]
    expected = look(data, changes, labels)
    before = tree(tmp_path)
    result = run(data, changes, labels)
    assert result.is_done
    assert numbers(result.preview) == numbers(expected)
    dogs = sum(int((indices_of(before, f"labels/a{n}.png") == 2).sum()) for n in (1, 2, 3))
    assert numbers(expected) == (3, 6, 0, 3, 0, dogs)
    assert names(data / "a1.json") == ["animal", "animal", "void"]
    table = read_classes(data / "classes.csv")
    assert [(row.index, row.name) for row in table.user_rows] == [(1, "animal"), (7, "sky")]
    new = indices(labels / "a1.png")
    assert np.array_equal(new, np.where(old == 2, 1, old))
    assert png_palette(labels / "a1.png")[6:9] == bytes((0, 128, 0))  # the colour map's, as of any free index
    assert not (data / ".labeler").exists()


def indices_of(files: dict[str, bytes], name: str) -> np.ndarray:
    import io

    with Image.open(io.BytesIO(files[name])) as image:
        return np.array(image)


def png_palette(path: Path) -> bytes:
    with Image.open(path) as image:
        return bytes(image.getpalette())


def test_a_preview_changes_nothing(tmp_path):
    data, labels = make(tmp_path)
    before = tree(tmp_path)
    steps, _ = finish(preview(open_dataset(data), [DeleteClass("cat"), RenameClass("dog", "wolf")], [labels]))
    assert {step.status for step in steps} == {StepStatus.PLANNED}
    assert tree(tmp_path) == before


def test_every_file_that_changes_is_told(tmp_path):
    data, labels = make(tmp_path, 2)
    write_shapes(data / "a2.jpg", [square("dog", 1, 1)])
    found = look(data, [DeleteClass("cat")], labels)
    told = [(file.path.name, file.shapes, file.deleted, file.pixels > 0) for file in found.files]
    assert told == [("a1.json", 0, 1, False), ("a1.png", 0, 0, True), ("a2.png", 0, 0, True)]


def test_exchanged_indices_leave_annotations_alone(tmp_path):
    data, labels = make(tmp_path)
    before = tree(tmp_path)
    result = run(data, [ReindexClasses({"cat": 2, "dog": 1})], labels)
    after = tree(tmp_path)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {
        *("data/classes.csv", "data/mapping.csv", "labels/mapping.csv"),
        *(f"labels/a{number}.png" for number in (1, 2, 3)),
    }
    old, new = (indices_of(files, "labels/a2.png") for files in (before, after))
    assert np.array_equal(new == 1, old == 2)
    assert np.array_equal(new == 2, old == 1)
    assert png_palette(labels / "a1.png")[3:9] == bytes((0, 128, 0, 128, 0, 0))
    assert result.preview.pixels == sum(
        int(np.isin(indices_of(before, f"labels/a{number}.png"), (1, 2)).sum()) for number in (1, 2, 3)
    )


def test_the_mapping_says_what_became_of_each_index_and_older_ones_stay(tmp_path):
    data, labels = make(tmp_path)
    result = run(data, [MergeClasses(("dog",), "cat")], labels)
    assert sorted(result.mappings) == [data / "mapping.csv", labels / "mapping.csv"]
    rows = read_mapping(labels / "mapping.csv")
    assert [(row.old_index, row.new_index) for row in rows] == [(0, 0), (1, 1), (2, 1), (7, 7), (255, 255)]
    assert (rows[2].old_name, rows[2].new_name) == ("dog", "cat")
    first = (data / "mapping.csv").read_bytes()
    run(data, [RenameClass("cat", "lion")], labels)
    run(data, [RenameClass("lion", "tiger")], labels)
    assert (data / "mapping-1.csv").read_bytes() == first
    assert sorted(path.name for path in labels.glob("*.csv")) == [
        *("mapping-1.csv", "mapping-2.csv"),
        "mapping.csv",
    ]


def test_only_colours_change_where_no_pixel_does_and_grey_stays_grey(tmp_path):
    data, labels = make(tmp_path, 2)
    write_label_png(labels / "a2.png", np.full(SIZE[::-1], 7, np.uint8), is_grey=True)
    table = (data / "classes.csv").read_text().replace("#123456", "#654321")
    (data / "classes.csv").write_text(table)
    found = run(data, [RenameClass("dog", "wolf")], labels).preview
    assert numbers(found) == (2, 2, 0, 1, 1, 0)
    assert png_palette(labels / "a1.png")[21:24] == bytes((0x65, 0x43, 0x21))
    run(data, [ReindexClasses({"sky": 3})], labels)
    with Image.open(labels / "a2.png") as image:
        assert image.mode == "L"
        assert set(np.array(image).flat) == {3}


def test_shapes_are_deleted_or_given_to_another_class(tmp_path):
    data, labels = make(tmp_path, 1)
    old = indices(labels / "a1.png")
    run(data, [DeleteClass("cat"), DeleteClass("dog", "sky", 255)], labels)
    assert names(data / "a1.json") == ["sky", "void"]
    new = indices(labels / "a1.png")
    assert np.array_equal(new == 0, (old == 0) | (old == 1))
    assert np.array_equal(new == 255, (old == 255) | (old == 2))


def test_a_part_by_images_takes_the_pixels_of_these_images(tmp_path):
    data, labels = make(tmp_path, 2)
    before = [indices(labels / f"a{number}.png") for number in (1, 2)]
    run(data, [SplitClass("cat", "lion", Part(images=frozenset(("a2.jpg",))))], labels)
    assert names(data / "a1.json")[0] == "cat"
    assert names(data / "a2.json")[0] == "lion"
    assert np.array_equal(indices(labels / "a1.png"), before[0])
    assert np.array_equal(indices(labels / "a2.png") == 3, before[1] == 1)


def test_a_part_by_flags_is_drawn_anew_where_the_annotation_gives_the_label_image(tmp_path):
    data, labels = make(tmp_path, 1)
    write_shapes(
        data / "a1.jpg",
        [square("cat", 2, 3), square("cat", 8, 8, flags={"wild": True}), square("dog", 30, 30)],
    )
    dataset = open_dataset(data)
    shapes = dataset.read_annotation(dataset.images[0]).shapes
    old = rasterize(shapes, SIZE, dataset.classes)
    write_label_png(labels / "a1.png", old, is_grey=True)
    found = run(data, [SplitClass("cat", "lion", Part(flag="wild"))], labels).preview
    new = indices(labels / "a1.png")
    assert names(data / "a1.json") == ["cat", "lion", "dog"]
    assert int((new == 3).sum()) == 100 == found.pixels
    assert np.array_equal(new != 3, ~((old == 1) & (new == 3)))
    with Image.open(labels / "a1.png") as image:
        assert image.mode == "L"


def test_a_part_by_flags_is_refused_where_the_label_image_is_something_else(tmp_path):
    data, labels = make(tmp_path, 2)
    label_map = indices(labels / "a2.png").copy()
    label_map[0, 0] = 1
    write_label_png(labels / "a2.png", label_map)
    before = tree(tmp_path)
    result = run(data, [SplitClass("cat", "lion", Part(flag="wild"))], labels)
    assert not result.is_done
    (problem,) = result.preview.problems
    assert "split the class by whole images" in problem.message
    assert tree(tmp_path) == before


def test_label_images_without_the_class_do_not_hinder_a_part_by_flags(tmp_path):
    data, labels = make(tmp_path, 1)
    write_label_png(labels / "stranger.png", np.full((5, 5), 7, np.uint8))
    assert run(data, [SplitClass("cat", "lion", Part(flag="wild"))], labels).is_done
    assert set(indices(labels / "stranger.png").flat) == {7}


def test_shapes_that_cannot_be_read_keep_all_but_their_class(tmp_path):
    data, _ = make(tmp_path, 1)
    bad = {"label": "cat", "points": "nonsense", "mine": 1}
    write_shapes(data / "a1.jpg", [square("dog", 1, 1), bad, square("dog", 5, 5), bad | {"mine": 2}])
    found = run(data, [RenameClass("cat", "lion"), DeleteClass("dog")]).preview
    assert (found.shapes, found.deleted) == (2, 2)
    lion = bad | {"label": "lion"}
    assert json.loads((data / "a1.json").read_text())["shapes"] == [lion, lion | {"mine": 2}]
    steps, _ = finish(change_classes(open_dataset(data), [DeleteClass("lion")]))
    assert steps[0].message.startswith("Shapes that cannot be read stay and keep the class lion")


def test_what_is_no_label_image_is_left_out(tmp_path):
    data, labels = make(tmp_path, 2)
    Image.new("RGB", SIZE).save(labels / "colours.png")
    (labels / "SegmentationObject").mkdir()
    write_label_png(labels / "SegmentationObject" / "a1.png", np.full((5, 5), 1, np.uint8))
    Image.new("L", SIZE, 1).save(data / "b.png")
    steps, result = finish(change_classes(open_dataset(data), [DeleteClass("cat")], [labels, tmp_path], 1))
    assert result.is_done
    left_out = {Path(step.name).name: step.message for step in steps if step.status is StepStatus.LEFT_OUT}
    assert sorted(left_out) == ["a1.png", "b.png", "colours.png"]
    assert "image of the dataset" in left_out["b.png"]
    assert "numbers objects" in left_out["a1.png"]
    assert set(indices(labels / "SegmentationObject" / "a1.png").flat) == {1}
    assert [step.done for step in steps] == list(range(1, len(steps) + 1))


def test_an_index_or_a_name_that_is_in_use_without_a_class_is_not_taken_over(tmp_path):
    data, labels = make(tmp_path, 2)
    label_map = indices(labels / "a2.png").copy()
    label_map[5:7, 0] = 9
    write_label_png(labels / "a2.png", label_map)
    (problem,) = look(data, [ReindexClasses({"sky": 9})], labels).problems
    assert "has 2 px of the index 9 already" in problem.message
    write_shapes(data / "a1.jpg", [square("bus", 1, 1)])
    (problem,) = look(data, [RenameClass("cat", "bus")]).problems
    assert "has shapes of 'bus' already (1)" in problem.message
    assert "merge the two" in problem.message


def test_one_broken_file_refuses_all_and_every_one_is_named(tmp_path):
    data, labels = make(tmp_path, 3)
    (data / "a1.json").write_text("{ no JSON")
    (labels / "a3.png").write_bytes((labels / "a3.png").read_bytes()[:60])
    before = tree(tmp_path)
    result = run(data, [DeleteClass("cat")], labels)
    assert not result.is_done
    assert [Path(step.name).name for step in result.preview.problems] == ["a1.jpg", "a3.png"]
    assert tree(tmp_path) == before


def test_cancelling_takes_everything_back(tmp_path):
    data, labels = make(tmp_path, 20)
    before = tree(tmp_path)
    steps = change_classes(open_dataset(data), [DeleteClass("cat")], [labels], 2)
    for _ in range(25):
        next(steps)
    assert len(tree(tmp_path)) > len(before)
    steps.close()
    assert tree(tmp_path) == before


def test_a_full_disk_is_one_error_and_takes_everything_back(tmp_path, monkeypatch):
    data, labels = make(tmp_path, 3)
    before = tree(tmp_path)
    from labeler.core import files

    calls: list[int] = []
    write = files._write_all

    def fail(descriptor: int, content: memoryview) -> None:
        calls.append(descriptor)
        if len(calls) > 3:
            raise OSError(28, "No space left on device")
        write(descriptor, content)

    monkeypatch.setattr(files, "_write_all", fail)
    with pytest.raises(FileUnwritableError, match="No space left"):
        run(data, [DeleteClass("cat")], labels)
    assert tree(tmp_path) == before


def test_a_file_that_changes_meanwhile_refuses_all(tmp_path):
    data, labels = make(tmp_path, 20)
    steps = change_classes(open_dataset(data), [DeleteClass("cat")], [labels], 1)
    next(steps)
    os.utime(data / "a1.json", (1, 1))
    with pytest.raises(OriginalChangedError, match=r"a1\.json"):
        finish(steps)
    assert names(data / "a1.json") == ["cat", "dog", "void"]


def test_a_first_annotation_that_comes_meanwhile_refuses_all(tmp_path):
    data, _ = make(tmp_path, 3)
    (data / "a3.json").unlink()
    steps = change_classes(open_dataset(data), [DeleteClass("cat")], (), 1)
    next(steps)
    write_shapes(data / "a3.jpg", [square("cat", 1, 1)])
    with pytest.raises(OriginalChangedError, match=r"a3\.json"):
        finish(steps)
    assert names(data / "a1.json") == ["cat", "dog", "void"]


def test_a_class_table_that_was_changed_meanwhile_refuses_all(tmp_path):
    data, _ = make(tmp_path, 1)
    dataset = open_dataset(data)
    table = (data / "classes.csv").read_text().replace("cat", "lion")
    (data / "classes.csv").write_text(table)
    with pytest.raises(ClassTableError, match="has been changed since it was read"):
        finish(change_classes(dataset, [RenameClass("dog", "wolf")]))
    assert (data / "classes.csv").read_text() == table


def test_a_dataset_without_a_class_file_gets_one(tmp_path):
    data, _ = make(tmp_path, 1)
    (data / "classes.csv").unlink()
    (data / "labels.txt").write_text("__ignore__\n_background_\ncat\ndog\n")
    run(data, [MergeClasses(("dog",), "cat")])
    assert [row.name for row in read_classes(data / "classes.csv")] == ["background", "cat", "void"]


def test_wrong_requests_are_refused_before_anything_is_read(tmp_path):
    data, labels = make(tmp_path, 1)
    dataset = open_dataset(data)
    with pytest.raises(OptionError, match="0 workers"):
        next(preview(dataset, [DeleteClass("cat")], (), 0))
    with pytest.raises(OptionError, match=r"has no image 'b\.jpg'"):
        next(preview(dataset, [SplitClass("cat", "x", Part(frozenset(("b.jpg",))))]))
    with pytest.raises(ClassTableError, match="no class 'bird'"):
        next(change_classes(dataset, [DeleteClass("bird")]))
    with pytest.raises(FileUnreadableError, match="nowhere"):
        next(preview(dataset, [DeleteClass("cat")], [labels / "nowhere"]))


def test_single_label_images_can_be_named_and_each_is_changed_once(tmp_path):
    data, labels = make(tmp_path, 2)
    one = labels / "a1.png"
    found = look(data, [DeleteClass("cat")], one, labels, labels / ".." / "labels")
    assert found.label_images == 2
    assert run(data, [DeleteClass("cat")], one).mappings == (data / "mapping.csv",)


def test_no_memory_is_a_failed_step(tmp_path, monkeypatch):
    data, labels = make(tmp_path, 1)

    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(changed_files, "new_label_image", fail)
    result = run(data, [DeleteClass("cat")], labels)
    assert not result.is_done
    assert "memory" in result.preview.problems[0].message
