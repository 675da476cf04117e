"""How the photographs of a dataset are shown: chosen in a sheet, remembered for the dataset."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from labeler.core.adjustment import Adjustment, Channel
from labeler.gui.dialogs.adjust_popup import AdjustPopup
from labeler.settings import ADJUSTMENTS

if TYPE_CHECKING:
    from labeler.gui.actions import Actions
    from labeler.gui.canvas.view import CanvasView
    from labeler.gui.context_row import ContextRow
    from labeler.gui.image_loader import ImageLoader
    from labeler.gui.session import Session
    from labeler.settings import Settings

# Of so many datasets the adjustment is remembered.
_MOST = 200
_REST = 200  # milliseconds


class Adjusting(QObject):
    """Connects the sheet, the button above the canvas and the settings with the canvas."""

    def __init__(
        self,
        row: ContextRow,
        view: CanvasView,
        session: Session,
        loader: ImageLoader,
        actions: Actions,
        settings: Settings,
    ) -> None:
        super().__init__(view)
        self._row = row
        self._view = view
        self._session = session
        self._loader = loader
        self._settings = settings
        self._action = actions["adjust"]
        self._action.setCheckable(True)
        self._popup = AdjustPopup(view)
        self._popup.changed.connect(self.set)
        row.addAction(self._action)
        # A click has turned the mark of the button over; it stands for what is shown.
        self._action.triggered.connect(self._show_popup)
        actions["reset_adjustment"].triggered.connect(lambda: self.set(Adjustment()))
        session.dataset_changed.connect(self._on_dataset)
        # While a slider is dragged only the newest step is drawn.
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._apply)
        self._adjustment = Adjustment()
        # Values of more than 8 bits are stretched where the file is read: once the hand rests.
        self._reading = QTimer(self, singleShot=True, interval=_REST)
        self._reading.timeout.connect(self._stretch)

    @property
    def adjustment(self) -> Adjustment:
        """How the photographs are shown now."""
        return self._adjustment

    def set(self, adjustment: Adjustment) -> None:
        """Show the photographs like this, and remember it for the dataset."""
        self._adjustment = adjustment
        dataset = self._session.dataset
        if dataset is not None:
            kept = dict(self._settings.get(ADJUSTMENTS))
            kept.pop(str(dataset.folder), None)
            if adjustment != Adjustment():
                kept[str(dataset.folder)] = texts_of(adjustment)
            self._settings.set(ADJUSTMENTS, dict(list(kept.items())[-_MOST:]))
        self._timer.start()
        self._reading.start()

    def _show_popup(self) -> None:
        self._action.setChecked(self._adjustment != Adjustment())
        self._popup.show_adjustment(self._adjustment)
        self._popup.show_below(self._row.widgetForAction(self._action))

    def _on_dataset(self) -> None:
        dataset = self._session.dataset
        kept = [] if dataset is None else self._settings.get(ADJUSTMENTS).get(str(dataset.folder), [])
        self._adjustment = adjustment_of(kept)
        self._apply()
        self._stretch()

    def _stretch(self) -> None:
        self._loader.stretch(self._adjustment.clipped / 100)

    def _apply(self) -> None:
        self._action.setChecked(self._adjustment != Adjustment())
        self._popup.show_adjustment(self._adjustment)
        self._view.display.set_adjustment(self._adjustment)


def texts_of(adjustment: Adjustment) -> list[str]:
    """What is remembered of an adjustment: name=value of each field that is not as usual."""
    usual = Adjustment()
    values = {field.name: getattr(adjustment, field.name) for field in fields(Adjustment)}
    return [f"{name}={value}" for name, value in values.items() if value != getattr(usual, name)]


def adjustment_of(texts: list[str]) -> Adjustment:
    """The adjustment that was remembered so; the usual one when it is none that can be shown."""
    named = dict(text.split("=", 1) for text in texts if "=" in text)
    try:
        adjustment = Adjustment(
            brightness=int(named.get("brightness", 0)),
            contrast=int(named.get("contrast", 0)),
            gamma=float(named.get("gamma", 1.0)),
            channel=Channel(named.get("channel", "color")),
            is_stretched=named.get("is_stretched") == "True",
            clipped=float(named.get("clipped", Adjustment().clipped)),
            by_channel=named.get("by_channel") == "True",
        )
    except ValueError:
        return Adjustment()
    return adjustment if adjustment.is_possible else Adjustment()
