"""Annotations and label images that agree before any change of classes agree after it."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from labeler.core.class_changes import (
    ClassChange,
    DeleteClass,
    MergeClasses,
    Part,
    ReindexClasses,
    RenameClass,
    SplitClass,
    planned,
)
from labeler.core.dataset import open_dataset
from labeler.core.draining import drained
from labeler.core.label_png import read_label_png, write_label_png
from labeler.core.rasterizer import rasterize
from labeler.jobs.change_classes import Result, change_classes, preview
from tests.datasets import SIZE, square, tree, write_photograph, write_shapes

NAMES = ("cat", "dog", "sky", "road")
TABLE = (
    "index,name,color\n0,background,#000000\n1,cat,#800000\n2,dog,#008000\n7,sky,#123456\n9,road,#654321\n"
    "255,void,#e0e0c0\n"
)

shapes = st.lists(
    st.tuples(
        st.sampled_from([*NAMES, "void", "background", "__ignore__", "_background_"]),
        st.integers(0, 50),
        st.integers(0, 40),
        st.booleans(),
    ),
    max_size=8,
)
indices = st.permutations([1, 2, 3, 7, 9, 100, 254]).map(lambda order: dict(zip(NAMES, order, strict=False)))
changes = st.one_of(
    st.builds(RenameClass, st.sampled_from(NAMES), st.just("new name")),
    indices.map(ReindexClasses),
    st.builds(
        MergeClasses,
        st.lists(st.sampled_from(NAMES), min_size=2, max_size=3, unique=True).map(tuple),
        st.sampled_from([*NAMES, "merged", "void", "background"]),
    ),
    st.builds(
        DeleteClass, st.sampled_from(NAMES[:2]), st.sampled_from(["sky", "road", "void", "background"])
    ),
    st.builds(
        SplitClass,
        st.sampled_from([*NAMES, "void"]),
        st.just("part"),
        st.sampled_from([Part(frozenset(("a.jpg",))), Part(flag="odd"), Part(frozenset(("b.jpg",)), "odd")]),
        st.sampled_from([None, 5, 200]),
    ),
)


def make(root: Path, drawn: Sequence[Sequence[tuple[str, int, int, bool]]], *, is_grey: bool) -> None:
    """Two images with shapes, and the label images that they give."""
    data, labels = root / "data", root / "labels"
    for place, content in zip(("a", "b"), drawn, strict=True):
        image = write_photograph(data / f"{place}.jpg")
        write_shapes(
            image, [square(name, left, top, flags={"odd": is_odd}) for name, left, top, is_odd in content]
        )
    (data / "classes.csv").write_text(TABLE)
    labels.mkdir()
    dataset = open_dataset(data)
    for image_ in dataset.images:
        label_map = rasterize(dataset.read_annotation(image_).shapes, SIZE, dataset.classes)
        palette = None if is_grey else dataset.classes.palette()
        write_label_png(labels / f"{image_.id}.png", label_map, palette, is_grey=is_grey)


def run(root: Path, wanted: Sequence[ClassChange]) -> Result:
    return drained(change_classes(open_dataset(root / "data"), wanted, [root / "labels"], 1))


def check_agreement(root: Path) -> None:
    """Every label image is what its annotation gives, in the colours of the table."""
    dataset = open_dataset(root / "data")
    for image in dataset.images:
        drawn = rasterize(dataset.read_annotation(image).shapes, SIZE, dataset.classes)
        found, palette = read_label_png(root / "labels" / f"{image.id}.png")
        assert np.array_equal(found, drawn)
        if palette is not None:
            assert np.array_equal(palette, dataset.classes.palette())


@settings(max_examples=60, deadline=None)
@given(st.tuples(shapes, shapes), changes, st.booleans())
def test_one_change_keeps_them_in_agreement(drawn, change: ClassChange, is_grey: bool):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make(root, drawn, is_grey=is_grey)
        table = open_dataset(root / "data").classes
        if isinstance(change, ReindexClasses) and all(
            table.index_of_name[name] == index for name, index in change.indices.items()
        ):
            return
        result = run(root, [change])
        assert result.is_done, result.preview.problems
        check_agreement(root)


CHAIN = [
    MergeClasses(("cat", "dog"), "animal"),
    ReindexClasses({"animal": 7, "sky": 1}),
    SplitClass("animal", "odd animal", Part(flag="odd"), index=30),
    RenameClass("road", "street"),
    DeleteClass("sky", "void"),
]


@settings(max_examples=20, deadline=None)
@given(st.tuples(shapes, shapes))
def test_a_chain_of_changes_in_one_go_is_the_same_as_one_by_one(drawn):
    with tempfile.TemporaryDirectory() as folder:
        at_once, one_by_one = Path(folder) / "at once", Path(folder) / "one by one"
        for root in (at_once, one_by_one):
            make(root, drawn, is_grey=False)
        assert run(at_once, CHAIN).is_done
        for change in CHAIN:
            assert run(one_by_one, [change]).is_done
        check_agreement(at_once)
        first, second = (
            {name: data for name, data in tree(root).items() if "mapping" not in name}
            for root in (at_once, one_by_one)
        )
        assert first == second


@settings(max_examples=20, deadline=None)
@given(st.tuples(shapes, shapes), changes)
def test_a_preview_counts_what_the_change_does(drawn, change: ClassChange):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make(root, drawn, is_grey=False)
        dataset = open_dataset(root / "data")
        if isinstance(change, ReindexClasses):
            change = MergeClasses(("cat", "dog"), "sky")
        found = drained(preview(dataset, [change], [root / "labels"], 1))
        before = {name: data for name, data in tree(root).items() if name.endswith((".json", ".png"))}
        result = run(root, [change])
        after = tree(root)
        changed = {name for name, data in before.items() if after[name] != data}
        assert changed == {file.path.relative_to(root).as_posix() for file in found.files}
        assert found.files == result.preview.files


def test_a_trained_model_is_translated_by_the_mapping(tmp_path):
    make(tmp_path, [[("cat", 1, 1, False), ("sky", 20, 20, False)], [("dog", 5, 5, True)]], is_grey=False)
    old = {place: np.array(Image.open(tmp_path / "labels" / f"{place}.png")) for place in ("a", "b")}
    result = run(tmp_path, [MergeClasses(("cat", "dog"), "animal"), ReindexClasses({"sky": 3})])
    table = np.arange(256, dtype=np.uint8)
    for row in result.preview.plan.rows():
        table[row.old_index] = row.new_index
    for place, label_map in old.items():
        with Image.open(tmp_path / "labels" / f"{place}.png") as image:
            assert np.array_equal(np.array(image), table[label_map])


@pytest.mark.parametrize("change", CHAIN[:2])
def test_the_plan_tells_the_same_for_images_of_no_dataset(tmp_path, change):
    make(tmp_path, [[], []], is_grey=False)
    plan = planned(open_dataset(tmp_path / "data").classes, CHAIN[: CHAIN.index(change) + 1])
    assert plan.new_indices(None) == plan.new_indices("a.jpg")
