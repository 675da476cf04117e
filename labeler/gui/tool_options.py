"""The options of the tool in the hand, above the canvas: each is kept as a setting and applies at once.

Adding an option is a field of ToolOptions, a Setting, and one line here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from labeler.gui.preferences import bind
from labeler.settings.drawing import (
    BOXES_VERTICES,
    BRUSH_SIZE,
    DRAW_BEHIND,
    FREEHAND_TOLERANCE,
    MOVES_NEIGHBOURS,
    SNAP,
    SQUARE_BRUSH,
    WAND_HOLE_SIZE,
    WAND_TOLERANCE,
)
from labeler.settings.setting import Setting
from labeler.tools.registry import TOOLS

if TYPE_CHECKING:
    from labeler.gui.actions import Actions
    from labeler.gui.canvas.view import CanvasView
    from labeler.gui.drawing import Drawing
    from labeler.gui.session import Session
    from labeler.settings import Settings

# How wide numbers and choices are here at least, in pixels.
_NUMBER, _CHOICE = 72, 120
_LEAVING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)


@dataclass(frozen=True, slots=True)
class OptionSpec:
    """One option: the field of ToolOptions, the setting that keeps it, and its name in the row.

    The setting decides the widget: on or off is a button, choices a list, a number a field with its unit.
    `actions` change it by key: that of a button is the button; those of a number are named in its tooltip.
    """

    field: str
    setting: Setting[Any]
    label: str
    actions: tuple[str, ...] = ()


SPECS = (
    OptionSpec("snaps", SNAP, "Snap", ("snap",)),
    OptionSpec("moves_neighbours", MOVES_NEIGHBOURS, "Shared borders", ("moves_neighbours",)),
    OptionSpec("boxes_vertices", BOXES_VERTICES, "Box of vertices", ("boxes_vertices",)),
    OptionSpec("freehand_tolerance", FREEHAND_TOLERANCE, "Tolerance"),
    OptionSpec("brush_size", BRUSH_SIZE, "Size", ("brush_smaller", "brush_larger")),
    OptionSpec("is_brush_square", SQUARE_BRUSH, "Square"),
    OptionSpec("wand_tolerance", WAND_TOLERANCE, "Tolerance"),
    OptionSpec("wand_hole_size", WAND_HOLE_SIZE, "Fill holes"),
    OptionSpec("is_behind", DRAW_BEHIND, "Behind", ("draw_behind",)),
)


class ToolOptionRow(QWidget):
    """The options of one tool side by side: those of the tool in the hand, and no others.

    A widget is made when the first tool that has it is taken up.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("toolOptions")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 0, 0, 0)
        layout.setSpacing(4)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.fields: dict[str, QWidget] = {}
        self._labels: dict[str, QLabel] = {}

    def add(self, spec: OptionSpec, widget: QWidget) -> None:
        """Take the widget of an option, with its name before it unless it bears it.

        It stands where it does in SPECS, whichever tool is taken up first.
        """
        layout = self.layout()
        assert isinstance(layout, QHBoxLayout)
        before = SPECS[: SPECS.index(spec)]
        place = sum((each.field in self.fields) + (each.field in self._labels) for each in before)
        if not isinstance(widget, QToolButton):
            label = QLabel(spec.label)
            label.setObjectName("dim")
            label.setBuddy(widget)
            self._labels[spec.field] = label
            layout.insertWidget(place, label)
            place += 1
        self.fields[spec.field] = widget
        layout.insertWidget(place, widget)

    def show_fields(self, names: tuple[str, ...]) -> None:
        """Show these options and hide the others."""
        for each in (self.fields, self._labels):
            for name, widget in each.items():
                widget.setVisible(name in names)
        layout = self.layout()
        assert layout is not None
        layout.activate()  # else the row would be fitted to the options of the tool before


class ToolOptionFields(QObject):
    """Keeps options, settings and the row in step. `changed(str)` names the field that has another value."""

    changed = Signal(str)

    def __init__(
        self,
        row: ToolOptionRow,
        drawing: Drawing,
        session: Session,
        view: CanvasView,
        actions: Actions,
        settings: Settings,
    ) -> None:
        super().__init__(view)
        self._row = row
        self._options = session.options
        self._view = view
        self._actions = actions
        self._settings = settings
        self._shown: tuple[OptionSpec, ...] = ()
        for spec in SPECS:
            setattr(self._options, spec.field, settings.get(spec.setting))
            settings.watch(spec.setting, partial(self._set, spec))
            if isinstance(spec.setting.default, bool) and spec.actions:
                bind(actions[spec.actions[0]], spec.setting, settings)
        drawing.tool_changed.connect(self.show_tool)
        # What a gesture has set (a drag for the tolerance) is painted; it is kept once that is done.
        view.painted.connect(self._keep, Qt.ConnectionType.QueuedConnection)

    def show_tool(self, name: str) -> None:
        """Show the options of the tool of this action."""
        names = TOOLS[name].options
        self._shown = tuple(spec for spec in SPECS if spec.field in names)
        for spec in self._shown:
            if spec.field not in self._row.fields:
                self._row.add(spec, self._made(spec))
            field = self._row.fields[spec.field]
            if not isinstance(field, QToolButton) or not spec.actions:
                field.setToolTip(self._tooltip(spec))
        self._row.show_fields(names)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Enter and Esc in a field give the keys back to the canvas, which takes the value over."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _LEAVING:
            self._view.setFocus()
            return True
        return False

    def _set(self, spec: OptionSpec, value: Any) -> None:
        if getattr(self._options, spec.field) != value:
            setattr(self._options, spec.field, value)
        self._view.input.look_again()
        self.changed.emit(spec.field)

    def _keep(self) -> None:
        for spec in self._shown:
            value = getattr(self._options, spec.field)
            if value != self._settings.get(spec.setting) and spec.setting.accepts(value):
                self._settings.set(spec.setting, value)

    def _made(self, spec: OptionSpec) -> QWidget:
        if isinstance(spec.setting.default, bool):
            return self._button(spec)
        from labeler.gui.dialogs.setting_fields import field_of  # not before a tool has such an option

        field = field_of(spec.setting, partial(self._take, spec))
        field.widget.ensurePolished()
        least = _CHOICE if spec.setting.choices else _NUMBER
        field.widget.setFixedWidth(max(least, field.widget.minimumSizeHint().width()))
        field.widget.installEventFilter(self)
        self._settings.follow(spec.setting, field.show_value)
        return field.widget

    def _button(self, spec: OptionSpec) -> QToolButton:
        button = QToolButton()
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if spec.actions:
            action = self._actions[spec.actions[0]]
            action.setIconText(spec.label)  # which is what its buttons show
            button.setDefaultAction(action)
        else:
            button.setCheckable(True)
            self._settings.follow(spec.setting, button.setChecked)
            button.toggled.connect(partial(self._take, spec))
        button.setText(spec.label)
        button.setAccessibleName(spec.setting.title)
        return button

    def _take(self, spec: OptionSpec, value: Any) -> None:
        if spec.setting.accepts(value):
            self._settings.set(spec.setting, value)

    def _tooltip(self, spec: OptionSpec) -> str:
        """Name and keys in the first line, what it does in the second."""
        keys = " ".join(self._actions.with_keys(f"{{{name}}}") for name in spec.actions).strip()
        first = f"<b>{escape(spec.setting.title)}</b>" + (f"&nbsp;&nbsp;{escape(keys)}" if keys else "")
        return f"<p style='white-space:pre'>{first}</p><p>{escape(spec.setting.text)}</p>"
