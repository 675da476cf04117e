"""Opens the window of the class table and keeps it in step with what is open."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from labeler.gui.class_table_edits import ClassTableEdits
from labeler.gui.color_choice import choose_color
from labeler.gui.color_picking import ColorPicking
from labeler.gui.dataset_usage import DatasetUsage
from labeler.gui.models.class_table_model import COLOR

if TYPE_CHECKING:
    from labeler.core.change import ClassesChanged
    from labeler.core.palette import Color
    from labeler.gui.class_table_warnings import ClassTableWarnings
    from labeler.gui.dialogs.class_table_dialog import ClassTableDialog
    from labeler.gui.main_window import MainWindow
    from labeler.gui.messages import Remedy


class ClassTableWindow(QObject):
    """One window for the table of the session's dataset; `dialog` is None until it was asked for."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self.dialog: ClassTableDialog | None = None
        self.warnings: ClassTableWarnings | None = None
        self.edits = ClassTableEdits(window.session, window.classes)
        self.picking = ColorPicking(window)
        self.usage = DatasetUsage(window.session, window.jobs)
        actions = window.actions_
        actions["class_table"].triggered.connect(lambda _=False: self.open())
        actions["pick_color"].triggered.connect(lambda _=False: self._for_current(self.pick_color))
        actions["distinct_color"].triggered.connect(
            lambda _=False: self._for_current(self.edits.give_distinct_colors)
        )
        window.session.classes_changed.connect(self._on_classes)
        window.session.dataset_changed.connect(self._on_dataset)
        window.classes.refused.connect(self._refuse)
        self.edits.refused.connect(self._refuse)
        self.edits.refused.connect(window.status.show_refusal)
        self.edits.told.connect(self._tell)
        rows = window.class_panel.model
        rows.color_typed.connect(lambda index, text: self.edits.type_into([index], COLOR, text))
        rows.move_wanted.connect(self.edits.move)
        window.class_warnings.changed.connect(lambda: rows.set_warnings(window.class_warnings.marks()))
        window.class_counts.changed.connect(self._on_numbers)
        window.opening.arrival.picture_changed.connect(lambda _: self._show_can_pick())
        self.usage.changed.connect(self._show_usage)

    def open(self) -> None:
        """Show the window, with the current class selected when none is."""
        session, dialog = self._session, self._made()
        name = session.current_class
        current = None if name is None else session.classes.find(name)
        self.usage.count()
        dialog.set_classes(session.classes)
        if not dialog.selected_rows():
            dialog.select([(current or session.classes.rows[0]).index])
        dialog.answer.say(session.read_only_reason, is_problem=bool(session.read_only_reason))
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
        dialog.table.setFocus()
        self._show_can_pick()
        assert self.warnings is not None
        self.warnings.look_soon()

    def pick_color(self, indices: Collection[int]) -> None:
        """Take a colour from the photograph; the window of the table makes room for it meanwhile."""
        reason = self._session.read_only_reason
        if reason:
            self._refuse(reason)
            self._window.status.show_refusal(reason)
            return
        dialog = self.dialog if self.dialog is not None and self.dialog.isVisible() else None

        def ended(color: Color | None) -> None:
            if color is not None:
                self.edits.recolor(indices, color)
            if dialog is not None:
                dialog.come_back()

        if dialog is not None:
            dialog.make_room()
        self.picking.begin(ended)

    def _made(self) -> ClassTableDialog:
        """The window, made when it is first asked for."""
        if self.dialog is not None:
            return self.dialog
        from labeler.gui.class_table_warnings import ClassTableWarnings
        from labeler.gui.dialogs.class_table_dialog import ClassTableDialog

        actions, edits = self._window.actions_, self.edits
        dialog = self.dialog = ClassTableDialog((actions["undo"], actions["redo"]), self._window)
        self.warnings = ClassTableWarnings(self._window, dialog, edits, self.usage)
        self._window.undoing.belongs_to_classes(dialog)
        dialog.added.connect(self._add)
        dialog.edited.connect(edits.type_into)
        dialog.switched.connect(edits.switch)
        dialog.moved.connect(edits.move)
        dialog.shifted.connect(edits.shift)
        dialog.color_wanted.connect(self._choose_color)
        dialog.pick_wanted.connect(self.pick_color)
        dialog.distinct_wanted.connect(edits.give_distinct_colors)
        dialog.delete_wanted.connect(edits.delete)
        dialog.merge_wanted.connect(self._merge)
        dialog.model.set_numbers(self._window.class_counts)
        return dialog

    def _add(self, name: str) -> None:
        """Add a class; the one that shapes are drawn with stays."""
        self._window.classes.add([name], choose=False)
        row = self._session.classes.find(name)
        if row is not None and self.dialog is not None:
            self.dialog.select([row.index])

    def _choose_color(self, indices: list[int]) -> None:
        reason = self._session.read_only_reason
        if reason or self.dialog is None:
            self._refuse(reason)
        else:
            choose_color(
                self._session, indices, self.dialog, lambda color: self.edits.recolor(indices, color)
            )

    def _merge(self, indices: list[int]) -> None:
        """Make one class of several, in all files: what follows is previewed first."""
        from labeler.core.class_changes import MergeClasses

        names = tuple(row.name for row in self._session.classes if row.index in indices)
        self._window.classes.use.over_dataset(MergeClasses(names, names[0]))

    def _for_current(self, act: Callable[[Collection[int]], object]) -> None:
        name = self._session.current_class
        row = None if name is None else self._session.classes.find(name)
        if row is not None:
            act([row.index])

    def _refuse(self, text: str, remedies: tuple[Remedy, ...] = ()) -> None:
        if self.dialog is not None:
            self.dialog.answer.say(text, is_problem=True, remedy=next(iter(remedies), None))

    def _tell(self, text: str) -> None:
        if self.dialog is not None:
            self.dialog.answer.say(text)

    def _on_classes(self, change: ClassesChanged) -> None:
        """Also while the window makes room: it comes back with what was changed meanwhile."""
        if self.dialog is not None:
            self.dialog.set_classes(change.after, change)
            self.dialog.answer.say("")

    def _on_dataset(self) -> None:
        """The window is about a dataset: with it, it goes."""
        if self.dialog is not None:
            self.dialog.close()
            self.dialog.search.clear()

    def _on_numbers(self) -> None:
        if self.dialog is not None and self.dialog.isVisible():
            self.dialog.model.set_numbers(self._window.class_counts)
            self.usage.look_again()

    def _show_usage(self) -> None:
        if self.dialog is not None:
            self.dialog.model.set_usage(self.usage.counts)

    def _show_can_pick(self) -> None:
        """There is another photograph, or none: colours can be taken from it, or not."""
        if self.dialog is not None:
            self.dialog.bar.can_pick = self.picking.is_possible
            self.dialog.bar.show_rows(self.dialog.selected_rows())
