from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from labeler.core.classes import ClassTable
from labeler.core.errors import ClassTableError, LabelImageError
from labeler.core.label_png import write_label_png
from labeler.core.palette import voc_palette
from labeler.core.table_formats import read_any_table, write_table


def test_the_indices_in_use_become_classes_with_the_colours_of_the_palette(tmp_path):
    palette = voc_palette()
    palette[7] = (1, 2, 3)
    write_label_png(tmp_path / "a.png", np.array([[0, 7, 255]], np.uint8), palette)
    found = read_any_table(tmp_path / "a.png")
    assert [(row.index, row.name, row.color) for row in found.table] == [
        (0, "background", (0, 0, 0)),
        (7, "class 7", (1, 2, 3)),
        (255, "void", (224, 224, 192)),
    ]
    assert found.notices == ("A palette has no names: the 3 indices in use are called 'class 7' and so on.",)


def test_a_png_without_a_palette_says_what_it_is(tmp_path):
    write_label_png(tmp_path / "grey.png", np.ones((2, 2), np.uint8), is_grey=True)
    with pytest.raises(ClassTableError, match=r"is a grey PNG and has no palette. `labeler inspect"):
        read_any_table(tmp_path / "grey.png")
    Image.new("RGB", (2, 2)).save(tmp_path / "rgb.png")
    with pytest.raises(LabelImageError, match="is an RGB PNG"):
        read_any_table(tmp_path / "rgb.png")


def test_no_table_is_written_as_png(tmp_path):
    with pytest.raises(ClassTableError, match="`labeler recolor` gives PNGs its colours"):
        write_table(tmp_path / "a.png", ClassTable())
