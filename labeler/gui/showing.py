"""Shows in the parts of a window what its session has open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from labeler.gui.pages import NO_IMAGES
from labeler.gui.rows.combining import COMBINATIONS, COMBINING
from labeler.gui.rows.reshaping import RESHAPING
from labeler.tools.registry import TOOLS

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from labeler.gui.document import Document
    from labeler.gui.main_window import MainWindow
    from labeler.gui.pictures import Picture

# Actions that need an image on the canvas, selected shapes, a dataset, or a current class.
_OF_DOCUMENT = (
    *("save", "select_all", "mark_done", "show_shapes"),
    *("view_overlay", "view_labels", "view_image", "next_view", "fit", "actual_size", "zoom_in", "zoom_out"),
    *("previous_zoom", "loupe", "beside", "swipe"),
    *("adjust", "reset_adjustment"),
    *("outlines_of_selection", "fill_classes", "color_by_instance", "opacity_up", "opacity_down"),
    *("draw_again", "coverage", "review", "fill_rest", "clip_to_image", *TOOLS),
    *("select_none", "invert_selection", "next_shape", "previous_shape", "walk_stack"),
    *("paste", "paste_inside", "copy_previous", "unlock_all"),
)
_OF_SELECTION = (
    *("delete", "duplicate", "raise", "lower", "zoom_selection"),
    *("copy", "cut", "to_front", "to_back"),
    *("select_same_class", "next_vertex", "previous_vertex", "insert_vertex"),
    *("group", "ungroup", "select_group", "lock_shapes", "hide_shapes"),
    *(row.name for row in (*RESHAPING, *COMBINING)),
)
_OF_DATASET = (
    *("export", "previous_image", "next_image", "next_undone", "find_image", "open_containing_folder"),
    "import_labels",
    *("new_class", "find_class", "class_table", "change_classes", "import_classes", "export_classes"),
)
_OF_CLASS = (
    *("rename_class", "recolor_class", "reindex_class", "delete_class"),
    *("type_color", "pick_color", "distinct_color"),
    *("hide_class", "solo_class", "lock_class", "protect_class", "select_class"),
)

# Why actions are off that others switch.
_OTHER_REASONS = {
    "undo": "There is nothing to undo.",
    "redo": "There is nothing to redo.",
    "show_all": "Nothing is hidden.",
    "zoom_class": "Select a shape, or choose a class, first.",
    "paste_into_images": "Select images in the list of images first.",
    "history": "Open a folder of images first.",
    "repair": "No shape of the image needs repair.",
    "next_fault": "No shape of the image needs repair.",
    "next_finding": "Check first; there is nothing to walk through yet.",
    "previous_finding": "Check first; there is nothing to walk through yet.",
    "brush_smaller": "Take up the brush or the eraser first.",
    "brush_larger": "Take up the brush or the eraser first.",
    "other_way": "It is for two ways along a border, while one of them is drawn.",
}


class Showing(QObject):
    """Follows the session and keeps title, pages, panels and actions in step with it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._model = window.opening.file_model

    def show_dataset(self) -> None:
        """Another dataset, or none."""
        window, dataset = self._window, self._session.dataset
        has_images = dataset is not None and bool(dataset.images)
        if dataset is not None:
            window.empty.say(f"{dataset.folder.name} holds no images that can be opened.", NO_IMAGES)
        self.show_page()
        window.class_panel.set_open(is_open=dataset is not None)
        window.state.show_parts(has_images)
        window.actions_.enable(_OF_DATASET, has_images)
        window.actions_.enable(("new_class", "class_table"), dataset is not None)
        self.show_classes()
        self.show_document(self._session.document)
        self.show_progress()

    def show_list(self) -> None:
        """Images came or went, perhaps the first or the last of them."""
        window = self._window
        has_images = bool(self._model.records.images)
        if self._session.document is None:
            self.show_page()
            window.state.show_parts(has_images)
        window.actions_.enable(_OF_DATASET, has_images)
        window.actions_.enable(("new_class", "class_table"), True)
        self.show_progress()

    def show_page(self) -> None:
        """What stands in the middle: the canvas, or what is to be said in its place."""
        window, dataset = self._window, self._session.dataset
        page: QWidget
        if dataset is not None:
            page = window.page if dataset.images else window.empty
        else:
            page = window.welcome if window.opening.reader.job is None else window.waiting
        comes = page is not window.pages.currentWidget()
        window.pages.setCurrentWidget(page)
        if comes and page is window.page:
            # Else the keys would go with the button of the page before, and belong to nobody.
            window.view.setFocus()

    def show_document(self, document: Document | None) -> None:
        """Another image, or none."""
        window, dataset = self._window, self._session.dataset
        names = [] if document is None else [document.image.name]
        names += [] if dataset is None else [dataset.folder.name]
        window.setWindowTitle(" – ".join([*names, "Labeler"]))
        window.actions_.enable(_OF_DOCUMENT, document is not None)
        window.shape_panel.set_document(document)
        self.show_selection()
        self.show_progress()

    def show_selection(self) -> None:
        """Other shapes are selected, or none."""
        document = self._session.document
        has_selection = document is not None and bool(document.selection)
        self._window.actions_.enable(_OF_SELECTION, has_selection)
        has_class = document is not None and self._session.current_class is not None
        self._window.actions_.enable(("zoom_class",), has_selection or has_class)

    def show_picture(self, picture: Picture | None) -> None:
        """Another photograph."""
        # Between two images there is none; what stays in view is of one image.
        self._window.view.set_pyramid(None if picture is None else picture.pyramid, keeps_view=True)

    def show_waiting(self, name: str) -> None:
        """An image takes its time, or none is to come."""
        self._window.view.set_empty_text(f"Opening {name} …" if name else "")

    def show_classes(self) -> None:
        """Another class table, or another current class."""
        window, session = self._window, self._session
        window.class_panel.set_classes(session.classes)
        window.class_panel.show_current(session.current_class)
        window.context_row.chip.show_class(session.current_class, session.classes)
        window.view.display.set_palette(session.classes.palette())
        window.actions_.enable(_OF_CLASS, session.current_class is not None)
        self.show_selection()
        count = len(session.classes.user_rows)
        window.class_dock.show_detail(str(count) if session.dataset is not None else "")

    def show_progress(self) -> None:
        """How many images are done, how many shapes the image has, and whether it is done."""
        window, document = self._window, self._session.document
        dataset = self._session.dataset
        window.file_dock.show_detail("" if dataset is None else self._image_count(len(dataset.images)))
        shapes = "" if document is None else f"{len(document.annotation.shapes):,}"
        window.shape_dock.show_detail(shapes)
        done = window.actions_["mark_done"]
        done.setChecked(document is not None and document.annotation.is_done)

    def _image_count(self, total: int) -> str:
        """How many images the filter lets through; without one, how many are done."""
        if self._model.filter.is_on:
            return f"{len(self._model.shown):,} of {total:,} shown"
        return f"{self._model.done_count:,} of {total:,} done"

    def show_tool(self, name: str) -> None:
        """Another tool."""
        action = self._window.actions_[name]
        action.setChecked(True)
        self._window.context_row.show_tool(action.text())


def why_not(name: str) -> str:
    """Why an action that is off cannot be used now, and what to do first."""
    for names, reason in (
        (COMBINATIONS, "Select two shapes or more first."),
        (_OF_CLASS, "Choose a class first."),
        (_OF_SELECTION, "Select a shape first."),
        (_OF_DOCUMENT, "Open an image first."),
        (_OF_DATASET, "Open a folder of images first."),
    ):
        if name in names:
            return reason
    return _OTHER_REASONS.get(name, "It cannot be used now.")
