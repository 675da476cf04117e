from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import labeler
from labeler.core.class_file import read_classes, write_classes
from labeler.core.classes import ClassRow, ClassTable
from labeler.core.errors import FileUnwritableError, LabelImageError, OptionError
from labeler.core.label_png import label_png_bytes, read_label_png
from labeler.core.label_writer import LabelWriter

TABLE = ClassTable((ClassRow(1, "cat", (9, 8, 7)), ClassRow(4, "dog", (1, 2, 3))))
MAP = np.array([[0, 1, 4], [255, 255, 0]])


def test_label_maps_are_written_as_palette_pngs_beside_their_class_table(tmp_path):
    with LabelWriter(tmp_path / "out", TABLE) as writer:
        path = writer.write("0001.jpg", MAP)
    assert path == tmp_path / "out" / "0001.png"
    assert path.read_bytes() == label_png_bytes(MAP, TABLE.palette())
    assert read_classes(tmp_path / "out" / "classes.csv") == TABLE


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("a.jpg", "a.png"),
        ("street/a.JPEG", "street/a.png"),
        (Path("street", "night", "a.png"), "street/night/a.png"),
        ("frame.0001", "frame.0001.png"),
        ("a.npy", "a.png"),
        ("./a", "a.png"),
    ],
)
def test_names_are_those_of_the_images(tmp_path, name, file):
    with LabelWriter(tmp_path, TABLE) as writer:
        assert writer.write(name, MAP) == tmp_path / file
    assert (tmp_path / file).exists()


@pytest.mark.parametrize(
    "name", ["", ".", "../a.jpg", "a/../../b", "/a.jpg", "C:/a.jpg", "C:a", "\\a", "a\nb"]
)
def test_names_that_leave_the_folder_are_refused(tmp_path, name):
    with (
        LabelWriter(tmp_path / "out", TABLE) as writer,
        pytest.raises(OptionError, match="names no file inside"),
    ):
        writer.write(name, MAP)
    assert [path.name for path in tmp_path.rglob("*")] == ["out", "classes.csv"]


def test_two_images_never_share_a_file_and_one_may_be_written_again(tmp_path):
    with LabelWriter(tmp_path, TABLE) as writer:
        writer.write("a.jpg", MAP)
        writer.write("a.jpg", MAP * 0)
        with pytest.raises(OptionError, match=r"'a.png' and 'a.jpg' would both be written as"):
            writer.write("a.png", MAP)
    assert not read_label_png(tmp_path / "a.png")[0].any()


class Tensor:
    """What a tensor of PyTorch has that asks for a gradient, or lies on another device."""

    def __init__(self, values, *, is_attached=True, is_far=True):
        self._values, self._is_attached, self._is_far = values, is_attached, is_far

    def detach(self):
        return Tensor(self._values, is_attached=False, is_far=self._is_far)

    def cpu(self):
        return Tensor(self._values, is_attached=self._is_attached, is_far=False)

    def __array__(self, dtype=None, copy=None):
        if self._is_attached or self._is_far:
            raise RuntimeError("not here")
        return np.array(self._values, dtype)


@pytest.mark.parametrize(
    "values", [MAP, MAP.tolist(), MAP.astype(np.uint8), MAP.astype(np.int32).T.T, Tensor(MAP)]
)
def test_anything_that_numpy_makes_an_array_of_is_a_label_map(tmp_path, values):
    with LabelWriter(tmp_path, TABLE) as writer:
        path = writer.write("a", values)
    assert (read_label_png(path)[0] == MAP).all()


def test_masks_of_true_and_false_are_indices_0_and_1(tmp_path):
    with LabelWriter(tmp_path, TABLE) as writer:
        path = writer.write("a", MAP == 1)
    assert read_label_png(path)[0].tolist() == [[0, 1, 0], [0, 0, 0]]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (np.zeros((3, 4, 5), np.float32), r"a: .* \(3, 4, 5\) looks like scores. .* is scores.argmax\(0\)."),
        (np.zeros((2, 3, 4, 5)), r"scores.argmax\(1\)\[i\] of the i-th image"),
        (np.zeros((4, 5), np.float32), r"holds whole numbers 0..255, and this array holds float32"),
        (np.zeros((1, 4, 5), np.int64), r"has the shape \(height, width\)"),
        (np.full((2, 2), -1), r"holds -1 to -1"),
        (np.full((2, 2), 256), r"holds 256 to 256"),
        ([[1, 2], [3]], r"numpy makes no array of list"),
        ("text", r"has the shape|whole numbers"),
    ],
)
def test_what_is_no_label_map_is_refused_and_nothing_is_written(tmp_path, values, words):
    with LabelWriter(tmp_path, TABLE) as writer, pytest.raises(LabelImageError, match=words):
        writer.write("a", values)
    assert not (tmp_path / "a.png").exists()


def test_indices_without_a_class_are_an_error_unless_they_are_allowed(tmp_path):
    values = np.array([[0, 2, 2, 3, 5, 6, 7]])
    with LabelWriter(tmp_path, TABLE) as writer, pytest.raises(LabelImageError) as refusal:
        writer.write("street/a.jpg", values)
    assert str(refusal.value).startswith(
        "street/a.jpg: has indices that are no class of the table: 2 (2 px), 3 (1 px), 5 (1 px), 6 (1 px) "
        "and 1 more. Add the classes"
    )
    assert not (tmp_path / "street").exists()
    with LabelWriter(tmp_path, TABLE, allows_unknown=True) as writer:
        assert (read_label_png(writer.write("street/a.jpg", values))[0] == values).all()


def test_the_class_table_may_be_a_file_of_any_format(tmp_path):
    (tmp_path / "labelmap.txt").write_text("background:0,0,0::\ncat:1,2,3:head:\n")
    with pytest.warns(UserWarning, match=r"labelmap.txt: Parts and actions are not kept \(cat\)."):
        writer = LabelWriter(tmp_path / "out", tmp_path / "labelmap.txt")
    with writer:
        writer.write("a", np.array([[0, 1]]))
    assert read_classes(tmp_path / "out" / "classes.csv").find("cat").color == (1, 2, 3)


def test_another_class_table_is_never_overwritten(tmp_path):
    write_classes(tmp_path / "classes.csv", ClassTable())
    with pytest.raises(FileUnwritableError, match="it exists with other content"):
        LabelWriter(tmp_path, TABLE).__enter__()
    assert read_classes(tmp_path / "classes.csv") == ClassTable()
    write_classes(tmp_path / "classes.csv", TABLE)
    with LabelWriter(tmp_path, TABLE) as writer:
        writer.write("a", MAP)


def test_grey_twins_are_written_for_trainers_that_decode_palettes(tmp_path):
    with LabelWriter(tmp_path, TABLE, is_grey=True) as writer:
        label_map, palette = read_label_png(writer.write("a", MAP))
    assert palette is None
    assert (label_map == MAP).all()


def test_without_a_with_block_the_class_table_is_written_all_the_same(tmp_path):
    LabelWriter(tmp_path / "out", TABLE).write("a", MAP)
    assert read_classes(tmp_path / "out" / "classes.csv") == TABLE


def test_a_closed_writer_writes_no_more(tmp_path):
    with LabelWriter(tmp_path, TABLE) as writer:
        pass
    with pytest.raises(OptionError, match="the writer is closed"):
        writer.write("a", MAP)


def test_it_belongs_to_the_public_api(tmp_path):
    with labeler.LabelWriter(tmp_path, labeler.ClassTable()) as writer:
        assert writer.write("a", [[0, 255]]).name == "a.png"
