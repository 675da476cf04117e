"""Makes everything of a window behind its first frame.

A feature is one line here: a controller that is given the parts it connects.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from labeler.gui.adjusting import Adjusting
from labeler.gui.another_window import AnotherWindow
from labeler.gui.arranging import Arranging
from labeler.gui.autosave import Autosave
from labeler.gui.beside import Beside
from labeler.gui.brush_size import BrushSize
from labeler.gui.canvas.twin import CanvasPage
from labeler.gui.canvas.view import CanvasView
from labeler.gui.checking import Checking
from labeler.gui.choosing import Choosing
from labeler.gui.class_actions import ClassActions
from labeler.gui.class_changing import ClassChanging
from labeler.gui.class_conflicts import ClassConflicts
from labeler.gui.class_counts import ClassCounts
from labeler.gui.class_editing import ClassEditing
from labeler.gui.class_table import ClassTableWindow
from labeler.gui.class_warnings import ClassWarnings
from labeler.gui.clipboard import Clipboard
from labeler.gui.combining import Combining
from labeler.gui.command_finder import CommandFinder
from labeler.gui.conflicts import Conflicts
from labeler.gui.context_menus import ContextMenus
from labeler.gui.context_row import ContextRow
from labeler.gui.coverage import Coverage
from labeler.gui.docks import Dock
from labeler.gui.draw_behind import DrawBehind
from labeler.gui.drawing import Drawing
from labeler.gui.drawing_aids import DrawingAids
from labeler.gui.dropping import Dropping
from labeler.gui.exporting import Exporting
from labeler.gui.faults import Faults
from labeler.gui.file_list import FileList
from labeler.gui.filling import Filling
from labeler.gui.first_hints import FirstHints
from labeler.gui.hiding import Hiding
from labeler.gui.history import History
from labeler.gui.image_loader import ImageLoader
from labeler.gui.importing import Importing
from labeler.gui.job_indicator import JobIndicator
from labeler.gui.job_runner import JobRunner
from labeler.gui.judging import Judging
from labeler.gui.kinds import Kinds
from labeler.gui.label_images import LabelImages
from labeler.gui.messages import MessageBar
from labeler.gui.opening import Opening
from labeler.gui.pages import empty_folder_page
from labeler.gui.panel_focus import PanelFocus
from labeler.gui.panels.class_panel import ClassPanel
from labeler.gui.panels.file_panel import FilePanel
from labeler.gui.panels.finding_panel import FindingPanel
from labeler.gui.panels.gap_panel import GapPanel
from labeler.gui.panels.history_panel import HistoryPanel
from labeler.gui.panels.review_panel import ReviewPanel
from labeler.gui.panels.shape_panel import ShapePanel
from labeler.gui.paste_many import PasteMany
from labeler.gui.photograph import PhotographLoan
from labeler.gui.pictures import decoded_files
from labeler.gui.preferences import Preferences
from labeler.gui.reading import Reading
from labeler.gui.recent import RecentDatasets
from labeler.gui.recovery import Recovery
from labeler.gui.reshaping import ReshapingSheet
from labeler.gui.reviewing import Reviewing
from labeler.gui.safekeeping import Safekeeping
from labeler.gui.save_answer import SaveAnswer
from labeler.gui.saving import Saving
from labeler.gui.second_window import SecondWindow
from labeler.gui.selecting import Selecting
from labeler.gui.session import Session
from labeler.gui.settings_windows import SettingsWindows
from labeler.gui.shape_commands import ShapeCommands
from labeler.gui.shape_list import ShapeList
from labeler.gui.showing import Showing
from labeler.gui.status_bar import StatusBar
from labeler.gui.status_feed import StatusFeed
from labeler.gui.table_offers import TableOffers
from labeler.gui.tool_column import ToolColumn
from labeler.gui.tool_options import ToolOptionFields
from labeler.gui.undoing import Undoing
from labeler.gui.vertex_commands import VertexCommands
from labeler.gui.view_aids import ViewAids
from labeler.gui.view_options import ViewOptions
from labeler.gui.visibility import Visibility
from labeler.gui.walking import Walking
from labeler.gui.wiring import connect_actions, connect_parts
from labeler.gui.zooming import Zooming
from labeler.settings import data_folder

if TYPE_CHECKING:
    from labeler.gui.main_window import MainWindow


def assemble(window: MainWindow) -> None:
    """Make the parts of a window, connect them, and show that nothing is open."""
    _make_parts(window)
    _make_widgets(window)
    _make_commands(window)
    _make_guards(window)
    _make_lists(window)
    _make_view_features(window)
    connect_actions(window)
    connect_parts(window)
    window.showing.show_dataset()


def _make_parts(window: MainWindow) -> None:
    """What has no face."""
    window.session = Session(window)
    window.visibility = Visibility(window.session)
    window.class_counts = ClassCounts(window.session)
    window.class_warnings = ClassWarnings(window.session)
    window.jobs = JobRunner(window)
    window.autosave = Autosave(window.session, window.settings, window)
    window.messages = MessageBar()
    window.commands = ShapeCommands(window.session)
    window.classes = ClassEditing(window.session, window.jobs, window.messages, window)
    files = decoded_files(window.settings)
    window.loader = ImageLoader(window.classes.renaming.apply, window, files)
    window.opening = Opening(window.session, window.autosave, window.loader, window.messages)
    window.saving = Saving(window.session, window.autosave, window.messages)


def _make_widgets(window: MainWindow) -> None:
    """What has one, and where it stands. Bars and docks stay hidden until there is something to show."""
    actions = window.actions_
    window.view = CanvasView()
    actions.complete(window.view)
    window.page = CanvasPage(window.view)
    window.pages.addWidget(window.page)
    window.empty = empty_folder_page(actions)
    window.pages.addWidget(window.empty)
    window.messages.lie_over(window.pages)
    window.context_row = ContextRow(actions)
    window.tool_column = ToolColumn(actions)
    window.status = StatusBar()
    window.addToolBar(Qt.ToolBarArea.TopToolBarArea, window.context_row)
    window.addToolBar(Qt.ToolBarArea.LeftToolBarArea, window.tool_column)
    window.setStatusBar(window.status)
    docks = _make_docks(window)
    window.menus["&View"].addSeparator()
    window.menus["&View"].addActions([dock.toggleViewAction() for dock in docks])
    at_wish = [window.history_dock, window.finding_dock]
    window.state.hold(docks, [window.context_row, window.tool_column], at_wish)


def _make_docks(window: MainWindow) -> list[Dock]:
    """The docks at the right; returns those that are there unless one hides them.

    Those of gaps and of the review come and go with their modes, others when they are asked for.
    """
    window.class_panel = ClassPanel()
    window.shape_panel = ShapePanel()
    window.file_panel = FilePanel(window.opening.file_model)
    window.gap_panel = GapPanel()
    window.history_panel = HistoryPanel()
    window.finding_panel = FindingPanel()
    window.review_panel = ReviewPanel()
    window.class_dock = Dock("Classes", window.class_panel)
    window.shape_dock = Dock("Shapes", window.shape_panel)
    window.file_dock = Dock("Images", window.file_panel)
    window.gap_dock = Dock("Gaps", window.gap_panel)
    window.history_dock = Dock("History", window.history_panel)
    window.finding_dock = Dock("Findings", window.finding_panel)
    window.review_dock = Dock("Review", window.review_panel)
    docks = [window.class_dock, window.shape_dock, window.file_dock]
    for dock in docks:
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    window.tabifyDockWidget(window.shape_dock, window.gap_dock)
    window.tabifyDockWidget(window.file_dock, window.history_dock)
    window.tabifyDockWidget(window.shape_dock, window.finding_dock)
    window.tabifyDockWidget(window.shape_dock, window.review_dock)
    window.gap_dock.hide()
    window.history_dock.hide()
    window.finding_dock.hide()
    window.review_dock.hide()
    return docks


def _make_commands(window: MainWindow) -> None:
    """What is drawn, opened, exported, undone, and done to classes."""
    session, view, actions = window.session, window.view, window.actions_
    window.drawing = Drawing(session, view)
    window.choosing = Choosing(window, window.opening, window.saving, window.messages, window.settings)
    window.exporting = Exporting(window)
    Importing(window)
    window.class_actions = ClassActions(window)
    window.class_changing = ClassChanging(window)
    window.undoing = Undoing(session, actions, view, window.drawing, window.classes, window.class_panel)
    window.showing = Showing(window)
    window.class_table = ClassTableWindow(window)
    TableOffers(window)
    Arranging(window)
    Combining(window)
    Selecting(session, actions)
    VertexCommands(view, actions, window.commands)
    Walking(view, window.drawing, actions)
    PasteMany(window, Clipboard(window))
    History(window, window.history_dock)
    Kinds(window)
    ReshapingSheet(window)
    CommandFinder(window)
    Filling(window)
    PhotographLoan(session, window.opening.arrival)
    ContextMenus(window)
    Dropping(window, window.drawing.guarded(window.choosing.open_path))
    window.recent = RecentDatasets(window, window.drawing.guarded(window.choosing.open_path))
    AnotherWindow(window, actions, window.settings, window.messages)


def _make_guards(window: MainWindow) -> None:
    """What sees to it that no work is lost, whoever else writes into the folder."""
    session, messages, autosave = window.session, window.messages, window.autosave
    window.conflicts = Conflicts(session, autosave, messages, window.opening.reload, window)
    class_conflicts = ClassConflicts(session, messages, window)
    window.conflicts.classes_changed_on_disk.connect(class_conflicts.follow)
    window.opening.surveying.files_changed.connect(lambda _: window.conflicts.check())
    folder = data_folder() / "recovery"
    window.safekeeping = Safekeeping(session, autosave, window.drawing, window.view, folder)
    window.recovery = Recovery(
        session,
        autosave,
        window.safekeeping,
        window.drawing.drafts,
        messages,
        window.drawing.guarded(window.opening.go_to),
    )
    window.second_window = SecondWindow(session, window.opening, messages, window)
    window.save_answer = SaveAnswer(session, autosave, window.status)


def _make_lists(window: MainWindow) -> None:
    """What stands in the docks, and the jobs at work."""
    window.jobs_shown = JobIndicator(window.status)
    for runner in (window.jobs, window.opening.runner):
        window.jobs_shown.watch(runner)
    Reading(window)
    FileList(window)
    Hiding(window)
    shapes = ShapeList(window.shape_panel, window.session, window.visibility, window.settings)
    shapes.refused.connect(window.drawing.refused)
    window.shape_panel.properties.left.connect(window.view.setFocus)
    window.closing.connect(shapes.areas.close)
    window.coverage = Coverage(window)
    window.reviewing = Reviewing(window)
    window.faults = Faults(window)
    PanelFocus(window)


def _make_view_features(window: MainWindow) -> None:
    """How the canvas shows what it shows, and what is said about it."""
    view, session, actions, settings = window.view, window.session, window.actions_, window.settings
    Preferences(settings, actions, view)
    shortcuts = SettingsWindows(window, actions, settings).shortcuts
    shortcuts.changed.connect(window.welcome.show_keys)
    window.welcome.show_keys()
    FirstHints(view, window.drawing, session, actions, settings)
    StatusFeed(window.status, session, window.autosave, view, actions)
    ViewAids(view, actions, settings)
    Beside(window.page, view, actions)
    Adjusting(window.context_row, view, session, window.loader, actions, settings)
    window.zooming = zooming = Zooming(view, session, actions, settings)
    window.conflicts.questions.jump_wanted.connect(zooming.zoom_to)
    ViewOptions(view, actions, window.context_row, settings)
    row, drawing = window.context_row.tool_options, window.drawing
    BrushSize(drawing, view, actions, settings)
    DrawingAids(view, actions, ToolOptionFields(row, drawing, session, view, actions, settings))
    DrawBehind(window)
    Checking(window)
    LabelImages(window)
    Judging(window)
