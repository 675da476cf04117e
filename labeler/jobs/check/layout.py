"""What is checked: images with their label images and annotations, the class table, and the lists.

How it is found out what lies in a folder: `find_layout.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from labeler.core.classes import BACKGROUND

if TYPE_CHECKING:
    from labeler.core.classes import ClassTable
    from labeler.jobs.check.read_sets import ReadSet


class LayoutKind(StrEnum):
    """What a folder was found to be."""

    DATASET = "images with annotations"
    VOC = "VOC dataset"
    PAIRS = "images and label images"
    LABELS = "label images"


class Item(NamedTuple):
    """What belongs together: an image, its label image, and its annotation; None for what is not there.

    `name` is shown to the user and unique in the layout (the image's path relative to its folder, else that
    of the label image or annotation); `stem` is the name by which image sets call it. Files are kept as text.
    """

    name: str
    stem: str
    image: str | None = None
    label: str | None = None
    annotation: str | None = None

    @property
    def path(self) -> str:
        """The file that stands for the item: the image, else the label image, else the annotation."""
        return self.image or self.label or self.annotation or ""


class Raster(NamedTuple):
    """How label images were made of annotations: the options of the export that made them."""

    void_border: float = 0.0
    background: int = BACKGROUND


class Collision(NamedTuple):
    """Files of one stem, of which only the first takes part as `item`."""

    item: str
    files: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """Everything that is checked, in natural order.

    `root` is the folder asked for. `has_colors`: whether the class table tells colours, and not
    names only. `image_sets` are list files by name (`train`). `raster` is None where
    nothing says how label images were made. `expects_labels`: whether every image should have a label image,
    which is not so in a VOC dataset, most of whose photographs are for other tasks. `has_images`,
    `has_annotations`: whether there is any, without which none can be missing.
    """

    kind: LayoutKind
    root: Path
    items: tuple[Item, ...]
    classes: ClassTable | None = None
    class_file: Path | None = None
    has_colors: bool = True
    image_sets: dict[str, Path] = field(default_factory=dict)
    raster: Raster | None = None
    collisions: tuple[Collision, ...] = ()
    expects_labels: bool = False
    has_images: bool = False
    has_annotations: bool = False

    def without_items(self) -> Layout:
        """The same for those who are given one item after the other."""
        return replace(self, items=())

    @cached_property
    def by_stem(self) -> dict[str, int]:
        """The position of each item by the name that image sets have for it."""
        return {item.stem: position for position, item in enumerate(self.items)}

    @cached_property
    def sets(self) -> dict[str, ReadSet]:
        """The lists as they were read, by name."""
        from labeler.jobs.check.read_sets import read_sets

        return read_sets(self)

    @cached_property
    def collided(self) -> frozenset[str]:
        """All files that have the stem of another."""
        return frozenset(file for collision in self.collisions for file in collision.files)

    def shown(self, path: str | Path) -> str:
        """A path as the user reads it: relative to the root where it lies in it."""
        path = Path(path)
        if path == self.root:
            return path.name or str(path)
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)
