"""A row keeps the part of a name in sight that tells it from the rows beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem, QWidget

from labeler.gui import theme
from labeler.gui.models.file_model import FileModel
from labeler.gui.panels.file_delegate import FileDelegate, _common, _difference, elided_name
from tests.gui.models.images import images

STATE = QStyle.StateFlag


@pytest.fixture
def metrics(qtbot) -> QFontMetrics:
    return QFontMetrics(QApplication.font())


@pytest.fixture
def model(qtbot) -> FileModel:
    model = FileModel()
    model.set_images(images(["city/a", "city/night drive of a long name", "b"]))
    return model


def painted(
    qtbot, model: FileModel, row: int, *, state=STATE.State_None, pictures=None, is_open=False
) -> QImage:
    """What the delegate paints of a row 260 px wide."""
    widget = QWidget()
    qtbot.addWidget(widget)
    delegate = FileDelegate(widget)
    delegate.pictures = pictures
    delegate.open_name = model.records.images[row].name if is_open else ""
    picture = QImage(QSize(260, delegate.row_height), QImage.Format.Format_RGB32)
    picture.fill(theme.current().panel)
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, 260, delegate.row_height)
    option.state = state
    option.font = QApplication.font()
    with QPainter(picture) as painter:
        delegate.paint(painter, option, model.index(row, 0))
    return picture


def is_empty(picture: QImage, left: int, right: int) -> bool:
    """Whether nothing is painted between two columns."""
    panel = theme.current().panel
    rows, columns = range(picture.height()), range(left, right)
    return all(picture.pixelColor(x, y) == panel for x in columns for y in rows)


@pytest.mark.parametrize(
    ("name", "differs", "wanted"),
    [
        ("frankfurt_000002_001234_leftImg8bit_and_more.jpg", 19, "001234"),
        ("a_long_way_through_the_city_at_night_000123.jpg", 42, "123.jpg"),
        ("3_of_a_long_way_through_the_city_at_night.jpg", 0, "3_of"),
    ],
)
def test_what_differs_stays_in_sight(metrics: QFontMetrics, name: str, differs: int, wanted: str) -> None:
    shown = elided_name(metrics, name, metrics.horizontalAdvance(name[:26]), differs)
    assert wanted in shown
    assert "…" in shown


def test_the_difference_is_that_to_the_more_similar_neighbour(model: FileModel) -> None:
    model.set_images(images(["a1", "a21", "a22", "b"]))
    assert [_difference(model.index(row, 0)) for row in range(4)] == [1, 2, 2, 0]
    assert _common("abc", "abc") == 3
    assert _common("", "abc") == 0


def test_the_folder_stands_at_the_right_where_there_is_room(qtbot, model: FileModel) -> None:
    assert not is_empty(painted(qtbot, model, 0), 200, 252)
    assert is_empty(painted(qtbot, model, 2), 80, 252)


def test_a_name_without_room_beside_it_stands_without_its_folder(qtbot, model: FileModel, metrics) -> None:
    long = painted(qtbot, model, 1)
    model.set_images(images(["x/a", "night drive of a long name", "b"]))
    if metrics.horizontalAdvance("night drive of a long name.jpg") > 180:
        assert painted(qtbot, model, 1) == long


def test_the_selected_row_and_the_open_image_are_marked(qtbot, model: FileModel) -> None:
    now = theme.current()
    assert painted(qtbot, model, 2, state=STATE.State_Selected).pixelColor(258, 2) == now.marked
    assert painted(qtbot, model, 2).pixelColor(258, 2) == now.panel
    assert painted(qtbot, model, 2, is_open=True).pixelColor(1, 2) == now.accent
    assert painted(qtbot, model, 2).pixelColor(1, 2) == now.panel


def test_a_picture_keeps_its_shape(qtbot, model: FileModel) -> None:
    class Pictures:
        """A red one for every image, twice as wide as high."""

        def icon(self, path: Path) -> QPixmap:
            picture = QPixmap(128, 64)
            picture.fill(QColor("#ff0000"))
            return picture

    picture = painted(qtbot, model, 0, pictures=Pictures())
    assert picture.height() == 56
    reds = [(x, y) for x in range(260) for y in range(56) if picture.pixelColor(x, y) == QColor("#ff0000")]
    assert (min(reds), max(reds)) == ((8, 12), (71, 43))


def test_a_place_is_kept_for_a_picture_that_is_not_there(qtbot, model: FileModel) -> None:
    class NoPictures:
        """No picture."""

        def icon(self, path: Path) -> None:
            return None

    assert painted(qtbot, model, 0, pictures=NoPictures()).pixelColor(10, 10) == theme.current().window
