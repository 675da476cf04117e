"""Changes of the class table as the user asks for them: checked, carried out, and refused with a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog, QWidget

from labeler.core.change import ClassesChanged
from labeler.core.classes import ClassTable
from labeler.core.edits.classes import ReplaceClasses
from labeler.core.errors import LabelerError
from labeler.gui.messages import Message, MessageBar, Remedy, Severity
from labeler.gui.retire import retire
from labeler.gui.words import counted, listed
from labeler.jobs.class_usage import Usage, class_usage
from labeler.jobs.rename_class import rename_class, rename_in_file

if TYPE_CHECKING:
    from labeler.gui.job_runner import JobRunner, RunningJob
    from labeler.gui.session import Session
    from labeler.jobs.step import Step

_REFUSED = "classes:refused"
_THEY_ARE = ("it is", "they are")
_RENAMED, _COUNTING, _MISSING = "classes:renamed", "classes:counting", "classes:missing"


@dataclass(frozen=True, slots=True)
class _Rename:
    old: str
    new: str
    job: RunningJob


class ClassEditing(QObject):
    """Adds, renames, recolours, reindexes and deletes classes of the session's dataset."""

    def __init__(self, session: Session, runner: JobRunner, messages: MessageBar, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._runner = runner
        self._messages = messages
        self._window = window
        self._renames: list[_Rename] = []
        self._named: dict[str, int] = {}
        session.classes_changed.connect(self._on_classes)
        session.dataset_changed.connect(self._on_dataset)

    def add(self, names: Iterable[str], *, choose: bool = True) -> None:
        """Add a class for each name, and make the last one current."""
        wanted = list(names)
        if self._push("Add class", lambda table: table.with_names(wanted)) and choose:
            row = self._session.classes.find(wanted[-1])
            self._session.choose_class(None if row is None else row.name)

    def rename(self, index: int, name: str) -> None:
        """Give a class another name, here and in the annotation of every image."""
        row = self._session.classes.at(index)
        if row is not None and name != row.name:
            self._push("Rename class", lambda table: table.renamed(index, name), (row.name, name))

    def recolor(self, index: int) -> None:
        """Let the user choose another colour, shown live; closing the dialog without one changes nothing."""
        before = self._session.classes
        row = before.at(index)
        if row is None:
            return
        dialog = QColorDialog(QColor(*row.color), self._window)
        dialog.setWindowTitle(f"Colour of {row.name}")

        def preview(color: QColor) -> None:
            self._session.preview_classes(before.recolored(index, _rgb(color)))

        def done(result: int) -> None:
            self._session.preview_classes(before)
            if result == QColorDialog.DialogCode.Accepted and _rgb(dialog.selectedColor()) != row.color:
                color = _rgb(dialog.selectedColor())
                self._push("Change colour", lambda table: table.recolored(index, color))

        dialog.currentColorChanged.connect(preview)
        dialog.finished.connect(done)
        dialog.finished.connect(lambda _: retire(dialog))
        dialog.open()

    def reindex(self, index: int, new_index: int) -> None:
        """Give a class another index, if no shape has the class."""
        self._if_unused(
            index,
            "Its index cannot change while it is used.",
            lambda: self._push("Change index", lambda table: table.reindexed(index, new_index)),
        )

    def delete(self, index: int) -> None:
        """Delete a class, if no shape has it."""
        row = self._session.classes.at(index)
        if row is not None and row.is_fixed:
            self._refuse(f"{row.name} always exists and cannot be deleted.")
            return
        self._if_unused(
            index,
            "Give the shapes another class, or delete them, before you delete the class.",
            lambda: self._push("Delete class", lambda table: table.without(index)),
        )

    def offer(self, usage: dict[str, int]) -> None:
        """Offer to add classes that annotations name and the table lacks; `usage` counts shapes by name."""
        self._named = usage
        missing = sorted(name for name in usage if self._session.classes.find(name) is None)
        if not missing:
            self._messages.resolve(_MISSING)
            return
        shapes = sum(usage[name] for name in missing)
        text = (
            f"Annotations name {listed(missing)}, not in the class table. "
            f"{counted(shapes, 'shape')} cannot be exported until {_THEY_ARE[len(missing) > 1]}."
        )
        remedy = Remedy(
            "Add class" if len(missing) == 1 else f"Add {len(missing)} classes",
            lambda: self.add(missing, choose=False),
        )
        self._messages.show_message(Message(_MISSING, text, Severity.WARNING, (remedy,)))

    def apply_renames(self, annotation_path: Path) -> None:
        """In any thread: rename in a file that is about to be read, if a rename has not come to it yet."""
        for rename in list(self._renames):
            if annotation_path.exists():
                try:
                    rename_in_file(annotation_path, rename.old, rename.new)
                except LabelerError:
                    return  # reading the file, or the job itself, tells why

    def finish(self) -> None:
        """Wait until every file has the new names (the window is about to close)."""
        for rename in self._renames:
            rename.job.wait()

    def _push(
        self, text: str, change: Callable[[ClassTable], ClassTable], renamed: tuple[str, str] | None = None
    ) -> bool:
        """Carry out a change of the table, or say why it cannot be."""
        before = self._session.classes
        try:
            after = change(before)
        except LabelerError as error:
            self._refuse(str(error))
            return False
        self._messages.resolve(_REFUSED)
        if after != before:
            self._session.push_classes(ReplaceClasses(before, after, text, renamed))
        return True

    def _refuse(self, text: str) -> None:
        self._messages.show_message(Message(_REFUSED, text, Severity.WARNING))

    def _if_unused(self, index: int, remedy: str, act: Callable[[], object]) -> None:
        """Count the shapes of a class in all images; do it if there are none, else say where they are."""
        row, dataset = self._session.classes.at(index), self._session.dataset
        if row is None or dataset is None:
            return
        name = row.name
        open_images = {document.image.path for document in self._session.documents}
        job = self._runner.start(class_usage(dataset.images, skip=open_images), after=self._last_rename())
        counting = Message(
            _COUNTING, f"Counting the shapes of {name}", remedies=(Remedy("Cancel", job.cancel),)
        )
        self._messages.show_message(counting)
        failures: list[Step] = []
        job.progressed.connect(lambda steps: failures.extend(step for step in steps if step.has_failed))

        def decide(usage: dict[str, Usage]) -> None:
            found = usage.get(name, Usage())
            for document in self._session.documents:
                shapes = sum(shape.class_name == name for shape in document.annotation.shapes)
                if shapes:
                    found.add(document.image.name, shapes)
            if found.shapes:
                self._refuse(f"{name} has {_where(found)}. {remedy}")
            elif failures:
                self._refuse(f"Whether {name} is used is not known: {failures[0].message}")
            else:
                act()

        job.finished.connect(decide)
        job.failed.connect(lambda error: self._refuse(str(error)))
        job.ended.connect(lambda: self._messages.resolve(_COUNTING))

    def _on_dataset(self) -> None:
        self._named = {}
        self._messages.resolve_all("classes:")

    def _on_classes(self, change: ClassesChanged) -> None:
        if change.renamed is not None:
            old, new = change.renamed
            self._named = {new if name == old else name: count for name, count in self._named.items()}
            self._rename_files(old, new)
        self.offer(self._named)

    def _rename_files(self, old: str, new: str) -> None:
        """Rename in the files of the images that have no document; those follow by themselves."""
        dataset = self._session.dataset
        assert dataset is not None
        skip = {document.image.path for document in self._session.documents}
        job = self._runner.start(rename_class(dataset.images, old, new, skip=skip), after=self._last_rename())
        rename = _Rename(old, new, job)
        self._renames.append(rename)
        failures: list[Step] = []
        job.progressed.connect(lambda steps: failures.extend(step for step in steps if step.has_failed))

        def ended() -> None:
            self._renames.remove(rename)
            if failures:
                self._on_rename_failed(old, new, failures)

        job.ended.connect(ended)

    def _on_rename_failed(self, old: str, new: str, failures: list[Step]) -> None:
        text = (
            f"{old} could not be renamed in {counted(len(failures), 'annotation file')}: "
            f"{failures[0].message}"
        )
        retry = Remedy("Retry", lambda: self._rename_files(old, new))
        self._messages.show_message(Message(_RENAMED, text, Severity.ERROR, (retry,), can_be_closed=False))

    def _last_rename(self) -> RunningJob | None:
        return self._renames[-1].job if self._renames else None


def _rgb(color: QColor) -> tuple[int, int, int]:
    return color.red(), color.green(), color.blue()


def _where(usage: Usage) -> str:
    """`12 shapes in 3 images (a.jpg, b.jpg, c.jpg)`."""
    images = f"{counted(len(usage.images), 'image')} ({listed(usage.images)})"
    return f"{counted(usage.shapes, 'shape')} in {images}"
