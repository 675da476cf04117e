"""The fields that say how the photograph is shown; the canvas follows every step."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from labeler.core.adjustment import Adjustment, Channel

_CHANNELS = {
    Channel.COLOR: "All channels",
    Channel.RED: "Red alone",
    Channel.GREEN: "Green alone",
    Channel.BLUE: "Blue alone",
}

# The gamma slider goes over powers of two: from 1/4 to 4, in hundredths.
_OCTAVE = 100
_WIDTH = 300


class AdjustPopup(QFrame):
    """A sheet under a button, gone with the next click beside it. `changed(Adjustment)` at every step."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("adjustPopup")
        self.setFixedWidth(_WIDTH)
        self._adjustment = Adjustment()
        self._is_following = False
        self.brightness = _slider("Brightness", 100)
        self.contrast = _slider("Contrast", 100)
        self.gamma = _slider("Gamma", 2 * _OCTAVE)
        self.channel = QComboBox()
        self.channel.setAccessibleName("Channels")
        for channel, words in _CHANNELS.items():
            self.channel.addItem(words, channel)
        self.stretch = QCheckBox("Stretch values to the whole range")
        self.by_channel = QCheckBox("Each channel for itself")
        self.clipped = QDoubleSpinBox(minimum=0.0, maximum=20.0, singleStep=0.1, decimals=2, suffix=" %")
        self.clipped.lineEdit().setTextMargins(6, 0, 4, 0)  # style sheets do not reach the field inside
        self.clipped.setToolTip("Share of the pixels at each end that may become plain black or white")
        self.reset = QPushButton("Reset adjustments")
        self._values = {each: QLabel() for each in (self.brightness, self.contrast, self.gamma)}
        self._lay_out()
        for slider in self._values:
            slider.valueChanged.connect(self._on_field)
        self.channel.currentIndexChanged.connect(self._on_field)
        self.clipped.valueChanged.connect(self._on_field)
        for box in (self.stretch, self.by_channel):
            box.toggled.connect(self._on_field)
        self.reset.clicked.connect(self._on_reset)
        self.show_adjustment(self._adjustment)

    def show_adjustment(self, adjustment: Adjustment) -> None:
        """Show an adjustment, which tells nobody."""
        self._adjustment = adjustment
        self._is_following = True
        self.brightness.setValue(adjustment.brightness)
        self.contrast.setValue(adjustment.contrast)
        self.gamma.setValue(_position_of(adjustment.gamma))
        self.channel.setCurrentIndex(list(_CHANNELS).index(adjustment.channel))
        self.stretch.setChecked(adjustment.is_stretched)
        self.by_channel.setChecked(adjustment.by_channel)
        self.clipped.setValue(adjustment.clipped)
        self._is_following = False
        self._show_values()

    def show_below(self, widget: QWidget) -> None:
        """Come up under a widget, its right end under the widget's."""
        self.adjustSize()
        corner = widget.mapToGlobal(QPoint(widget.width() - self.width(), widget.height() + 4))
        room = widget.screen().availableGeometry()
        self.move(max(room.left(), corner.x()), corner.y())
        self.show()
        self.brightness.setFocus()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        for row, (slider, value) in enumerate(self._values.items()):
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            value.setMinimumWidth(value.fontMetrics().horizontalAdvance("−100"))
            grid.addWidget(QLabel(slider.accessibleName()), row, 0)
            grid.addWidget(slider, row, 1)
            grid.addWidget(value, row, 2)
        ends = QHBoxLayout()
        ends.addWidget(QLabel("Clip at each end"))
        ends.addStretch(1)
        ends.addWidget(self.clipped)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(grid)
        layout.addWidget(self.channel)
        layout.addWidget(self.stretch)
        layout.addWidget(self.by_channel)
        layout.addLayout(ends)
        layout.addWidget(self.reset)

    def _on_field(self) -> None:
        if self._is_following:
            return
        self._adjustment = Adjustment(
            brightness=self.brightness.value(),
            contrast=self.contrast.value(),
            gamma=2 ** (self.gamma.value() / _OCTAVE),
            channel=Channel(self.channel.currentData()),
            is_stretched=self.stretch.isChecked(),
            clipped=round(self.clipped.value(), 2),
            by_channel=self.by_channel.isChecked(),
        )
        self._show_values()
        self.changed.emit(self._adjustment)

    def _on_reset(self) -> None:
        self.show_adjustment(replace(Adjustment()))
        self.changed.emit(self._adjustment)

    def _show_values(self) -> None:
        adjustment = self._adjustment
        for slider, text in (
            (self.brightness, f"{adjustment.brightness:+d}"),
            (self.contrast, f"{adjustment.contrast:+d}"),
            (self.gamma, f"{adjustment.gamma:.2f}"),
        ):
            self._values[slider].setText(text.replace("-", "−").replace("+0", "0"))
        self.by_channel.setEnabled(adjustment.is_stretched)
        self.reset.setEnabled(adjustment != Adjustment())


def _position_of(gamma: float) -> int:
    from math import log2

    return round(_OCTAVE * log2(gamma))


def _slider(name: str, reach: int) -> QSlider:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(-reach, reach)
    slider.setPageStep(reach // 10)
    slider.setAccessibleName(name)
    return slider
