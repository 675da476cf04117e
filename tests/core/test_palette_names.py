from __future__ import annotations

import numpy as np

from labeler.core.class_file import read_ready_table
from labeler.core.classes import ClassRow, ClassTable
from labeler.core.inspection import Names, inspect_file
from labeler.core.label_png import write_label_png
from labeler.core.palette_names import palette_in_words

MAP = np.array([[0, 1, 2, 3, 4, 5]], np.uint8)


def words(tmp_path, palette, names=None):
    write_label_png(tmp_path / "a.png", MAP, palette)
    return palette_in_words(inspect_file(tmp_path / "a.png", names))


def test_palettes_are_called_after_what_they_are(tmp_path):
    assert words(tmp_path, None) == "the VOC colour map"
    city = read_ready_table("cityscapes_trainIds19").palette()
    assert words(tmp_path, city) == "colours of the ready table cityscapes_trainIds19"
    assert words(tmp_path, city[[0, 2, 1, 3, 5, 4]]).endswith(", at other indices")
    greys = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, axis=1)
    assert words(tmp_path, greys) == "greys only"
    odd = np.arange(768, dtype=np.int64).reshape(256, 3) * 7 % 251
    assert words(tmp_path, odd) == "colours of no table that Labeler knows"


def test_the_own_table_comes_first(tmp_path):
    table = ClassTable((ClassRow(1, "cat", (128, 0, 0)),))
    assert words(tmp_path, None, Names(table, "classes.csv")) == "the colours of classes.csv"


def test_what_has_no_palette_has_no_name(tmp_path):
    write_label_png(tmp_path / "a.png", MAP, is_grey=True)
    assert palette_in_words(inspect_file(tmp_path / "a.png")) == ""
