"""Import label images: every palette or grey PNG and array of indices becomes the annotation of an image.

Command line, window and Python all call `import_labels`. A label image that cannot be imported is a failed
step with its reason and never stops the others.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from labeler.core.annotation_file import read_annotation
from labeler.core.errors import LabelerError, OptionError, WorkerError
from labeler.core.files import remove_leftovers
from labeler.core.text import counted
from labeler.jobs.import_image import Existing, ImageImporter, Imported, ImportOptions, is_taken
from labeler.jobs.import_sources import LabelFile, find_source, matched
from labeler.jobs.import_table import ImportTable, table_for, with_missing
from labeler.jobs.in_batches import Crew, in_batches
from labeler.jobs.step import Step, StepStatus

if TYPE_CHECKING:
    from labeler.core.classes import ClassRow
    from labeler.core.dataset import Dataset

__all__ = ["FORMATS", "ImportOptions", "ImportTotals", "import_labels"]

# From this many files on several workers are processes, which do not wait for each other in Python's lock.
_MANY, _AT_ONCE = 40, 4


@dataclass(slots=True)
class ImportTotals:
    """What an import came to; filled while its steps are taken.

    `matched` label images belong to an image, `unmatched` to none; `without_label` images of the dataset have
    none. `table` is the file that the class table was found in beside the label images, None where the
    dataset's counts, and `added` are the classes that it got.
    """

    matched: int = 0
    unmatched: int = 0
    without_label: int = 0
    shapes: int = 0
    objects: int = 0
    void_left: int = 0
    changed: int = 0
    table: Path | None = None
    added: tuple[ClassRow, ...] = ()

    def add(self, imported: Imported) -> None:
        """Count one label image more."""
        self.shapes += imported.shapes
        self.objects += imported.objects
        self.void_left += imported.void_left
        self.changed += imported.changed

    @property
    def text(self) -> str:
        """A sentence or two of numbers."""
        of_objects = f" of {counted(self.objects, 'object')}" if self.objects else ""
        told = [counted(self.shapes, "shape") + of_objects]
        if self.changed:
            told.append(f"{self.changed:,} px of another class by straight borders")
        if self.void_left:
            told.append(f"{self.void_left:,} px of void without a shape")
        if self.without_label:
            told.append(f"{counted(self.without_label, 'image')} without a label image")
        if self.table is not None:
            told.append(f"class table: {self.table}")
        if self.added:
            names = ", ".join(row.name for row in self.added[:5]) + (", ..." if self.added[5:] else "")
            told.append(f"classes added: {names}")
        return "; ".join(told) + "."


def import_labels(
    source: Path | str, dataset: Dataset, options: ImportOptions | None = None
) -> Generator[Step, None, ImportTotals]:
    """Import a label image, or all below a folder, one step each; the work is done as steps are taken.

    The steps have the name of the image, or that of a label image without one. What is imported is drawn and
    compared before it is written, so that no annotation gives another label map without a word. The class
    table is that of the dataset; one without gets the table that lies beside the label images, and
    `dataset.classes` and its file follow. Run again after an interruption, it completes what is missing.

    Raises, by this call and before anything is written, FileUnreadableError, OptionError and ClassTableError.
    """
    options = options or ImportOptions()
    found = find_source(Path(source), options.instances, has_instances=options.has_instances)
    files = matched(found, dataset.images, options.ending)
    table = table_for(dataset, dict.fromkeys((found.root, found.folder)))
    return _importing(dataset, files, table, options)


class ImportFormat(NamedTuple):
    """One kind of files that are imported: its name on the command line, its words, and the job."""

    name: str
    words: str
    job: Callable[..., Generator[Step, None, ImportTotals]]


# All formats, listed once: a new one is a module and a line here.
FORMATS: tuple[ImportFormat, ...] = (
    ImportFormat("label-png", "label images: palette or grey index PNGs, and .npy", import_labels),
)


def find_import_format(name: str) -> ImportFormat:
    """The format of this name; raises OptionError for one that does not exist."""
    for each in FORMATS:
        if each.name == name:
            return each
    known = ", ".join(each.name for each in FORMATS)
    raise OptionError(f"There is no format {name!r} to import; the formats are: {known}.")


def _importing(
    dataset: Dataset, files: list[LabelFile], table: ImportTable, options: ImportOptions
) -> Generator[Step, None, ImportTotals]:
    if options.adds_classes:
        wanted = [file.path for file in files if file.image is not None and _is_wanted(file, options)]
        table = with_missing(table, wanted, options.workers)
    count = sum(file.image is not None for file in files)
    images = {file.image.name for file in files if file.image is not None}
    totals = ImportTotals(
        matched=count,
        unmatched=len(files) - count,
        without_label=sum(image.name not in images for image in dataset.images),
        table=table.found,
        added=table.added,
    )
    if not options.is_dry_run and count:
        _prepare(dataset, files, table)
    importer = ImageImporter(table.classes, options)
    crew = Crew(options.workers, _MANY, _AT_ONCE)
    with closing(in_batches(importer, files, crew, _lost)) as outcomes:
        for done, (file, imported) in enumerate(zip(files, outcomes, strict=True), 1):
            totals.add(imported)
            name = file.name if file.image is None else file.image.name
            yield Step(done, len(files), name, imported.status, imported.message)
    return totals


def _prepare(dataset: Dataset, files: list[LabelFile], table: ImportTable) -> None:
    """Write the class table, without which annotations would name classes that nobody has."""
    for folder in {file.image.annotation_path.parent for file in files if file.image is not None}:
        remove_leftovers(folder)
    dataset.classes = table.classes
    if table.added or (table.classes.user_rows and not dataset.class_file.exists()):
        dataset.write_classes()


def _is_wanted(file: LabelFile, options: ImportOptions) -> bool:
    """Whether a label image can become an annotation, so that its classes are needed."""
    assert file.image is not None
    if options.existing not in (Existing.REFUSE, Existing.SKIP):
        return True
    path = file.image.annotation_path
    try:
        return not path.exists() or not is_taken(read_annotation(path))
    except LabelerError:  # said when it is imported
        return False


def _lost(error: WorkerError) -> Imported:
    return Imported(StepStatus.FAILED, str(error))
