from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from labeler.core.errors import FileUnreadableError, LabelImageError
from labeler.core.instance_source import read_instance_map
from labeler.core.label_png import write_label_png


@pytest.mark.parametrize("is_grey", [False, True])
def test_palette_and_grey_pngs_give_their_numbers(tmp_path, is_grey):
    numbers = np.arange(12, dtype=np.uint8).reshape(3, 4)
    write_label_png(tmp_path / "x.png", numbers, is_grey=is_grey)
    found = read_instance_map(tmp_path / "x.png")
    assert found.dtype == np.uint8
    np.testing.assert_array_equal(found, numbers)


def test_grey_pngs_of_16_bits_give_their_numbers(tmp_path):
    numbers = np.array([[0, 1, 256], [65535, 300, 2]], np.uint16)
    write_label_png(tmp_path / "x.png", numbers)
    found = read_instance_map(tmp_path / "x.png")
    assert found.dtype == np.uint16
    np.testing.assert_array_equal(found, numbers)


@pytest.mark.parametrize(
    ("kind", "wanted"), [(np.uint8, np.uint8), (np.int64, np.uint16), (np.int8, np.uint16)]
)
def test_arrays_give_their_numbers(tmp_path, kind, wanted):
    np.save(tmp_path / "x.npy", np.array([[1, 2]], kind))
    found = read_instance_map(tmp_path / "x.npy")
    assert found.dtype == wanted
    assert found.tolist() == [[1, 2]]


@pytest.mark.parametrize(
    ("array", "words"),
    [
        (np.zeros((2, 2, 3), np.uint8), "height, width"),
        (np.zeros((2, 2)), "of float64"),
        (np.full((2, 2), -1), "0..65535"),
        (np.full((2, 2), 70000), "0..65535"),
    ],
)
def test_other_arrays_are_refused(tmp_path, array, words):
    np.save(tmp_path / "x.npy", array)
    with pytest.raises(LabelImageError, match=words):
        read_instance_map(tmp_path / "x.npy")


def test_an_image_of_colours_is_refused(tmp_path):
    Image.new("RGB", (3, 2)).save(tmp_path / "x.png")
    with pytest.raises(LabelImageError, match="holds colours"):
        read_instance_map(tmp_path / "x.png")


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileUnreadableError, match=r"absent\.png"):
        read_instance_map(tmp_path / "absent.png")
