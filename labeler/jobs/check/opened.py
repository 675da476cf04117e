"""One item while it is looked at: image, label image and annotation, each opened once for all checkers.

What cannot be read is None for everybody, and its error is kept for the checker that reports it.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from labeler.core.annotation_file import read_annotation
from labeler.core.errors import ImageError, LabelerError
from labeler.core.image_file import IMAGE_FAULTS, limit_lifted_for, opened_image, orientation_of
from labeler.core.images import bytes_of_pixel, check_memory, decoder_bytes
from labeler.core.orientation import upright_size
from labeler.core.shape_check import ShapeReport, check_shapes
from labeler.jobs.check.label_colors import LabelColors, colors_of
from labeler.jobs.check.open_label import OpenLabel, open_label

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from labeler.core.annotation import Annotation
    from labeler.jobs.check.layout import Item, Layout
    from labeler.jobs.check.options import CheckOptions

# An annotation file may claim any size; larger ones than the largest images are not painted.
_MOST_PIXELS = 1 << 33


# Deflate makes at most 1032 bytes of one (zlib, "Technical Details"), of 8 pixels each at one bit a pixel.
_MOST_PNG_PIXELS = 1032 * 8


class ImageFacts(NamedTuple):
    """What an image's header says: (width, height) as stored and upright, and the EXIF orientation 1..8."""

    stored_size: tuple[int, int]
    size: tuple[int, int]
    orientation: int


class OpenItem:
    """An item and what its files hold, each read at the first question."""

    def __init__(self, item: Item, layout: Layout, options: CheckOptions) -> None:
        self.item = item
        self.layout = layout
        self.options = options
        self.image_error: LabelerError | None = None
        self.label_error: LabelerError | None = None
        self.annotation_error: LabelerError | None = None

    @cached_property
    def image(self) -> ImageFacts | None:
        """The header of the image; None when there is no image, or none that can be read."""
        if self.item.image is None:
            return None
        try:
            with opened_image(Path(self.item.image)) as image:
                if image is None:
                    from labeler.core.tiff import tiff_facts

                    size = tiff_facts(Path(self.item.image)).size
                    return ImageFacts(size, size, 1)
                orientation = orientation_of(image)
                return ImageFacts(image.size, upright_size(image.size, orientation), orientation)
        except LabelerError as error:
            self.image_error = error
            return None

    @cached_property
    def small_image(self) -> NDArray[np.uint8] | None:
        """The image as stored, in greys, at most some hundred pixels wide where it is a JPEG; else in full.

        The whole file is read for it, so that a truncated one is noticed. None when it cannot be read.
        """
        if self.item.image is None or self.image is None:
            return None
        try:
            return _small_greys(Path(self.item.image))
        except LabelerError as error:
            self.image_error = error
            return None

    @cached_property
    def label(self) -> OpenLabel | None:
        """The label image, decoded; None when there is none, or none that can be read."""
        if self.item.label is None:
            return None
        try:
            return open_label(self.item.label)
        except LabelerError as error:
            self.label_error = error
            return None

    @cached_property
    def label_colors(self) -> LabelColors | None:
        """What the colours of the label image mean; None for indices, and without a table of colours."""
        if self.label is None or self.label.pixels.ndim != 3:
            return None
        if self.layout.classes is None or not self.layout.has_colors:
            return None
        return colors_of(self.label.pixels.astype(np.uint8, copy=False), self.layout.classes)

    @cached_property
    def annotation(self) -> Annotation | None:
        """The annotation as its file has it (its size may be None); None without a file that can be read."""
        if self.item.annotation is None:
            return None
        try:
            return read_annotation(self.item.annotation)
        except LabelerError as error:
            self.annotation_error = error
            return None

    @cached_property
    def shape_report(self) -> ShapeReport | None:
        """What is wrong with the shapes; None where nobody knows the size, or believes it."""
        if self.annotation is None:
            return None
        size = self.annotation.size if self.image is None else self.image.size
        if size is None or size[0] * size[1] > _MOST_PIXELS:
            return None
        return check_shapes(self.annotation.shapes, size, self.layout.classes, least_pixels=self.options.tiny)


def _small_greys(path: Path) -> NDArray[np.uint8] | None:
    with opened_image(path) as image:
        if image is None:
            return None
        if image.format == "PNG" and image.width * image.height > _MOST_PNG_PIXELS * path.stat().st_size:
            raise ImageError(
                f"{path}: is damaged: a file of its size cannot hold {image.width} x "
                f"{image.height} pixels. Replace it by a whole copy."
            )
        try:
            with limit_lifted_for(image):
                image.draft("L", (64, 64))  # a JPEG is decoded at an eighth of its size
                needed = (bytes_of_pixel(image) + 1) * image.width * image.height + decoder_bytes(image)
                check_memory(path, image.size, needed)
                return np.asarray(image.convert("L"))
        except IMAGE_FAULTS as error:
            raise ImageError(f"{path}: cannot be decoded ({error}). Replace it by a whole copy.") from error
