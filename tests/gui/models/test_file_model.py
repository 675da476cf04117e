"""The list of images knows their names at once and their states as they come in."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from labeler.core.annotation import ImageState
from labeler.core.dataset import DatasetImage
from labeler.gui.models.file_model import FileModel

ROLE = Qt.ItemDataRole
NONE, WORK, DONE = ImageState.UNLABELLED, ImageState.IN_WORK, ImageState.DONE


@pytest.fixture
def model(qtbot) -> FileModel:
    model = FileModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.set_images(
        [DatasetImage(f"{name}.jpg", name, f"/x/{name}.jpg", f"/x/{name}.json") for name in "abcd"]
    )
    return model


def test_a_row_says_its_name_and_state(model: FileModel) -> None:
    assert model.rowCount() == 4
    assert model.data(model.index(1, 0)) == "b.jpg"
    assert model.data(model.index(1, 0), ROLE.ToolTipRole) == "b.jpg: not looked at yet"
    model.set_states({1: DONE})
    assert model.data(model.index(1, 0), ROLE.ToolTipRole) == "b.jpg: done"
    signs = [model.data(model.index(row, 0), ROLE.DecorationRole).cacheKey() for row in (0, 1)]
    assert signs[0] != signs[1]


def test_done_images_are_counted(model: FileModel) -> None:
    for state in (DONE, DONE, WORK, DONE):
        model.set_states({2: state})
    model.set_states({0: DONE})
    assert model.done_count == 2
    model.set_states({0: WORK})
    assert model.done_count == 1


def test_only_a_new_state_is_told(model: FileModel, qtbot) -> None:
    with qtbot.waitSignal(model.dataChanged) as signal:
        model.set_states({3: WORK})
    assert signal.args[0].row() == 3
    with qtbot.assertNotEmitted(model.dataChanged):
        model.set_states({3: WORK})


def test_labelled_images_are_counted_once_all_are_known(model: FileModel) -> None:
    for position, state in enumerate((DONE, WORK, NONE)):
        model.set_states({position: state})
    assert model.labelled_count is None
    model.set_states({3: NONE})
    assert model.labelled_count == 2


def test_the_next_undone_image_is_searched_all_round(model: FileModel) -> None:
    for position in (1, 2):
        model.set_states({position: DONE})
    assert model.next_undone(0) == 3
    assert model.next_undone(3) == 0
    for position in (0, 3):
        model.set_states({position: DONE})
    assert model.next_undone(1) is None


def test_other_images_are_not_known_yet(model: FileModel) -> None:
    model.set_states({0: DONE})
    model.set_images([])
    assert model.rowCount() == 0
    assert model.done_count == 0
    assert model.next_undone(0) is None


def test_100_000_rows_cost_nothing_per_row(model: FileModel) -> None:
    image = DatasetImage("a.jpg", "a", "/x/a.jpg", "/x/a.json")
    model.set_images([image] * 100_000)
    assert model.rowCount() == 100_000
    assert model.data(model.index(99_999, 0)) == "a.jpg"
