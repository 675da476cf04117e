"""Class tables of other programs in the window: offered when a folder has one, imported, exported."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from labeler.core.errors import LabelerError
from labeler.gui.messages import Message, Remedy, Severity
from labeler.gui.words import listed
from labeler.jobs.step import Step, StepStatus

if TYPE_CHECKING:
    from labeler.core.dataset import Dataset
    from labeler.core.table_formats import FoundTable
    from labeler.gui.main_window import MainWindow

# The keys begin as those of all messages on classes, which another dataset takes away.
OFFER, SAID = "classes:offer", "classes:exchange"

_LABELS = "labels.txt"
_SHOWN = 3


class TableOffers(QObject):
    """Looks into every folder that has no classes.csv, and takes and gives class tables by files."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._session.dataset_changed.connect(self._look)
        self._session.classes_changed.connect(lambda _: window.messages.resolve(OFFER))
        for name, act in (("import_classes", self.import_file), ("export_classes", self.export_file)):
            window.actions_[name].triggered.connect(lambda _=False, act=act: act())

    def import_file(self) -> None:
        """Let the user choose a file, and take its classes."""
        dataset = self._session.dataset
        if dataset is None:
            return
        kinds = "Class tables (*.csv *.txt *.json *.yaml *.yml *.gpl *.png *.names);;All files (*)"
        name, _ = QFileDialog.getOpenFileName(self._window, "Import classes", str(dataset.folder), kinds)
        if name:
            self.take(Path(name))

    def take(self, path: Path) -> None:
        """Put the classes of a file in the place of those there are, as one step, and say what was odd."""
        from labeler.core.several_classes import with_columns_of
        from labeler.core.table_formats import read_any_table

        try:
            read = read_any_table(path)
        except LabelerError as error:
            self._say([str(error)], Severity.ERROR)
            return
        table = with_columns_of(read.table, self._session.classes)
        if table == self._session.classes:
            self._say([f"{path.name} has the classes that are here already."])
            return
        self._window.messages.resolve(SAID)
        self._window.classes.take(table, f"Take classes of {path.name}")
        if read.notices:
            self._say([f"{path.name}:", *read.notices])

    def export_file(self) -> None:
        """Let the user choose a file and its format, and write the classes to it."""
        from labeler.core.table_formats import FORMATS

        dataset = self._session.dataset
        if dataset is None:
            return
        kinds = {
            f"{each.words[0].upper()}{each.words[1:]} (*{Path(each.file_names[0]).suffix})": each
            for each in FORMATS
            if each.name != "png"
        }
        start = str(dataset.folder / "labelmap.txt")
        preferred = next(text for text, each in kinds.items() if each.name == "labelmap")
        name, kind = QFileDialog.getSaveFileName(
            self._window, "Export classes", start, ";;".join(kinds), preferred
        )
        if name:
            chosen = kinds.get(kind)
            fits = chosen is not None and Path(name).suffix.lower() == Path(chosen.file_names[0]).suffix
            self.give(Path(name), chosen.name if chosen is not None and fits else None)

    def give(self, path: Path, format_name: str | None = None) -> None:
        """Write the classes to a file, and say what it cannot hold."""
        from labeler.core.table_formats import write_table

        try:
            notices = write_table(path, self._session.classes, format_name)
        except LabelerError as error:
            self._say([str(error)], Severity.ERROR)
        else:
            self._say([f"{path.name} is written.", *notices])

    def _look(self) -> None:
        """Another dataset: see in a thread what its folder has."""
        dataset = self._session.dataset
        if dataset is None or self._session.read_only_reason:
            return
        job = self._window.jobs.start(_looking(dataset.folder, dataset.class_file))
        job.finished.connect(lambda found: self._offer(dataset, found))

    def _offer(self, dataset: Dataset, found: list[FoundTable]) -> None:
        session = self._session
        if session.dataset is not dataset or session.class_history.count() or not found:
            return
        remedies = [self._taking(each, "Take them" if len(found) == 1 else "") for each in found[:_SHOWN]]
        text = f"{listed([_named(each) for each in found], _SHOWN)}."
        if dataset.classes.user_rows:  # labels.txt was read already
            others = [each for each in found if each.path.name != _LABELS][:1]
            keep = Remedy("Keep as classes.csv", session.save_classes)
            remedies = [keep, *(self._taking(each) for each in others)]
            told = f" {_named(others[0])}." if others else ""
            text = f"The classes are those of {_LABELS}; classes.csv holds indices and colours as well.{told}"
        self._window.messages.show_message(Message(OFFER, text, remedies=tuple(remedies)))

    def _taking(self, found: FoundTable, text: str = "") -> Remedy:
        return Remedy(text or f"Take {found.path.name}", lambda: self.take(found.path))

    def _say(self, sentences: Iterable[str], severity: Severity = Severity.NOTICE) -> None:
        self._window.messages.show_message(Message(SAID, " ".join(sentences), severity))


def _named(found: FoundTable) -> str:
    """`labelmap.txt names 12 classes`."""
    count = found.class_count
    return f"{found.path.name} names {'1 class' if count == 1 else f'{count} classes'}"


def _looking(folder: Path, class_file: Path) -> Generator[Step, None, list[FoundTable]]:
    """What the folder offers, as a job of one step; nothing where it has a table of ours."""
    from labeler.core.table_formats import tables_in

    found = [] if class_file.exists() else tables_in(folder)
    yield Step(1, 1, folder.name, StepStatus.UNCHANGED)
    return found
