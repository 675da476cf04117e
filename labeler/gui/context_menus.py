"""What a right click offers, on the canvas and in the class panel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt

from labeler.gui.lettered_menu import LetteredMenu
from labeler.gui.menus import CANVAS_MENU, CLASS_MENU, EMPTY_PLACE_MENU, Entry, fill

if TYPE_CHECKING:
    from labeler.gui.main_window import MainWindow

# The words of a menu and what they do.
Offer = tuple[str, Callable[[], None]]


class ContextMenus(QObject):
    """Opens the menus where they are asked for."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.view.context_menu_requested.connect(self._on_canvas)
        window.class_panel.menu_wanted.connect(lambda place: self._show(CLASS_MENU, place))

    def _on_canvas(self, place: QPoint) -> None:
        """What can be done to what lies under the pointer, and then to the selection."""
        self._select_what_is_meant()
        document = self._window.session.document
        has_selection = document is not None and bool(document.selection)
        self._show(CANVAS_MENU if has_selection else EMPTY_PLACE_MENU, place, self._window.drawing.offers())

    def _select_what_is_meant(self) -> None:
        """The shape under the pointer, unless it is selected: from here nobody wants to delete another."""
        tool, document = self._window.view.tool, self._window.session.document
        hover = None if tool is None else tool.hover
        position = None if hover is None else hover.position
        if document is not None and position is not None and position not in document.selection:
            document.select((position,))

    def _show(self, names: tuple[Entry, ...], place: QPoint, offers: Sequence[Offer] = ()) -> None:
        menu = LetteredMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, act in offers:
            menu.addAction(text, act)
        if offers:
            menu.addSeparator()
        fill(menu, names, self._window.actions_)
        menu.popup(place)
