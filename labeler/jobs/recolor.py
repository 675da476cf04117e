"""Give label PNGs that are already written the colours of a class table; their pixels stay as they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from labeler.core.errors import LabelerError, NoPaletteError
from labeler.core.label_png import Recoloring, recolor_label_png
from labeler.core.palette import full_palette
from labeler.jobs.label_files import label_files, reason
from labeler.jobs.step import Step, StepStatus

if TYPE_CHECKING:
    from labeler.core.arrays import Palette

_INSTANCE_FOLDER = "SegmentationObject"


def recolor(paths: Sequence[Path | str], palette: Palette) -> Iterator[Step]:
    """Rewrite the palette of label PNGs, one step a file: files as given, and all PNGs below folders.

    `palette`: up to 256 rows of RGB, as `ClassTable.palette()` gives it. A file that cannot be recoloured is
    a failed step and never stops the others; PNGs without a palette that were only found in a folder are left
    out, and so are the instance maps of a VOC dataset, whose colours number objects. Before anything is
    written it raises FileUnreadableError for a path that does not exist and OptionError for a wrong palette.
    """
    colors = full_palette(palette)
    files: dict[Path, bool] = {}  # each file once; whether it was named, and not only found
    for path in map(Path, paths):
        is_named = not path.is_dir()
        for file in label_files(path, {".png"}):
            files[file] = files.get(file, False) or is_named
    return _steps(files, colors)


def _steps(files: dict[Path, bool], colors: Palette) -> Iterator[Step]:
    for done, (file, is_named) in enumerate(files.items(), 1):
        status, message = _recolored(file, is_named, colors)
        yield Step(done, len(files), str(file), status, message)


def _recolored(file: Path, is_named: bool, colors: Palette) -> tuple[StepStatus, str]:
    if not is_named and file.parent.name == _INSTANCE_FOLDER:
        return StepStatus.LEFT_OUT, "Its colours number objects and belong to no class."
    try:
        done = recolor_label_png(file, colors)
    except NoPaletteError as error:
        return StepStatus.FAILED if is_named else StepStatus.LEFT_OUT, reason(error, file)
    except LabelerError as error:
        return StepStatus.FAILED, reason(error, file)
    return (StepStatus.WRITTEN if done.is_changed else StepStatus.UNCHANGED), _notice(done)


def _notice(done: Recoloring) -> str:
    if not done.dropped:
        return ""
    return f"What belonged to the old colours was removed: {', '.join(done.dropped)}."
