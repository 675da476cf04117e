"""The row above the canvas: the current class, the current tool's options, and how the image is shown."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QLabel, QMenu, QSizePolicy, QSlider, QToolBar, QToolButton, QWidget

from labeler.core.class_keys import class_keys
from labeler.core.classes import ClassTable
from labeler.gui.actions import Actions
from labeler.gui.icons import LARGE, ThemedIcon
from labeler.gui.menus import VIEW_MENU, fill
from labeler.gui.row_fit import RowFit
from labeler.gui.swatch import swatch_icon
from labeler.gui.tool_options import ToolOptionRow

# The most that the name of a class takes of the row, in pixels.
_CHIP_NAME = 180

VIEWS = ("view_overlay", "view_labels", "view_image")


class ClassChip(QToolButton):
    """The class that new shapes get: swatch, index, name; a press lists all classes.

    `class_chosen(str)` names the class that was picked, `new_class_wanted()` asks for another one.
    """

    class_chosen = Signal(str)
    new_class_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("classChip")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip("<p><b>Current class</b></p><p>New shapes get it. The digit keys choose another.</p>")
        self._classes = ClassTable()
        menu = QMenu(self)
        menu.aboutToShow.connect(self._fill)
        self.setMenu(menu)
        self.show_class(None, self._classes)

    def show_class(self, class_name: str | None, classes: ClassTable) -> None:
        """Show the current class, or that there is none."""
        self._classes = classes
        row = None if class_name is None else classes.find(class_name)
        if row is None:
            self.setIcon(QIcon())
            self.setText("No class chosen")
        else:
            self.setIcon(swatch_icon(row.color))
            name = self.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideMiddle, _CHIP_NAME)
            self.setText(f"  {row.index}  {name}")

    def _fill(self) -> None:
        menu = self.menu()
        menu.clear()
        keys = {name: key for key, name in class_keys(self._classes).items()}
        for row in self._classes:
            key = keys.get(row.name, "")
            action = menu.addAction(swatch_icon(row.color), f"{row.index}  {row.name}\t{key}")
            action.setData(row.name)
            action.triggered.connect(lambda _=False, name=row.name: self.class_chosen.emit(name))
        menu.addSeparator()
        menu.addAction("New class…").triggered.connect(self.new_class_wanted)


class ContextRow(QToolBar):
    """Class chip, tool options, view modes, opacity. `opacity_changed(float)` is 0..1."""

    opacity_changed = Signal(float)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__("Context", parent)
        self.setObjectName("context")
        self.setMovable(False)
        self.setIconSize(QSize(LARGE, LARGE))
        self.setFixedHeight(40)
        self.toggleViewAction().setVisible(False)
        self.chip = ClassChip()
        self.addWidget(self.chip)
        self._tool = QLabel()
        self._tool.setObjectName("dim")
        tool = self.addWidget(self._tool)
        self.tool_options = ToolOptionRow()
        options = self.addWidget(self.tool_options)
        spacer = QWidget()
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(spacer)
        zooms = [self._add_button(actions[name]) for name in ("fit", "actual_size")]
        zooms.append(self.addSeparator())
        self.addAction(actions["show_shapes"])
        for name in VIEWS:
            self.addAction(actions[name])
        self._add_options(actions)
        self.addSeparator()
        words, slider, percent = self._add_opacity()
        # What has a key, and stands in a menu and in the status line too, gives way first.
        self.fit = RowFit(self, ((words,), (tool,), (percent,), zooms, (slider,), (options,)))

    def show_tool(self, text: str) -> None:
        """The name of the current tool, whose options are shown already."""
        self._tool.setText(text)
        self.fit.fit_anew()

    def show_opacity(self, opacity: float) -> None:
        """Set the slider, which tells nobody."""
        self._slider.blockSignals(True)
        self._slider.setValue(round(100 * opacity))
        self._slider.blockSignals(False)
        self._percent.setText(f"{round(100 * opacity)} %")

    def _add_options(self, actions: Actions) -> None:
        """The button that lists what else can be chosen about the view."""
        self.options = QToolButton()
        self.options.setObjectName("viewOptions")
        self.options.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.options.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.options.setToolTip("<p><b>View options</b></p><p>Outlines, fill, colours, what is hidden.</p>")
        self.options.setAccessibleName("View options")
        ThemedIcon(self.options, "fill_outline")
        menu = QMenu(self.options)
        fill(menu, VIEW_MENU, actions)
        self.options.setMenu(menu)
        self.addWidget(self.options)

    def _add_button(self, action: QAction) -> QAction:
        """A button that can be hidden while its action stays in the menus; what stands for it in the row."""
        button = QToolButton()
        button.setDefaultAction(action)
        button.setAutoRaise(True)
        button.setIconSize(self.iconSize())
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return self.addWidget(button)

    def _add_opacity(self) -> tuple[QAction, QAction, QAction]:
        """What stands in the row for the words at the left of the slider, it, and the words at its right."""
        name = QLabel("Labels")
        name.setObjectName("dim")
        words = self.addWidget(name)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, 100)
        self._slider.setPageStep(10)
        self._slider.setFixedWidth(120)
        self._slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._slider.setToolTip(
            "<p><b>Opacity</b></p><p>How strongly the label map covers the photograph.</p>"
        )
        self._slider.setAccessibleName("Opacity of the label map")
        self._slider.valueChanged.connect(self._on_slider)
        slider = self.addWidget(self._slider)
        self._percent = QLabel("100 %")
        self._percent.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._percent.setFixedWidth(self._percent.fontMetrics().horizontalAdvance("100 %") + 12)
        return words, slider, self.addWidget(self._percent)

    def _on_slider(self, percent: int) -> None:
        self._percent.setText(f"{percent} %")
        self.opacity_changed.emit(percent / 100)
