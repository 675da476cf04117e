"""What a format is: options in, a writer out, which makes the files of each image and of the whole dataset.

A format raises errors and returns what it wrote; it never prints and never asks. Adding a format is
one module and one line in `registry.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from labeler.core.errors import OptionError

if TYPE_CHECKING:
    from labeler.core.annotation import Annotation
    from labeler.core.classes import ClassTable
    from labeler.core.dataset import DatasetImage
    from labeler.core.images import ImageHeader
    from labeler.formats.target_files import TargetFiles


class ImageMode(StrEnum):
    """What becomes of the photographs."""

    COPY = "copy"
    LINK = "link"
    NONE = "none"


class Unlabelled(StrEnum):
    """What pixels under no shape are."""

    BACKGROUND = "background"
    VOID = "void"


class Overwrite(StrEnum):
    """What is done with a target that is not empty."""

    REFUSE = "refuse"
    UPDATE = "update"
    REPLACE = "replace"


@dataclass(frozen=True, kw_only=True)
class ExportOptions:
    """How a dataset is exported. Strings are taken for the enumerations; wrong values raise OptionError.

    `ratios` (split name: share, sum 1) and `seed` split the exported images, unless `lists` names a folder of
    existing list files. `void_border` is a radius in pixels, 0 for none. `has_wide_instances` writes instance
    maps as 16-bit grey PNGs for images of more than 254 objects. `workers` is the number of images worked on
    at a time, None for as many as the machine has processors; it never changes a byte of the files.
    """

    format: str = "voc"
    ratios: Mapping[str, float] = field(default_factory=lambda: {"train": 0.8, "val": 0.2})
    lists: Path | None = None
    seed: int = 0
    void_border: float = 0.0
    unlabelled: Unlabelled = Unlabelled.BACKGROUND
    has_instances: bool = True
    has_wide_instances: bool = False
    has_boxes: bool = True
    has_grey: bool = False
    images: ImageMode = ImageMode.COPY
    includes_unlabelled: bool = False
    overwrite: Overwrite = Overwrite.REFUSE
    workers: int | None = None

    def __post_init__(self) -> None:
        self._set("images", _member(ImageMode, self.images, "images"))
        self._set("unlabelled", _member(Unlabelled, self.unlabelled, "unlabelled"))
        self._set("overwrite", _member(Overwrite, self.overwrite, "overwrite"))
        if self.lists is not None:
            self._set("lists", Path(self.lists))
        # Plain numbers, so that the manifest does not tell how they were given.
        self._set("void_border", float(self.void_border))
        self._set("ratios", {str(name): float(share) for name, share in self.ratios.items()})
        if not 0 <= self.void_border <= 1000:
            raise OptionError(
                f"The void border is {self.void_border}; give a radius between 0 and 1000 pixels."
            )
        if self.workers is not None and self.workers < 1:
            raise OptionError(f"The number of workers is {self.workers}; give 1 or more.")
        if self.has_wide_instances and not self.has_instances:
            raise OptionError("16-bit instance maps were asked for together with no instance maps; drop one.")

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)


@dataclass(frozen=True, slots=True)
class AddedImage:
    """What a writer made of one image.

    `files`: path in the target (posix) with the SHA-256 of its bytes, None for a link, whose bytes are the
    source's. `pixels`: number of pixels of each class index. `notices`: sentences for the user.
    """

    files: Mapping[str, str | None]
    pixels: Mapping[int, int]
    notices: tuple[str, ...]
    is_changed: bool


class Writer(Protocol):
    """Makes the files of one dataset. It can be pickled, and worked with in several processes at once."""

    def patterns(self) -> tuple[str, ...]:
        """The files of one image as paths in the target, with `{}` where the image's id stands."""

    def source_hash(self, image: DatasetImage, header: ImageHeader) -> str | None:
        """SHA-256 of the image file when what is written depends on its bytes, else None."""

    def add(
        self, files: TargetFiles, image: DatasetImage, annotation: Annotation, header: ImageHeader
    ) -> AddedImage:
        """Write the files of one image; raises LabelerError."""

    def common_files(self, image_sets: Mapping[str, Sequence[str]]) -> dict[str, bytes]:
        """The files of the whole dataset, by path in the target; image sets hold ids of exported images."""


class Format(Protocol):
    """One way to write a dataset."""

    @property
    def name(self) -> str:
        """The word for it on the command line."""

    @property
    def title(self) -> str:
        """The words for it in the window."""

    def writer(self, classes: ClassTable, options: ExportOptions) -> Writer:
        """A writer for these classes and options; raises ExportError when the format cannot hold them."""


_Member = TypeVar("_Member", bound=StrEnum)


def _member(kind: type[_Member], value: str, name: str) -> _Member:
    try:
        return kind(value)
    except ValueError:
        words = ", ".join(kind)
        raise OptionError(f"{value!r} is no value for {name}; give one of {words}.") from None
