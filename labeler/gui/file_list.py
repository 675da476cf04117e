"""Connects the list of images with the rest of the window: menu, actions, pictures, files that change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint

from labeler.gui.file_commands import FileCommands
from labeler.gui.preferences import bind
from labeler.settings import FILE_THUMBNAILS, cache_folder

if TYPE_CHECKING:
    from labeler.core.change import ClassesChanged
    from labeler.gui.main_window import MainWindow
    from labeler.gui.thumbnails import Thumbnails


class FileList(QObject):
    """Small pictures are made from the first time on that they are wanted."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._panel = window.file_panel
        self._commands = FileCommands(window.session, window.opening, window.jobs, window.messages, window)
        self._thumbnails: Thumbnails | None = None
        self._connect_panel()
        self._connect_files()

    def _connect_panel(self) -> None:
        window, panel, actions = self._window, self._panel, self._window.actions_
        panel.filter.add_button(actions["file_thumbnails"])
        panel.menu_wanted.connect(self._on_menu)
        panel.left.connect(window.view.setFocus)
        actions["find_image"].triggered.connect(self._on_find)
        actions["open_containing_folder"].triggered.connect(
            lambda _=False: self._commands.open_current_folder()
        )
        bind(actions["file_thumbnails"], FILE_THUMBNAILS, window.settings)
        window.settings.follow(FILE_THUMBNAILS, self._show_thumbnails)
        window.closing.connect(self._close)

    def _connect_files(self) -> None:
        opening, showing = self._window.opening, self._window.showing
        opening.file_model.progress_changed.connect(showing.show_progress)
        opening.file_model.filter_changed.connect(showing.show_progress)
        opening.surveying.list_changed.connect(showing.show_list)
        opening.surveying.files_changed.connect(self._window.conflicts.check)
        self._window.session.classes_changed.connect(self._on_classes)

    def _on_classes(self, change: ClassesChanged) -> None:
        """A filter that asks for a class goes on asking for it by its new name."""
        model = self._window.opening.file_model
        if change.renamed is not None and model.filter.class_name == change.renamed[0]:
            model.set_filter(replace(model.filter, class_name=change.renamed[1]))

    def _on_menu(self, place: QPoint) -> None:
        pasting = self._window.actions_["paste_into_images"]
        self._commands.show_menu(self._panel.selected(), place, [pasting])

    def _on_find(self) -> None:
        self._window.file_dock.show()
        self._window.file_dock.raise_()
        self._panel.start_filtering()

    def _show_thumbnails(self, is_on: bool) -> None:
        if is_on and self._thumbnails is None:
            from labeler.core.thumbnail_files import THUMBNAILS
            from labeler.gui.thumbnails import Thumbnails

            self._thumbnails = Thumbnails(cache_folder() / THUMBNAILS, self)
            self._thumbnails.ready.connect(lambda _: self._panel.table.viewport().update())
        self._panel.show_pictures(self._thumbnails if is_on else None)

    def _close(self) -> None:
        if self._thumbnails is not None:
            self._thumbnails.close()
