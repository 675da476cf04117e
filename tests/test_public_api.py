from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

import labeler


@pytest.mark.parametrize("name", labeler.__all__)
def test_every_public_name_can_be_had_and_says_what_it_is(name):
    assert getattr(labeler, name).__doc__
    assert name in dir(labeler)


def test_a_name_that_does_not_exist_is_an_attribute_error():
    with pytest.raises(AttributeError, match=r"module 'labeler' has no attribute 'nonsense'"):
        _ = labeler.nonsense


def test_importing_labeler_imports_nothing_heavy():
    code = (
        "import sys, labeler, labeler.__main__\n"
        "print(sorted({'numpy', 'PIL', 'numba', 'shapely', 'PySide6'} & set(sys.modules)))"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_type_checkers_see_the_same_names():
    from pathlib import Path

    source = Path(labeler.__file__).read_text(encoding="utf-8")
    imports = source.partition("if TYPE_CHECKING:")[2].partition("__version__")[0]
    assert all(name in imports for name in labeler.__all__)


def test_predictions_are_judged_in_two_lines():
    comparison = labeler.compare(np.array([[1, 1, 2, 255]]), np.array([[1, 2, 2, 7]]))
    assert comparison.scores.mean_iou == 0.5
    assert comparison.scores.pixel_accuracy == 2 / 3


def test_a_label_map_is_made_in_two_lines():
    shape = labeler.polygon("cat", [(1, 1), (4, 1), (4, 3), (1, 3)])
    label_map = labeler.rasterize([shape], (6, 5), {"cat": 7})
    assert label_map.shape == (5, 6)
    assert (label_map == 7).sum() == 6
