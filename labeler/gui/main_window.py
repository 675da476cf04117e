"""The window: at first what its first frame shows, and all the rest of it once that is on the screen.

What `build` adds is listed below; labeler/gui/assembly.py makes it, labeler/gui/wiring.py connects it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from labeler.core.errors import LabelerError
from labeler.gui.actions import EARLY, Actions
from labeler.gui.menus import fill_menu_bar
from labeler.gui.pages import SentencePage, opening_sentence
from labeler.gui.welcome import Welcome
from labeler.gui.window_state import WindowState
from labeler.settings import RECENT, Settings

if TYPE_CHECKING:
    from labeler.gui.autosave import Autosave
    from labeler.gui.canvas.twin import CanvasPage
    from labeler.gui.canvas.view import CanvasView
    from labeler.gui.choosing import Choosing
    from labeler.gui.class_actions import ClassActions
    from labeler.gui.class_changing import ClassChanging
    from labeler.gui.class_counts import ClassCounts
    from labeler.gui.class_editing import ClassEditing
    from labeler.gui.class_table import ClassTableWindow
    from labeler.gui.class_warnings import ClassWarnings
    from labeler.gui.conflicts import Conflicts
    from labeler.gui.context_row import ContextRow
    from labeler.gui.coverage import Coverage
    from labeler.gui.docks import Dock
    from labeler.gui.drawing import Drawing
    from labeler.gui.exporting import Exporting
    from labeler.gui.faults import Faults
    from labeler.gui.image_loader import ImageLoader
    from labeler.gui.job_indicator import JobIndicator
    from labeler.gui.job_runner import JobRunner
    from labeler.gui.messages import MessageBar
    from labeler.gui.opening import Opening
    from labeler.gui.panels.class_panel import ClassPanel
    from labeler.gui.panels.file_panel import FilePanel
    from labeler.gui.panels.finding_panel import FindingPanel
    from labeler.gui.panels.gap_panel import GapPanel
    from labeler.gui.panels.history_panel import HistoryPanel
    from labeler.gui.panels.review_panel import ReviewPanel
    from labeler.gui.panels.shape_panel import ShapePanel
    from labeler.gui.recent import RecentDatasets
    from labeler.gui.recovery import Recovery
    from labeler.gui.reviewing import Reviewing
    from labeler.gui.safekeeping import Safekeeping
    from labeler.gui.save_answer import SaveAnswer
    from labeler.gui.saving import Saving
    from labeler.gui.second_window import SecondWindow
    from labeler.gui.session import Session
    from labeler.gui.shape_commands import ShapeCommands
    from labeler.gui.showing import Showing
    from labeler.gui.status_bar import StatusBar
    from labeler.gui.tool_column import ToolColumn
    from labeler.gui.undoing import Undoing
    from labeler.gui.visibility import Visibility
    from labeler.gui.zooming import Zooming

_log = logging.getLogger(__name__)


# What the middle has at least, in pixels; its pages scroll, or are cut, where they want more.
_SMALLEST = (240, 160)


class MainWindow(QMainWindow):
    """One dataset in one window.

    `first_painted()` comes once, when the window is on the screen; `closing()` when it is certain that it
    closes, for those who have something to end or to remember. `build` gives it the attributes below.
    """

    first_painted = Signal()
    closing = Signal()

    second_window: SecondWindow
    session: Session
    jobs: JobRunner
    autosave: Autosave
    messages: MessageBar
    commands: ShapeCommands
    classes: ClassEditing
    loader: ImageLoader
    opening: Opening
    recent: RecentDatasets
    recovery: Recovery
    safekeeping: Safekeeping
    save_answer: SaveAnswer
    saving: Saving
    visibility: Visibility
    class_counts: ClassCounts
    class_warnings: ClassWarnings
    class_table: ClassTableWindow
    coverage: Coverage
    reviewing: Reviewing
    faults: Faults
    view: CanvasView
    page: CanvasPage
    context_row: ContextRow
    tool_column: ToolColumn
    status: StatusBar
    empty: SentencePage
    class_panel: ClassPanel
    shape_panel: ShapePanel
    file_panel: FilePanel
    class_dock: Dock
    shape_dock: Dock
    gap_panel: GapPanel
    gap_dock: Dock
    history_panel: HistoryPanel
    history_dock: Dock
    finding_panel: FindingPanel
    review_panel: ReviewPanel
    finding_dock: Dock
    review_dock: Dock
    zooming: Zooming
    file_dock: Dock
    choosing: Choosing
    drawing: Drawing
    undoing: Undoing
    exporting: Exporting
    class_actions: ClassActions
    class_changing: ClassChanging
    conflicts: Conflicts
    showing: Showing
    jobs_shown: JobIndicator

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self.is_built = False
        self._is_painted = False
        self._is_closed = False
        self._waiting: list[Callable[[], object]] = []
        self.setWindowTitle("Labeler")
        self.setAcceptDrops(True)
        self.actions_ = Actions(self)
        self.menus = fill_menu_bar(self, self.actions_)
        self.welcome = Welcome(self.actions_, settings.get(RECENT))
        self.welcome.recent_chosen.connect(self._open_recent)
        self.waiting = SentencePage()
        self.pages = QStackedWidget()
        self.pages.setMinimumSize(*_SMALLEST)
        self.pages.addWidget(self.welcome)
        self.pages.addWidget(self.waiting)
        self.setCentralWidget(self.pages)
        self.state = WindowState(self, settings)
        self.state.restore_place()
        for name in EARLY:
            action = self.actions_[name]
            action.triggered.connect(partial(self._postpone, action))

    def build(self) -> None:
        """Make everything behind the first frame, and then do what was asked for meanwhile."""
        if self.is_built:
            return
        from labeler.gui.assembly import assemble

        assemble(self)
        self.is_built = True
        for act in self._waiting:
            act()
        self._waiting.clear()

    def when_built(self, act: Callable[[], object]) -> None:
        """Do something now, or as soon as the window is built."""
        if self.is_built:
            act()
        else:
            self._waiting.append(act)

    def open_path(self, path: Path) -> None:
        """Open a folder or an image; before the window is built it shows that it is going to."""
        if not self.is_built:
            self.waiting.say(opening_sentence(path))
            self.pages.setCurrentWidget(self.waiting)
        self.when_built(lambda: self.choosing.open_path(path))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Save everything first; stay open if that fails and the user wants to stay."""
        if self._is_closed:  # Qt asks again when a window is closed that is hidden already
            return
        if self.is_built and not self.saving.may_leave(self, self.settings):
            event.ignore()
            return
        self._is_closed = True
        self.closing.emit()
        self.state.remember()
        try:
            self.settings.save()
        except LabelerError:
            _log.exception("The settings could not be saved")
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Say when the first frame is there: what takes time is begun after it."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self.first_painted.emit)

    def _open_recent(self, folder: str) -> None:
        self.when_built(lambda: self.recent.open(Path(folder)))

    def _postpone(self, action: QAction) -> None:
        """An action that was triggered before what it acts on is there, is triggered again then."""
        if not self.is_built:
            self._waiting.append(action.trigger)
