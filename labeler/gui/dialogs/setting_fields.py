"""The field of a setting, by its type: check box, choice, number with its unit, text, folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from labeler.gui.dialogs.path_field import PathField
from labeler.settings import Setting

# What a number without bounds of its own can be, and how wide fields are, in pixels.
_HIGHEST = 1_000_000
_NARROW, _WIDE, _WIDEST = 100, 200, 320

Tell = Callable[[Any], object]


@dataclass(frozen=True)
class Field:
    """A setting's field: the widget, and how to show a value in it, which tells nobody."""

    widget: QWidget
    show_value: Callable[[Any], None]


def field_of(setting: Setting[Any], tell: Tell) -> Field:
    """The field that fits the type of a setting; it tells each value that the user gives it."""
    if setting.choices:
        field = _choice(setting, tell)
    elif isinstance(setting.default, bool):
        field = _switch(tell)
    elif isinstance(setting.default, int):
        field = _whole_number(setting, tell)
    elif isinstance(setting.default, float):
        field = _number(setting, tell)
    else:
        field = _folder(setting, tell) if setting.is_folder else _text(tell)
    field.widget.setAccessibleName(setting.title)
    field.widget.setAccessibleDescription(setting.text)
    return field


def _switch(tell: Tell) -> Field:
    box = QCheckBox()
    box.toggled.connect(tell)
    return Field(box, _silently(box, box.setChecked))


def _choice(setting: Setting[Any], tell: Tell) -> Field:
    box = QComboBox()
    words = setting.words or tuple(str(choice).capitalize() for choice in setting.choices)
    for word, choice in zip(words, setting.choices, strict=True):
        box.addItem(word, choice)
    box.activated.connect(lambda _: tell(box.currentData()))
    _scroll_past(box, _WIDE)
    return Field(box, lambda value: box.setCurrentIndex(box.findData(value)))


def _whole_number(setting: Setting[Any], tell: Tell) -> Field:
    box = QSpinBox(minimum=round(_low(setting)), maximum=round(_high(setting)))
    _finish(box, setting)
    box.valueChanged.connect(tell)
    return Field(box, _silently(box, box.setValue))


def _number(setting: Setting[Any], tell: Tell) -> Field:
    """A number with decimals; one whose unit is per cent is a share of 1, and shown in whole per cents."""
    factor = 100 if setting.unit == "%" else 1
    box = QDoubleSpinBox(minimum=_low(setting) * factor, maximum=_high(setting) * factor)
    box.setDecimals(0 if factor == 100 else 2)
    box.setSingleStep(5 if factor == 100 else 0.1)
    _finish(box, setting)
    box.valueChanged.connect(lambda value: tell(value / factor))
    return Field(box, _silently(box, lambda value: box.setValue(value * factor)))


def _text(tell: Tell) -> Field:
    edit = QLineEdit()
    edit.setFixedWidth(_WIDE)
    edit.textEdited.connect(tell)

    def show(value: str) -> None:
        if value != edit.text():  # else the cursor would leave its place while the user types
            edit.setText(value)

    return Field(edit, show)


def _folder(setting: Setting[Any], tell: Tell) -> Field:
    folder = PathField(setting.title)
    folder.setFixedWidth(_WIDEST)
    folder.setFocusProxy(folder.edit)
    folder.changed.connect(lambda: tell(folder.edit.text().strip()))

    def show(value: str) -> None:
        if value != folder.edit.text().strip():
            with QSignalBlocker(folder):
                folder.edit.setText(value)

    return Field(folder, show)


def _low(setting: Setting[Any]) -> float:
    return -_HIGHEST if setting.low is None else setting.low


def _high(setting: Setting[Any]) -> float:
    return _HIGHEST if setting.high is None else setting.high


def _finish(box: QAbstractSpinBox, setting: Setting[Any]) -> None:
    assert isinstance(box, (QSpinBox, QDoubleSpinBox))
    if setting.unit:
        box.setSuffix(f" {setting.unit}")
    box.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    box.setKeyboardTracking(False)
    _scroll_past(box, _NARROW)


def _silently(widget: QWidget, show: Callable[[Any], object]) -> Callable[[Any], None]:
    def show_value(value: Any) -> None:
        with QSignalBlocker(widget):
            show(value)

    return show_value


def _scroll_past(widget: QWidget, width: int) -> None:
    """Let the wheel scroll the page unless the field has the focus: nobody means to change it then."""
    widget.setFixedWidth(width)
    widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    widget.installEventFilter(_WheelGuard(widget))


class _WheelGuard(QObject):
    """Passes the wheel on to the page."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Ignore the wheel over a field without the focus."""
        if event.type() is not QEvent.Type.Wheel or not isinstance(watched, QWidget) or watched.hasFocus():
            return False
        event.ignore()
        return True
