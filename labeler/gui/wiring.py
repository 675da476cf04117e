"""Connects the parts of a window that do not know each other.

What belongs to one feature is connected by its controller; here stands what belongs to the window itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from labeler.tools.registry import TOOLS

if TYPE_CHECKING:
    from labeler.gui.main_window import MainWindow


def connect_actions(window: MainWindow) -> None:
    """What each action does that no controller has connected."""
    actions, drawing, opening, commands = window.actions_, window.drawing, window.opening, window.commands
    for name, act in {
        "open_folder": drawing.guarded(window.choosing.choose_folder),
        "open_image": drawing.guarded(window.choosing.choose_image),
        "open_sample": drawing.guarded(window.choosing.open_sample),
        "save": window.save_answer.save,
        "export": window.exporting.export,
        "quit": window.close,
        "duplicate": commands.duplicate,
        "select_all": commands.select_all,
        "raise": commands.raise_,
        "lower": commands.lower,
        "previous_image": drawing.guarded(lambda: opening.step(-1)),
        "next_image": drawing.guarded(lambda: opening.step(1)),
        "next_undone": drawing.guarded(opening.go_to_next_undone),
        "mark_done": commands.toggle_done,
        "draw_again": drawing.draw_again,
    }.items():
        actions[name].triggered.connect(lambda _=False, act=act: act())
    for name in TOOLS:
        actions[name].triggered.connect(lambda _=False, name=name: drawing.use(name))
    window.shape_panel.draw_button.clicked.connect(lambda: _draw(window))
    actions["full_screen"].toggled.connect(window.state.show_full_screen)
    actions["full_screen"].toggled.connect(lambda _: window.view.setFocus())
    actions["reset_layout"].triggered.connect(window.state.reset)
    drawing.left_all.connect(lambda: actions["full_screen"].setChecked(False))


def _draw(window: MainWindow) -> None:
    """From a button: the next key and the next click belong to the canvas."""
    window.drawing.use("tool_polygon")
    window.view.setFocus()


def connect_parts(window: MainWindow) -> None:
    """What is open is shown; going elsewhere waits for a draft; closing ends what is at work."""
    _connect_session(window)
    _connect_files(window)
    window.drawing.tool_changed.connect(window.showing.show_tool)
    window.drawing.tool_changed.connect(window.status.end_refusal)
    for part in (window.drawing, window.commands, window.opening):
        part.refused.connect(window.status.show_refusal)
    window.closing.connect(window.opening.close)
    window.closing.connect(window.classes.renaming.finish)
    window.closing.connect(window.jobs.cancel_all)
    window.closing.connect(window.conflicts.close)
    window.closing.connect(window.recovery.close)
    window.closing.connect(window.safekeeping.close)
    window.closing.connect(window.autosave.close)
    window.closing.connect(window.second_window.close)
    window.closing.connect(window.undoing.close)
    window.closing.connect(window.class_counts.close)
    window.closing.connect(window.class_warnings.close)


def _connect_session(window: MainWindow) -> None:
    session, showing = window.session, window.showing
    session.dataset_changed.connect(showing.show_dataset)
    session.document_changed.connect(showing.show_document)
    session.document_added.connect(lambda document: document.changed.connect(showing.show_progress))
    session.document_added.connect(
        lambda document: document.selection_changed.connect(showing.show_selection)
    )
    session.classes_changed.connect(showing.show_classes)
    session.current_class_changed.connect(showing.show_classes)
    counts, rows = window.class_counts, window.class_panel.model
    counts.changed.connect(lambda: rows.set_numbers(counts))


def _connect_files(window: MainWindow) -> None:
    opening, panel, drawing, showing = window.opening, window.file_panel, window.drawing, window.showing

    def go_to(position: int) -> None:
        if drawing.may_leave():
            opening.go_to(position)
        else:
            # Not yet: the table is about to select the row under the mouse.
            QTimer.singleShot(0, panel.mark_open)
            window.view.setFocus()

    def show_current() -> None:
        panel.show_current(opening.position)

    opening.arrival.picture_changed.connect(showing.show_picture)
    opening.arrival.waiting.connect(showing.show_waiting)
    opening.position_changed.connect(show_current)
    panel.image_chosen.connect(go_to)
