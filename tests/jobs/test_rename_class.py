"""A class is renamed in the files that have it; every other byte and file stays."""

from __future__ import annotations

import json
from pathlib import Path

from labeler.core.dataset import open_dataset
from labeler.jobs.rename_class import rename_class, rename_in_file
from labeler.jobs.step import StepStatus
from tests.datasets import make_dataset, square, tree, write_photograph, write_shapes


def labels(path: Path) -> list[str]:
    return [shape["label"] for shape in json.loads(path.read_text())["shapes"]]


def test_only_files_that_have_the_class_are_written(tmp_path: Path) -> None:
    folder = make_dataset(tmp_path, 3)
    write_shapes(folder / "a2.jpg", [square("dog", 1, 1)])
    write_photograph(folder / "b.jpg")
    before = tree(folder)
    steps = list(rename_class(open_dataset(folder).images, "cat", "lion"))
    written, unchanged = StepStatus.WRITTEN, StepStatus.UNCHANGED
    assert [step.status for step in steps] == [written, unchanged, written, unchanged]
    assert labels(folder / "a1.json") == ["lion", "dog", "void"]
    after = tree(folder)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {"a1.json", "a3.json"}


def test_there_and_back_gives_the_same_annotation(tmp_path: Path) -> None:
    folder = make_dataset(tmp_path, 1)
    path = folder / "a1.json"
    rename_in_file(path, "void", "void")  # as we write it
    before = path.read_bytes()
    assert rename_in_file(path, "dog", "wolf")
    assert path.read_bytes() != before
    assert rename_in_file(path, "wolf", "dog")
    assert path.read_bytes() == before
    assert not rename_in_file(path, "wolf", "dog")


def test_keys_that_we_do_not_know_and_bad_shapes_are_kept(tmp_path: Path) -> None:
    image = write_photograph(tmp_path / "a.png")
    bad = {"label": "cat", "points": "nonsense", "mine": 1}
    path = write_shapes(image, [square("cat", 1, 1, further=[1, 2]), bad], mine={"x": None})
    assert rename_in_file(path, "cat", "lion")
    content = json.loads(path.read_text())
    assert content["mine"] == {"x": None}
    assert content["shapes"][0]["further"] == [1, 2]
    assert content["shapes"][1] == bad | {"label": "lion"}


def test_images_to_skip_and_broken_files_stay(tmp_path: Path) -> None:
    folder = make_dataset(tmp_path, 3)
    (folder / "a3.json").write_text("{ no JSON")
    before = tree(folder)
    steps = list(rename_class(open_dataset(folder).images, "cat", "lion", skip={folder / "a1.jpg"}))
    assert [step.status for step in steps] == [StepStatus.LEFT_OUT, StepStatus.WRITTEN, StepStatus.FAILED]
    assert "a3.json" in steps[2].message
    after = tree(folder)
    assert {name for name in after if after[name] != before[name]} == {"a2.json"}
