"""The fields of changes of classes over a whole dataset, and what there is to say about them."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from labeler.core.class_changes import ClassChange, planned
from labeler.core.errors import ClassTableError
from labeler.gui.dialogs.class_change_fields import (
    ChangeFields,
    DeleteFields,
    MergeFields,
    ReindexFields,
    RenameFields,
    SplitFields,
    explained,
)
from labeler.gui.dialogs.form_parts import form_layout
from labeler.gui.dialogs.job_form import JobForm, Save, why_unsaved
from labeler.gui.dialogs.path_field import PathField
from labeler.gui.words import counted
from labeler.jobs.step import Step, Summary

if TYPE_CHECKING:
    from labeler.core.classes import ClassTable
    from labeler.jobs.change_classes import Preview, Result


@dataclass(frozen=True, slots=True)
class ChangeSource:
    """What is changed: the dataset's folder and classes, and the images whose rows are selected.

    `save` writes what is not saved and returns what could not be, by path; `open_images` says how many images
    have a history that begins anew.
    """

    folder: Path
    classes: ClassTable
    selected: frozenset[str]
    save: Save
    open_images: Callable[[], int]


class ClassChangeForm(JobForm):
    """Which change, its fields, and the folders of label images that change with it.

    `take` is given the result of a change.
    """

    title = "Change classes over the dataset"
    has_preview = True

    def __init__(
        self,
        source: ChangeSource,
        labels: Sequence[Path] = (),
        take: Callable[[Result], object] = lambda _: None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._source = source
        self._take = take
        self._found: Preview | None = None
        self._is_done = False
        self.changed.connect(self._forget)
        table = source.classes
        self.pages: list[ChangeFields] = [
            RenameFields(table),
            ReindexFields(table),
            MergeFields(table),
            DeleteFields(table),
            SplitFields(table, source.selected),
        ]
        self.kind = QComboBox()
        self.kind.setAccessibleName("Change")
        self.kind.addItems([page.title for page in self.pages])
        self.labels = PathField("Folders of label images")
        self.labels.edit.setPlaceholderText("None. Several are divided by |")
        self.labels.set_paths(*labels)
        self.labels.changed.connect(self.changed)
        self._layout = layout = form_layout(self)
        layout.addRow("Change", self.kind)
        for page in self.pages:
            layout.addRow(page)
            page.changed.connect(self.changed)
        layout.addRow("Label images", self.labels)
        layout.addRow(
            explained(
                "All annotations, the class table and these label images are changed, or nothing is. "
                "mapping.csv beside them tells trained models which index became which."
            )
        )
        self._align()
        self._make_room()
        self._show_page()
        self.kind.currentIndexChanged.connect(self._show_page)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for the highest page."""
        return super().sizeHint().expandedTo(self.minimumSize())

    def ask(self, requests: Sequence[ClassChange]) -> None:
        """Show what was asked for elsewhere."""
        for place, page in enumerate(self.pages):
            if page.take(requests):
                self.kind.setCurrentIndex(place)
                self.setFocusProxy(page.focusProxy() or page)
                return

    def _align(self) -> None:
        """Let the fields of all pages begin where those around them begin."""
        own = [self._layout.labelForField(field) for field in (self.kind, self.labels)]
        names = [*own, *(label for page in self.pages for label in page.labels())]
        width = max(name.sizeHint().width() for name in names)
        for name in names:
            name.setMinimumWidth(width)
            if isinstance(name, QLabel):
                name.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def _make_room(self) -> None:
        """Be as high as the highest page needs, so that the dialog keeps its size."""
        highest = max(self.pages, key=lambda page: page.sizeHint().height())
        for page in self.pages:
            self._layout.setRowVisible(page, page is highest)
        self.setMinimumHeight(super().sizeHint().height())

    def _show_page(self) -> None:
        for page in self.pages:
            self._layout.setRowVisible(page, page is self.page)
        self.changed.emit()

    def _forget(self) -> None:
        """What a preview counted was of other fields."""
        self._found = None

    @property
    def page(self) -> ChangeFields:
        """The fields that are shown."""
        return self.pages[self.kind.currentIndex()]

    def problem(self) -> str:
        """What is missing, or cannot be done."""
        try:
            planned(self._source.classes, self.page.changes())
        except ClassTableError as error:
            return str(error)
        missing = next((path for path in self.labels.paths() if not path.exists()), None)
        return "" if missing is None else f"{missing}: there is no such folder."

    def action_text(self) -> str:
        """`Merge in 12 files`, once a preview has counted them."""
        if self._found is None:
            return self.page.verb
        return f"{self.page.verb} in {counted(len(self._found.files), 'file')}"

    def job_name(self) -> str:
        """What is being done."""
        return self.page.doing

    def make_ready(self) -> str:
        """Save, for the change is made in the files."""
        return why_unsaved(self._source.save, "changed")

    def steps(self, *, is_preview: bool) -> Generator[Step, None, object]:
        """The preview, or the change, of the dataset as it lies on the disk."""
        self._found, self._is_done = None, False
        return _changing(self._source.folder, self.page.changes(), self.labels.paths(), is_preview=is_preview)

    def show_result(self, result: object) -> None:
        """Keep the numbers; a change that was made is handed on."""
        from labeler.jobs.change_classes import Preview, Result

        if isinstance(result, Preview):
            self._found = result
        elif isinstance(result, Result):
            self._found, self._is_done = result.preview, result.is_done
            self._take(result)

    def has_work(self, summary: Summary) -> bool:
        """Whether it can be carried out; the class table changes also where no file does."""
        return self._found is not None and not self._found.problems

    def preview_text(self, summary: Summary) -> str:
        """What would change, what hinders it, and what it costs."""
        assert self._found is not None
        text = self._found.text
        if self._found.problems:
            return (
                f"{text} {counted(len(self._found.problems), 'file')} cannot be, so nothing will be changed."
            )
        images = self._source.open_images()
        also = f" and {counted(images, 'open image')}" if images else ""
        return f"{text} It cannot be undone; the history of the class table{also} begins anew."

    def end_text(self, summary: Summary) -> str:
        """What was changed."""
        if self._found is None:
            return "Nothing was changed."
        if not self._is_done:
            return f"Nothing was changed: {counted(len(self._found.problems), 'file')} cannot be."
        return f"Changed: {self._found.text}"

    def target(self) -> Path | None:
        """The folder with the mapping."""
        return self._source.folder


def _changing(
    folder: Path, changes: Sequence[ClassChange], labels: Sequence[Path], *, is_preview: bool
) -> Generator[Step, None, object]:
    from labeler.core.dataset import open_dataset
    from labeler.jobs.change_classes import change_classes, preview

    dataset = open_dataset(folder)
    if is_preview:
        return (yield from preview(dataset, changes, labels, tells_files=True))
    return (yield from change_classes(dataset, changes, labels, tells_files=True))
