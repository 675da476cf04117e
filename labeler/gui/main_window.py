"""The window: builds all parts and connects them in one place. What the parts do is their own business."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QStackedWidget, QWidget

from labeler.core.class_keys import KEYS
from labeler.core.errors import LabelerError
from labeler.gui.actions import Actions
from labeler.gui.autosave import Autosave
from labeler.gui.canvas.view import CanvasView
from labeler.gui.choosing import Choosing, dropped_path
from labeler.gui.class_editing import ClassEditing
from labeler.gui.context_row import ContextRow
from labeler.gui.dialogs.export_dialog import ExportDialog, ExportSource
from labeler.gui.dialogs.export_target import proposed_target, remember_target
from labeler.gui.docks import Dock
from labeler.gui.drawing import TOOLS, Drawing
from labeler.gui.image_loader import ImageLoader
from labeler.gui.job_runner import JobRunner
from labeler.gui.menus import CANVAS_MENU, CLASS_MENU, fill, fill_menu_bar
from labeler.gui.messages import MessageBar
from labeler.gui.models.class_model import INDEX, NAME
from labeler.gui.opening import Opening
from labeler.gui.panels.class_panel import ClassPanel
from labeler.gui.panels.file_panel import FilePanel
from labeler.gui.panels.shape_panel import ShapePanel
from labeler.gui.preferences import Preferences
from labeler.gui.saving import Saving
from labeler.gui.session import Session
from labeler.gui.shape_commands import ShapeCommands
from labeler.gui.showing import Showing
from labeler.gui.status_bar import StatusBar
from labeler.gui.status_feed import StatusFeed
from labeler.gui.tool_column import ToolColumn
from labeler.gui.undoing import Undoing
from labeler.gui.view_options import ViewOptions
from labeler.gui.welcome import Welcome
from labeler.gui.window_state import WindowState
from labeler.settings import Settings

# The words of a menu and what they do.
Offer = tuple[str, Callable[[], None]]

_log = logging.getLogger(__name__)


class MainWindow(QMainWindow):
    """One dataset in one window. `first_painted()` comes once, when the window is on the screen."""

    first_painted = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self.setWindowTitle("Labeler")
        self.setAcceptDrops(True)
        self._is_painted = False
        self._build_parts()
        self._build_widgets()
        self._build_helpers()
        self._connect_actions()
        self._connect()
        self.state.restore()
        self.showing.show_dataset()

    def _build_parts(self) -> None:
        """What has no face."""
        self.session = Session(self)
        self.jobs = JobRunner(self)
        self.autosave = Autosave(self.session, self.settings, self)
        self.messages = MessageBar()
        self.commands = ShapeCommands(self.session)
        self.classes = ClassEditing(self.session, self.jobs, self.messages, self)
        self.loader = ImageLoader(self.classes.apply_renames, self)
        self.opening = Opening(self.session, self.autosave, self.loader, self.messages)
        self.saving = Saving(self.session, self.autosave, self.messages, self.opening.reload)

    def _build_widgets(self) -> None:
        """What has one, and where it stands."""
        self.view = CanvasView()
        self.actions_ = Actions(self, self.view)
        self.welcome = Welcome(self.actions_)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.welcome)
        self.pages.addWidget(self.view)
        self.setCentralWidget(self.pages)
        self.messages.lie_over(self.pages)
        self.context_row = ContextRow(self.actions_)
        self.tool_column = ToolColumn(self.actions_)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, self.context_row)
        self.addToolBar(Qt.ToolBarArea.LeftToolBarArea, self.tool_column)
        self.status = StatusBar()
        self.setStatusBar(self.status)
        self.class_panel = ClassPanel()
        self.shape_panel = ShapePanel()
        self.file_panel = FilePanel(self.opening.file_model)
        self.class_dock = Dock("Classes", self.class_panel)
        self.shape_dock = Dock("Shapes", self.shape_panel)
        self.file_dock = Dock("Images", self.file_panel)
        self.docks = [self.class_dock, self.shape_dock, self.file_dock]
        for dock in self.docks:
            self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        menus = fill_menu_bar(self, self.actions_)
        menus["&View"].addSeparator()
        menus["&View"].addActions([dock.toggleViewAction() for dock in self.docks])

    def _build_helpers(self) -> None:
        """What stands between the parts and the widgets."""
        actions = self.actions_
        self.choosing = Choosing(self, self.opening, self.saving, self.messages, self.settings)
        self.drawing = Drawing(self.session, self.view)
        self.undoing = Undoing(self.session, actions, self.view, self.drawing, self.classes, self.class_panel)
        self.view_options = ViewOptions(self.view, actions, self.context_row, self.settings)
        self.preferences = Preferences(self.settings, actions, self.autosave, self.view)
        self.status_feed = StatusFeed(self.status, self.session, self.autosave, self.view)
        self.showing = Showing(self)
        bars: list[QWidget] = [self.menuBar(), self.context_row, self.tool_column]
        self.state = WindowState(self, list(self.docks), bars, self.settings)

    def _connect_actions(self) -> None:
        """What each action does. Tools and views, of which one is on, are connected where they are kept."""
        opening, panel, commands = self.opening, self.class_panel, self.commands
        for name, act in {
            "open_folder": self._unless_drawing(self.choosing.choose_folder),
            "open_image": self._unless_drawing(self.choosing.choose_image),
            "open_sample": self._unless_drawing(self.choosing.open_sample),
            "save": self.autosave.save_all,
            "export": self.export,
            "quit": self.close,
            "delete": commands.delete,
            "duplicate": commands.duplicate,
            "select_all": commands.select_all,
            "raise": commands.raise_,
            "lower": commands.lower,
            "previous_image": self._unless_drawing(lambda: opening.step(-1)),
            "next_image": self._unless_drawing(lambda: opening.step(1)),
            "next_undone": self._unless_drawing(opening.go_to_next_undone),
            "mark_done": commands.toggle_done,
            "draw_again": self.drawing.draw_again,
            "new_class": self.ask_for_class,
            "rename_class": lambda: panel.edit_current(NAME),
            "recolor_class": lambda: self._with_current_class(self.classes.recolor),
            "reindex_class": lambda: panel.edit_current(INDEX),
            "delete_class": lambda: self._with_current_class(self.classes.delete),
        }.items():
            self.actions_[name].triggered.connect(lambda _=False, act=act: act())
        for name in TOOLS:
            self.actions_[name].triggered.connect(lambda _=False, name=name: self.drawing.use(name))
        for key in KEYS:
            self.actions_[f"class_{key}"].triggered.connect(lambda _=False, key=key: self._pick_key(key))
        self.actions_["full_screen"].toggled.connect(self.state.show_full_screen)

    def _connect(self) -> None:
        """All connections between parts that do not know each other."""
        session, opening, panel, showing = self.session, self.opening, self.class_panel, self.showing
        session.dataset_changed.connect(showing.show_dataset)
        session.document_changed.connect(showing.show_document)
        session.document_added.connect(lambda document: document.changed.connect(showing.show_progress))
        session.classes_changed.connect(showing.show_classes)
        session.current_class_changed.connect(showing.show_classes)
        opening.picture_changed.connect(showing.show_picture)
        opening.position_changed.connect(lambda: self.file_panel.show_current(opening.position))
        opening.surveyed.connect(self.classes.offer)
        opening.file_model.dataChanged.connect(showing.show_progress)
        self.file_panel.image_chosen.connect(self._go_to)
        panel.class_chosen.connect(session.choose_class)
        panel.class_clicked.connect(self._pick)
        panel.click_taken_back.connect(self.commands.take_pick_back)
        panel.left.connect(self.view.setFocus)
        panel.class_added.connect(lambda name: self.classes.add([name]))
        panel.recolor_wanted.connect(self.classes.recolor)
        panel.model.rename_wanted.connect(self.classes.rename)
        panel.model.reindex_wanted.connect(self.classes.reindex)
        panel.menu_wanted.connect(lambda place: self._show_menu(CLASS_MENU, place))
        self.context_row.chip.class_chosen.connect(self._pick)
        self.context_row.chip.new_class_wanted.connect(self.ask_for_class)
        self.first_painted.connect(self.state.arrange_docks)
        self.drawing.class_chosen.connect(session.choose_class)
        self.drawing.class_added.connect(lambda name: self.classes.add([name]))
        self.drawing.tool_changed.connect(showing.show_tool)
        self.drawing.tool_changed.connect(self.status.end_refusal)
        self.drawing.refused.connect(self.status.show_refusal)
        self.view.context_menu_requested.connect(self._show_canvas_menu)

    def export(self) -> None:
        """Save, and let the user export the dataset."""
        dataset = self.session.dataset
        if dataset is None:
            return
        source = ExportSource(
            dataset.folder,
            len(dataset.images),
            self.opening.file_model.labelled_count,
            self.autosave.finish,
        )
        dialog = ExportDialog(source, self.jobs, str(proposed_target(self.settings, dataset.folder)), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.started.connect(lambda target: remember_target(self.settings, dataset.folder, target))
        dialog.open()

    def ask_for_class(self) -> None:
        """Put the cursor where a new class is named, even if the panel was hidden."""
        self.class_dock.show()
        self.class_dock.raise_()
        self.class_panel.ask_for_class()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Save everything first; stay open if that fails and the user wants to stay."""
        if not self.saving.may_leave(self, self.settings):
            event.ignore()
            return
        self.opening.close()
        self.classes.finish()
        self.jobs.cancel_all()
        self.autosave.close()
        self.state.remember()
        try:
            self.settings.save()
        except LabelerError:
            _log.exception("The settings could not be saved")
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take a folder or an image."""
        if dropped_path(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Open what was dropped."""
        path = dropped_path(event.mimeData())
        if path is not None and self.drawing.may_leave():
            event.acceptProposedAction()
            self.choosing.open_path(path)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Say when the first frame is there: what takes time is begun after it."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self.first_painted.emit)

    def _pick(self, class_name: str) -> None:
        self.commands.pick_class(class_name, is_drawing=self.drawing.is_drawing)

    def _pick_key(self, key: str) -> None:
        self.commands.pick_class_of_key(key, is_drawing=self.drawing.is_drawing)

    def _unless_drawing(self, act: Callable[[], object]) -> Callable[[], None]:
        """The same, but while a shape is begun it is refused in words, so that no vertex is lost."""

        def guarded() -> None:
            if self.drawing.may_leave():
                act()

        return guarded

    def _go_to(self, position: int) -> None:
        if self.drawing.may_leave():
            self.opening.go_to(position)
        else:
            # Not yet: the table is about to select the row under the mouse.
            QTimer.singleShot(0, lambda: self.file_panel.show_current(self.opening.position))
            self.view.setFocus()

    def _with_current_class(self, act: Callable[[int], object]) -> None:
        name = self.session.current_class
        row = None if name is None else self.session.classes.find(name)
        if row is not None:
            act(row.index)

    def _show_canvas_menu(self, place: QPoint) -> None:
        """What can be done to what lies under the pointer, and then to the selection."""
        self._show_menu(CANVAS_MENU, place, self.drawing.offers())

    def _show_menu(self, names: tuple[str, ...], place: QPoint, offers: Sequence[Offer] = ()) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, act in offers:
            menu.addAction(text, act)
        if offers:
            menu.addSeparator()
        fill(menu, names, self.actions_)
        menu.popup(place)
