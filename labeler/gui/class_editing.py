"""Changes of the class table as the user asks for them: checked, carried out, and refused with a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from labeler.core.change import ClassesChanged
from labeler.core.class_changes import DeleteClass, ReindexClasses
from labeler.core.class_file import read_ready_table
from labeler.core.classes import ClassTable
from labeler.core.edits.classes import ReplaceClasses
from labeler.core.errors import ClassTableError, LabelerError
from labeler.core.several_classes import without_rows
from labeler.gui.class_renaming import ClassRenaming
from labeler.gui.class_use import ClassUse, shapes_by_class
from labeler.gui.color_choice import choose_color
from labeler.gui.messages import Message, MessageBar, Remedy, Severity
from labeler.gui.words import counted, listed

if TYPE_CHECKING:
    from labeler.gui.job_runner import JobRunner
    from labeler.gui.session import Session
    from labeler.gui.undo import EditCommand

_REFUSED = "classes:refused"
_THEY_ARE = ("it is", "they are")
_MISSING = "classes:missing"
_KEEPS_ROW = "Give the shapes another class, or delete them, before you delete the class."
_KEEPS_INDEX = "Its index cannot change while it is used."


class ClassEditing(QObject):
    """Adds, renames, recolours, reindexes and deletes classes of the session's dataset.

    `refused(str, remedies)` says why something was not done, as the message above the canvas does.
    """

    refused = Signal(str, object)

    def __init__(self, session: Session, runner: JobRunner, messages: MessageBar, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._runner = runner
        self._messages = messages
        self._window = window
        self._named: dict[str, int] = {}
        self._goal = 0
        self.renaming = ClassRenaming(session, runner, messages)
        self.renaming.cancelled.connect(self._take_rename_back)
        self.use = ClassUse(session, runner, messages)
        self.use.refused.connect(self._refuse)
        self.use.surveyed.connect(self.offer)
        session.classes_changed.connect(self._on_classes)
        session.dataset_changed.connect(self._on_dataset)

    def add(self, names: Iterable[str], *, choose: bool = True) -> None:
        """Add a class for each name, and make the last one current."""
        wanted = list(names)
        if self.change("Add class", lambda table: table.with_names(wanted)) and choose:
            row = self._session.classes.find(wanted[-1])
            self._session.choose_class(None if row is None else row.name)

    def rename(self, index: int, name: str) -> None:
        """Give a class another name, here and in the annotation of every image.

        Not a name that shapes bear already without a class: they would be of this class unasked, and undoing
        would rename them, too.
        """
        row = self._session.classes.at(index)
        if row is None or name == row.name:
            return
        new = name.strip()
        shapes = _missing(self._session, self._named).get(new)
        if shapes is not None:
            remedy = Remedy("Add class", lambda: self.add([new], choose=False))
            self._refuse(
                f"{counted(shapes, 'shape')} {'is' if shapes == 1 else 'are'} called {new} already, which is "
                f"no class yet. Add it and merge {row.name} into it, or choose another name.",
                (remedy,),
            )
            return
        self.change("Rename class", lambda table: table.renamed(index, name), (row.name, name))

    def recolor(self, index: int) -> None:
        """Let the user choose another colour, shown live; closing the dialog without one changes nothing."""
        if self._session.read_only_reason:
            self._refuse(self._session.read_only_reason)
            return
        choose_color(
            self._session,
            (index,),
            self._window,
            lambda color: self.change("Change colour", lambda table: table.recolored(index, color)),
        )

    def reindex(self, index: int, new_index: int) -> None:
        """Give a class another index, if no shape has the class."""
        row = self._session.classes.at(index)
        if row is not None:
            self.use.if_unused(
                {row.name: _KEEPS_INDEX},
                lambda: self.change("Change index", lambda table: table.reindexed(index, new_index)),
                self.renaming.last_job,
                wanted=(ReindexClasses({row.name: new_index}),),
            )

    def take_ready(self, name: str) -> None:
        """Begin with the class table of a public dataset."""
        self.change("Take ready classes", lambda _: read_ready_table(name))

    def take(self, table: ClassTable, text: str) -> None:
        """Put another table in the place of this one, as one step that `text` names.

        Not if a class that is used would go or get another index by it.
        """
        remedies = _remedies(self._session.classes, table)
        if remedies:
            self.use.if_unused(remedies, lambda: self.change(text, lambda _: table), self.renaming.last_job)
        else:
            self.change(text, lambda _: table)

    def delete(self, *indices: int) -> None:
        """Delete classes, if no shape has one of them."""
        table = self._session.classes
        try:
            without_rows(table, indices)
        except ClassTableError as error:
            self._refuse(str(error))
            return
        names = [row.name for row in table if row.index in indices]
        self.use.if_unused(
            dict.fromkeys(names, _KEEPS_ROW),
            lambda: self.change(
                "Delete class" if len(names) == 1 else f"Delete {len(names)} classes",
                lambda table: without_rows(table, indices),
            ),
            self.renaming.last_job,
            wanted=tuple(DeleteClass(name) for name in names),
        )

    def undo(self) -> None:
        """Take the last change of the class table back, if no used class goes or gets another index by it."""
        self._step(self._session.class_history.index() - 1, is_undo=True)

    def redo(self) -> None:
        """Carry out again what was taken back, on the same condition."""
        self._step(self._session.class_history.index(), is_undo=False)

    def go_to(self, index: int) -> None:
        """Undo or redo, step by step, until `index` steps are done; what refuses a step ends it.

        On the way the goal may become another one.
        """
        self._goal = index
        if not self.use.is_counting:
            self._go_on()

    def _go_on(self) -> None:
        at = self._session.class_history.index()
        if at != self._goal:
            is_undo = self._goal < at
            self._step(at - is_undo, is_undo=is_undo, then=self._go_on)

    def offer(self, usage: dict[str, int]) -> None:
        """Offer to add classes that annotations name and the table lacks; `usage` counts shapes by name."""
        self._named = usage
        self.look_again()

    def look_again(self) -> None:
        """Documents may name other classes than before: offer to add those that the table lacks."""
        usage = _missing(self._session, self._named)
        missing = sorted(usage)
        if not missing:
            self._messages.resolve(_MISSING)
            return
        shapes = sum(usage.values())
        text = (
            f"Annotations name {listed(missing)}, not in the class table. "
            f"{counted(shapes, 'shape')} cannot be exported until {_THEY_ARE[len(missing) > 1]}."
        )
        remedy = Remedy(
            "Add class" if len(missing) == 1 else f"Add {len(missing)} classes",
            lambda: self.add(missing, choose=False),
        )
        self._messages.show_message(Message(_MISSING, text, Severity.WARNING, (remedy,)))

    def change(
        self, text: str, change: Callable[[ClassTable], ClassTable], renamed: tuple[str, str] | None = None
    ) -> bool:
        """Carry out a change of the table, or say why it cannot be."""
        before = self._session.classes
        try:
            after = change(before)
            if after != before:
                self._session.push_classes(ReplaceClasses(before, after, text, renamed))
        except LabelerError as error:
            self._refuse(str(error))
            return False
        self._messages.resolve(_REFUSED)
        return True

    def _refuse(self, text: str, remedies: tuple[Remedy, ...] = ()) -> None:
        self.refused.emit(text, remedies)
        self._messages.show_message(Message(_REFUSED, text, Severity.WARNING, remedies))

    def _step(self, at: int, *, is_undo: bool, then: Callable[[], object] | None = None) -> None:
        """Go over step `at` of the history, unless a used class would lose its row or its index by it."""
        history = self._session.class_history
        command = cast("EditCommand | None", history.command(at))
        if command is None or self.use.is_counting:
            return
        edit = cast("ReplaceClasses", command.edit)
        tables = (edit.after, edit.before) if is_undo else (edit.before, edit.after)
        remedies = _remedies(*tables) if edit.renamed is None else {}

        def go() -> None:
            self._messages.resolve(_REFUSED)
            (history.undo if is_undo else history.redo)()
            if then is not None:
                QTimer.singleShot(0, self, then)  # once what was counted for this step is over

        if remedies:
            self.use.if_unused(remedies, go, self.renaming.last_job)
        else:
            go()

    def _on_dataset(self) -> None:
        self._named = {}
        self._messages.resolve_all("classes:")

    def _on_classes(self, change: ClassesChanged) -> None:
        if change.renamed is not None:
            old, new = change.renamed
            self._named = {new if name == old else name: count for name, count in self._named.items()}
            self.renaming.start(old, new)
        if change.before.index_of_name.keys() != change.after.index_of_name.keys():
            self.look_again()

    def _take_rename_back(self, old: str, new: str) -> None:
        """Cancelled half way: the files that have the new name get the old one again, as the table does."""
        row = self._session.classes.find(new)
        if row is not None:
            self.change("Rename class", lambda table: table.renamed(row.index, old), (new, old))


def _missing(session: Session, named: dict[str, int]) -> dict[str, int]:
    """How many shapes have each class name that the table lacks; `named`: what was counted in all files."""
    usage = dict(named)
    here = sum(map(shapes_by_class, session.documents), Counter[str]())
    for name, shapes in here.items():
        usage[name] = max(shapes, usage.get(name, 0))
    return {name: count for name, count in usage.items() if session.classes.find(name) is None}


def _remedies(before: ClassTable, after: ClassTable) -> dict[str, str]:
    """The classes that must be unused for `after` to take the place of `before`, each with what to do."""
    remedies: dict[str, str] = {}
    for row in before.user_rows:
        kept = after.find(row.name)
        if kept is None:
            remedies[row.name] = _KEEPS_ROW
        elif kept.index != row.index:
            remedies[row.name] = _KEEPS_INDEX
    return remedies
