"""A dataset with predictions, and a window that reviews them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import labeler
from labeler.core.class_file import read_classes
from labeler.gui.dialogs.prediction_dialog import Predictions
from tests.datasets import SIZE, make_dataset, square, write_shapes
from tests.windows import Desk


@pytest.fixture
def review_set(tmp_path: Path) -> Path:
    """Four images; the first has a cat of 20 x 20 pixels and void at the right."""
    made = make_dataset(tmp_path / "set", 4)
    write_shapes(made / "a1.jpg", [square("cat", 4, 4, 20), square("void", 44, 0, 20)])
    return made


def prediction_of_first() -> np.ndarray:
    """Three wrong regions: 60 px of cat as dog, 25 px of background as sky, 6 px of cat as background."""
    prediction = np.zeros(SIZE[::-1], np.uint8)
    prediction[4:24, 4:24] = 1
    prediction[4:14, 4:10] = 2
    prediction[30:35, 10:15] = 7
    prediction[22:24, 20:23] = 0
    prediction[:20, 44:] = 2  # void of the annotation differs from nothing
    return prediction


@pytest.fixture
def predictions(tmp_path: Path, review_set: Path) -> Path:
    """Of the second image an array, of the third one of a wrong size, of the fourth none."""
    made = tmp_path / "predicted"
    made.mkdir()
    labeler.write_label_png(
        made / "a1.png", prediction_of_first(), read_classes(review_set / "classes.csv").palette()
    )
    np.save(made / "a2.npy", np.full(SIZE[::-1], 1, np.uint8))
    np.save(made / "a3.npy", np.zeros((5, 7), np.uint8))
    return made


@pytest.fixture
def reviewed(desk: Desk, review_set: Path, predictions: Path) -> Desk:
    """A window on the first image, with its list of three regions."""
    desk.open(review_set)
    desk.window.reviewing.start(Predictions(predictions))
    wait_for_rows(desk, 3)
    return desk


def panel_of(desk: Desk):
    return desk.window.reviewing.panel


def wait_for_rows(desk: Desk, count: int) -> None:
    reviewing = desk.window.reviewing

    def is_there() -> bool:
        return panel_of(desk).model.rowCount() == count and not reviewing.finder.is_busy

    desk.qtbot.waitUntil(is_there)


def rows(desk: Desk) -> list[tuple[str, str, str]]:
    model = panel_of(desk).model
    return [tuple(model.index(row, column).data() for column in range(3)) for row in range(model.rowCount())]


def pixels(desk: Desk) -> np.ndarray:
    return desk.document.label_map.label_map.copy()
