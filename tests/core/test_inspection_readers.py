"""What inspect says that readers get is what they get, for any label map and palette."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image

from labeler.core.decoders import Gets
from labeler.core.inspection import inspect_file
from labeler.core.label_png import write_label_png

SIZES = arrays.array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=9)
MAPS = arrays.arrays(np.uint8, SIZES)
PALETTES = arrays.arrays(np.uint8, (256, 3))


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("readers") / "a.png"


def readings(path):
    return {(each.reader, each.call): each for each in inspect_file(path).readings}


def values_in_order(stored, read):
    """The value that arrives for each of the first stored values, in ascending order of these."""
    pairs = dict(zip(stored.reshape(-1).tolist(), read.reshape(-1).tolist(), strict=True))
    return tuple(pairs[value] for value in sorted(pairs)[:6])


@settings(max_examples=30)
@given(label_map=MAPS, palette=PALETTES)
def test_of_palette_pngs(path, label_map, palette):
    cv2 = pytest.importorskip("cv2")
    write_label_png(path, label_map, palette)
    told = readings(path)
    pillow = np.array(Image.open(path))
    assert told["Pillow", "np.array(Image.open())"].values == values_in_order(label_map, pillow)
    unchanged = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    assert told["OpenCV", "IMREAD_UNCHANGED"].shape == unchanged.shape
    grey = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    assert told["OpenCV", "IMREAD_GRAYSCALE"].values == values_in_order(label_map, grey)


@settings(max_examples=30)
@given(label_map=MAPS, is_wide=st.booleans())
def test_of_grey_pngs(path, label_map, is_wide):
    cv2 = pytest.importorskip("cv2")
    stored = label_map.astype(np.uint16) * 257 if is_wide else label_map
    write_label_png(path, stored, is_grey=not is_wide)
    told = readings(path)
    for call, flag in (
        ("IMREAD_UNCHANGED", cv2.IMREAD_UNCHANGED),
        ("IMREAD_GRAYSCALE", cv2.IMREAD_GRAYSCALE),
    ):
        read = cv2.imread(str(path), flag)
        assert told["OpenCV", call].values == values_in_order(stored, read)
        assert told["OpenCV", call].dtype == str(read.dtype)
    pillow = np.array(Image.open(path))
    reading = told["Pillow", "np.array(Image.open())"]
    assert (reading.values, reading.dtype) == (values_in_order(stored, pillow), str(pillow.dtype))


@settings(max_examples=20)
@given(label_map=MAPS, palette=PALETTES)
def test_a_palette_png_and_its_rgb_twin_are_never_taken_for_each_other(path, label_map, palette):
    write_label_png(path, label_map, palette)
    own = inspect_file(path)
    Image.fromarray(palette[label_map]).save(path)
    twin = inspect_file(path)
    assert {own.readings[0].gets, twin.readings[0].gets} == {Gets.INDEX, Gets.COLORS}
    assert own.pixel_count == twin.pixel_count == label_map.size
    assert sum(own.indices.values()) == label_map.size
    assert len(twin.colors) <= len(own.indices)
