"""Indices come out of every file that holds indices, and out of no other."""

from __future__ import annotations

from contextlib import suppress

import numpy as np
import pytest

from labeler.core.any_label_map import LABEL_MAP_SUFFIXES, read_any_label_map, read_array
from labeler.core.errors import FileUnreadableError, LabelImageError
from labeler.core.label_png import write_label_png

MAP = np.array([[0, 1, 255], [7, 7, 0]], np.uint8)


def test_the_suffixes_are_those_that_can_be_read():
    assert {".png", ".npy"} == LABEL_MAP_SUFFIXES


@pytest.mark.parametrize("is_grey", [False, True])
def test_a_png_gives_its_indices(tmp_path, is_grey):
    write_label_png(tmp_path / "a.png", MAP, is_grey=is_grey)
    assert np.array_equal(read_any_label_map(tmp_path / "a.png"), MAP)


@pytest.mark.parametrize("kind", [np.uint8, np.int64, np.int32, np.uint16])
@pytest.mark.parametrize("name", ["a.npy", "B.NPY"])
def test_an_array_of_whole_numbers_gives_its_indices(tmp_path, kind, name):
    with (tmp_path / name).open("wb") as file:
        np.save(file, MAP.astype(kind))
    found = read_any_label_map(tmp_path / name)
    assert found.dtype == np.uint8
    assert np.array_equal(found, MAP)


def test_an_array_of_booleans_gives_zeros_and_ones(tmp_path):
    np.save(tmp_path / "a.npy", MAP > 0)
    assert read_any_label_map(tmp_path / "a.npy").tolist() == [[0, 1, 1], [1, 1, 0]]


def test_an_array_whose_rows_are_columns_in_memory_is_read_as_it_looks(tmp_path):
    np.save(tmp_path / "a.npy", np.asfortranarray(MAP))
    found = read_any_label_map(tmp_path / "a.npy")
    assert found.flags.c_contiguous
    assert np.array_equal(found, MAP)


@pytest.mark.parametrize(
    ("array", "words"),
    [
        (np.zeros((2, 3), np.float32), "whole numbers"),
        (np.zeros((21, 4, 4), np.float32), "numpy.argmax"),
        (np.full((2, 2), 256), "256"),
        (np.full((2, 2), -1), "-1"),
        (np.zeros((0, 3), np.uint8), "shape"),
        (np.zeros(3, np.uint8), "shape"),
    ],
)
def test_an_array_that_is_no_label_map_is_refused_with_its_file(tmp_path, array, words):
    path = tmp_path / "a.npy"
    np.save(path, array)
    with pytest.raises(LabelImageError, match=words) as caught:
        read_any_label_map(path)
    assert str(path) in str(caught.value)


def test_a_file_that_is_no_array_is_refused(tmp_path):
    (tmp_path / "a.npy").write_bytes(b"nothing of the kind")
    with pytest.raises(LabelImageError, match=r"numpy\.save"):
        read_any_label_map(tmp_path / "a.npy")
    (tmp_path / "b.npy").write_bytes(b"")
    with pytest.raises(LabelImageError, match=r"numpy\.save"):
        read_any_label_map(tmp_path / "b.npy")


def test_a_truncated_array_is_refused(tmp_path):
    path = tmp_path / "a.npy"
    np.save(path, np.zeros((50, 50), np.uint8))
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(LabelImageError):
        read_any_label_map(path)


def test_pickled_objects_are_never_loaded(tmp_path):
    np.save(tmp_path / "a.npy", np.array([{"a": 1}], object), allow_pickle=True)
    with pytest.raises(LabelImageError):
        read_array(tmp_path / "a.npy")


def test_several_arrays_in_one_file_are_refused(tmp_path):
    with (tmp_path / "a.npy").open("wb") as file:
        np.savez(file, a=MAP, b=MAP)
    with pytest.raises(LabelImageError, match="several"):
        read_array(tmp_path / "a.npy")


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(FileUnreadableError):
        read_any_label_map(tmp_path / "a.npy")
    with pytest.raises(FileUnreadableError):
        read_any_label_map(tmp_path / "a.png")


def test_an_array_with_any_damage_in_its_head_is_one_clear_error_or_an_array(tmp_path):
    path = tmp_path / "a.npy"
    np.save(path, np.zeros((9, 13), np.int64))
    whole = path.read_bytes()
    for at in range(min(len(whole), 80)):
        for value in (0x00, 0x22, 0x28, 0x39, 0x7B, 0x7D, 0x7F, 0xFF):
            path.write_bytes(whole[:at] + bytes([value]) + whole[at + 1 :])
            with suppress(LabelImageError):
                read_array(path)


@pytest.mark.parametrize("head", ["}" * 60, "(" * 400, "{'descr': '''"])
def test_a_head_that_is_no_python_is_named_with_the_file(tmp_path, head):
    path = tmp_path / "a.npy"
    path.write_bytes(b"\x93NUMPY\x01\x00" + len(head).to_bytes(2, "little") + head.encode())
    with pytest.raises(LabelImageError, match=r"a\.npy: is no array of numpy"):
        read_array(path)


def test_an_array_that_claims_more_than_there_is_memory_for_says_so(tmp_path):
    path = tmp_path / "a.npy"
    head = "{'descr': '|u1', 'fortran_order': False, 'shape': (90000000, 90000000), }"
    path.write_bytes(b"\x93NUMPY\x01\x00" + len(head).to_bytes(2, "little") + head.encode())
    with pytest.raises(LabelImageError, match=r"a\.npy: (says that it holds more|is no array)"):
        read_array(path)


def test_the_beginning_of_an_archive_of_arrays_is_no_array(tmp_path):
    (tmp_path / "a.npy").write_bytes(b"PK\x03\x04 cut off")
    with pytest.raises(LabelImageError, match=r"a\.npy: is no array of numpy"):
        read_array(tmp_path / "a.npy")
