"""Every error that Labeler raises on purpose: one root, one class and one sentence per cause.

The sentence says what happened, where, and what to do. The window and the command line show it as
it stands; nothing else in the core, the jobs or the tools talks to the user.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class LabelerError(Exception):
    """Root of all errors that are meant for the user; `str(error)` is the sentence to show."""


class FileUnreadableError(LabelerError):
    """A file or folder that cannot be read."""

    def __init__(self, path: Path | str, reason: object) -> None:
        self.path = Path(path)
        super().__init__(f"{path}: cannot be read ({_reason(reason)}).")


class FileUnwritableError(LabelerError):
    """A file or folder that cannot be written; what was there before is untouched."""

    def __init__(self, path: Path | str, reason: object) -> None:
        self.path = Path(path)
        super().__init__(f"{path}: cannot be written ({_reason(reason)}). Nothing was changed there.")


class FileChangedError(LabelerError):
    """A file that another program wrote since we read it; it was not overwritten."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        super().__init__(
            f"{path}: another program has changed this file since it was read. It was not overwritten. "
            f"Reload it, or overwrite it with what is on the canvas."
        )


class OriginalChangedError(LabelerError):
    """A file that another program wrote while a change of many files was being prepared."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        super().__init__(
            f"{path}: another program has changed this file meanwhile. No file was changed; try it again."
        )


class TransactionError(LabelerError):
    """A change of many files that another process is at, or that cannot be completed now."""


class ClassTableError(LabelerError):
    """A class table, or a change of one, that breaks a rule of class tables."""


class UnknownClassError(LabelerError):
    """A shape whose class is not in the class table."""

    def __init__(self, class_name: str, shape_number: int, path: Path | str | None = None) -> None:
        self.class_name = class_name
        self.shape_number = shape_number
        self.path = None if path is None else Path(path)
        where = f"{path}: shape" if path is not None else "Shape"
        remedy = f"Add {class_name!r} to the class table, or give the shape another class."
        if not class_name or class_name != class_name.strip():
            remedy = "No class can be called so (empty, or a blank at an end). Give the shape another class."
        super().__init__(
            f"{where} {shape_number} has the class {class_name!r}, which is not in the class table. {remedy}"
        )


class AnnotationError(LabelerError):
    """An annotation file, or one shape in it, that does not follow the format."""


class GeometryError(LabelerError):
    """A shape that cannot be rasterized, or an edit that would make a shape invalid."""


class ClipboardError(LabelerError):
    """A clipboard that holds no shapes, broken ones, or too much; or shapes that are too much for it."""


class ImageError(LabelerError):
    """An image that cannot be decoded."""


class ImageTooLargeError(ImageError):
    """An image that needs more memory than the machine has."""


class ImageSizeError(LabelerError):
    """An annotation or a label image whose size differs from its image."""


class LabelImageError(LabelerError):
    """A file or an array that is not a label image (class indices, as palette or 8-bit grey PNG)."""


class NoPaletteError(LabelImageError):
    """A PNG that has no palette: its pixels are colours, grey values or more than 8 bits."""


class ColorError(LabelerError):
    """Colours that no class has, or that several classes share."""


class UnknownColorError(ColorError):
    """Pixels whose colour no class has; `colors` are the commonest, each with a count and a place."""

    def __init__(self, where: object, pixel_count: int, color_count: int, colors: Sequence[object]) -> None:
        self.pixel_count = pixel_count
        self.color_count = color_count
        self.colors = tuple(colors)
        told = ", ".join(map(str, self.colors))
        rest = color_count - len(self.colors)
        named = f"{told} and {rest:,} more" if rest else told
        super().__init__(
            f"{where}: colours that no class has, in {pixel_count:,} px: {named}. "
            f"Add the colours to the class table, allow a tolerance (JPEG and resizing blur colours), "
            f"or choose what pixels off the palette become."
        )

    def add_remedy(self, sentence: str) -> None:
        """Add a sentence, unless it is empty, on what fits these colours."""
        if sentence:
            self.args = (f"{self} {sentence}",)


class SharedColorError(ColorError):
    """Colours that several classes share, so that a pixel of that colour means none of them."""


class InstanceError(LabelerError):
    """More objects than an 8-bit instance map can number."""


class LabelImportError(LabelerError):
    """Shapes that do not rasterize to the map that they were made of; they are not kept."""

    def __init__(self, what: str, pixels: int) -> None:
        self.pixels = pixels
        super().__init__(
            f"The shapes made of the {what} differ from it in {pixels:,} px when they are drawn. Nothing was "
            "imported; please report the file as a fault of Labeler."
        )


class DatasetError(LabelerError):
    """A folder that is not a dataset, or one whose files contradict each other."""


class ImageSetError(LabelerError):
    """A list file or a split that names images the dataset does not have."""


class SettingsFileError(LabelerError):
    """A file that was chosen to take settings from, and holds none."""

    def __init__(self, path: Path | str, reason: object) -> None:
        self.path = Path(path)
        super().__init__(f"{path}: holds no settings ({reason}). Choose a file that Labeler has exported.")


class ExportError(LabelerError):
    """An export that cannot be started or finished."""


class WorkerError(LabelerError):
    """A process that shared the work and ended before it had done its part."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(
            f"The process that worked on it ended unexpectedly (exit status {status}), perhaps for lack of "
            "memory. Try it again with one worker."
        )


class OptionError(LabelerError):
    """A wrong value for an option, on the command line or in Python."""


class ToolError(LabelerError):
    """A gesture that cannot be carried out now; the sentence says what to do first."""


class NoCurrentClassError(ToolError):
    """Drawing was begun although no class is chosen."""

    def __init__(self) -> None:
        super().__init__("No class is chosen. Choose or add a class, then draw.")


def _reason(reason: object) -> str:
    """The words of an OSError without its number and path, of anything else as it is."""
    text = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
    return str(text).rstrip(".")
