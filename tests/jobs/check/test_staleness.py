"""Label images against their annotations: what differs, where, and which of them is older."""

from __future__ import annotations

import os

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.annotation_file import read_annotation
from labeler.core.label_png import read_label_png
from labeler.jobs.check.layout import Raster
from labeler.jobs.check.staleness import _are_equal, rasterized
from labeler.jobs.export import export_dataset
from tests.datasets import SIZE, make_dataset, shape, square, write_shapes
from tests.jobs.check.bad_labels import LATER
from tests.jobs.check.clean_sets import classes_of, clean_dataset, found, rasterize_again, save_palette

CODES = ("label-stale", "label-differs")


@pytest.fixture
def dataset(tmp_path):
    return clean_dataset(tmp_path / "set")


def redraw(folder, *shapes, name="a1", time=LATER, **keys):
    path = write_shapes(folder / f"{name}.jpg", shapes, **keys)
    os.utime(path, (time, time))
    return path


def test_what_differs_is_counted_and_enclosed(dataset):
    redraw(dataset, square("cat", 2, 3))
    rasterize_again(dataset, "a1")
    redraw(dataset, square("cat", 2, 3), square("sky", 30, 20, 5), square("dog", 50, 40, 1))
    [finding] = found(dataset, only=CODES)
    assert finding.text == (
        "26 px differ from its annotation as it is drawn now; the annotation is the newer file."
    )
    assert finding.place.pixel == (30, 20)
    assert tuple(finding.place.rect) == (30, 20, 51, 41)
    assert finding.image == "a1.jpg"


def test_the_newer_file_decides_the_code(dataset):
    redraw(dataset, square("cat", 2, 3), square("void", 40, 20, 4))
    [stale] = found(dataset, only=CODES)
    redraw(dataset, square("cat", 2, 3), square("void", 40, 20, 4), time=1_000_000_000)
    [differs] = found(dataset, only=CODES)
    assert (stale.code.name, stale.is_fixable) == ("label-stale", True)
    assert (differs.code.name, differs.is_fixable) == ("label-differs", False)
    assert differs.text.endswith("it is the newer file.")


def test_an_older_label_image_with_the_same_pixels_is_no_finding(dataset):
    for name in ("a1", "a2", "a3"):
        os.utime(dataset / f"{name}.json", (LATER, LATER))
    assert found(dataset, only=CODES) == []


def test_points_and_lines_give_no_pixels(dataset):
    redraw(
        dataset,
        *(square("cat", 2, 3), square("dog", 7, 6), square("sky", 30, 30), square("void", 40, 20, 4)),
        shape("cat", [(1, 1)], "point"),
        shape("nothing", [(1, 1), (9, 9)], "line"),
    )
    assert found(dataset, only=CODES) == []


@pytest.mark.parametrize(
    ("shapes", "keys"),
    [
        ([square("unheard", 2, 3)], {}),
        ([{"label": "cat"}], {}),
        ([square("cat", 2, 3)], {"size": (SIZE[0] + 1, SIZE[1])}),
        ([shape("cat", [(1, 1)], "circle")], {}),
    ],
)
def test_what_cannot_be_drawn_is_the_finding_of_others(dataset, shapes, keys):
    redraw(dataset, *shapes, **keys)
    assert found(dataset, only=CODES) == []


def test_void_in_the_label_image_counts_as_equal_where_no_manifest_explains_it(dataset):
    path = dataset / "masks" / "a1.png"
    numbers = read_label_png(path)[0].copy()
    numbers[0:9, 0:9] = 255
    save_palette(path, numbers, classes_of(dataset).palette())
    assert found(dataset, only=CODES) == []
    numbers[40, 60] = 1
    save_palette(path, numbers, classes_of(dataset).palette())
    [finding] = found(dataset, only=CODES)
    assert finding.place.pixel == (60, 40)


@pytest.mark.parametrize("unlabelled", ["background", "void"])
@pytest.mark.parametrize("border", [0, 1, 2.5])
def test_every_export_equals_its_annotations(tmp_path, border, unlabelled):
    make_dataset(tmp_path / "data", 2)
    export_dataset(tmp_path / "data", tmp_path / "voc", void_border=border, unlabelled=unlabelled)
    labels = tmp_path / "voc" / "SegmentationClass"
    assert found(tmp_path / "data", labels=labels, only=CODES) == []
    annotation = read_annotation(tmp_path / "data" / "a1.json")
    raster = Raster(border, 255 if unlabelled == "void" else 0)
    drawn = rasterized(annotation, SIZE, classes_of(tmp_path / "data"), raster)
    np.testing.assert_array_equal(drawn, read_label_png(labels / "a1.png")[0])


def test_an_export_whose_void_was_painted_away_differs(tmp_path):
    make_dataset(tmp_path / "data", 1)
    export_dataset(tmp_path / "data", tmp_path / "voc", void_border=2)
    path = tmp_path / "voc" / "SegmentationClass" / "a1.png"
    numbers = read_label_png(path)[0].copy()
    numbers[numbers == 255] = 0
    save_palette(path, numbers, classes_of(tmp_path / "data").palette())
    [finding] = found(tmp_path / "data", labels=path.parent, only=CODES)
    assert finding.code.name == "label-differs"


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 9), st.integers(1, 9), st.data())
def test_equal_means_equal_in_every_pixel(height, width, data):
    one = np.arange(height * width, dtype=np.uint8).reshape(height, width)
    other = one.copy()
    assert _are_equal(one, other)
    other[data.draw(st.integers(0, height - 1)), data.draw(st.integers(0, width - 1))] += 1
    assert not _are_equal(one, other)
