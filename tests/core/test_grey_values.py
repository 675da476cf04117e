"""Grey label images: values count as class indices only when a class has them."""

from __future__ import annotations

import numpy as np
import pytest

from labeler.core.classes import ClassRow, ClassTable
from labeler.core.errors import LabelImageError, OptionError
from labeler.core.grey_values import values_to_indices

TABLE = ClassTable(tuple(ClassRow(index, f"class {index}", (index, 0, 9)) for index in (1, 2, 30)))


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_values_that_classes_have_are_indices(dtype):
    values = np.array([[0, 1, 2], [30, 255, 1]], dtype)
    result = values_to_indices(values, TABLE)
    assert result.tolist() == values.tolist()
    assert result.dtype == np.uint8


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_other_values_are_named_and_counted(dtype):
    values = np.array([[3, 3, 1], [4, 0, 0]], dtype)
    with pytest.raises(LabelImageError, match=r"^a\.png: has grey .* no class: 3 \(2 px\), 4 \(1 px\)\. Add"):
        values_to_indices(values, TABLE, where="a.png")


def test_of_many_unknown_values_the_first_five_are_named():
    with pytest.raises(LabelImageError, match=r"9 \(1 px\) and 94 more"):
        values_to_indices(np.arange(5, 105, dtype=np.uint8).reshape(10, 10), TABLE, on_unknown="error")


def test_other_values_become_the_index_of_the_users_choice():
    assert values_to_indices(np.array([[1, 5, 30]], np.uint8), TABLE, on_unknown=255).tolist() == [
        [1, 255, 30]
    ]
    wide = np.array([[1, 300, 65535, 2]], np.uint16)
    assert values_to_indices(wide, TABLE, on_unknown=7).tolist() == [[1, 7, 7, 2]]


def test_values_of_16_bits_never_wrap_around():
    with pytest.raises(LabelImageError, match=r"257 \(1 px\)"):
        values_to_indices(np.array([[257]], np.uint16), TABLE)


def test_a_wrong_index_for_unknown_values_is_refused():
    with pytest.raises(OptionError):
        values_to_indices(np.array([[1]], np.uint8), TABLE, on_unknown=256)
