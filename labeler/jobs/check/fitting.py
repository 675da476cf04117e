"""Whether a label image fits its image: the same size, and the same side up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from labeler.jobs.check import codes
from labeler.jobs.check.finding import Finding

if TYPE_CHECKING:
    from labeler.jobs.check.opened import OpenItem

CODES = (codes.SIZE_DIFFERS, codes.ORIENTATION, codes.EXIF_IMAGE)


def look_at_size(opened: OpenItem) -> Iterator[Finding]:
    """A label image of another size than its upright image, and images that not all readers turn."""
    image, label, name = opened.image, opened.label, opened.item.name
    if image is None or label is None:
        return
    if label.size != image.size:
        made, has = ("{} x {}".format(*size) for size in (label.size, image.size))
        if label.size == image.stored_size:
            text = (
                f"It has {made} pixels, like its image as it is stored; upright, by its EXIF orientation "
                f"{image.orientation}, the image has {has}."
            )
            yield Finding(codes.ORIENTATION, text, label.path, image=name)
        else:
            text = f"It has {made} pixels, and its image {has}."
            yield Finding(codes.SIZE_DIFFERS, text, label.path, image=name)
    if image.orientation != 1:
        text = (
            f"Its EXIF orientation is {image.orientation}: OpenCV and Labeler turn it, Pillow and most "
            "trainers do not, and then the label image does not fit."
        )
        yield Finding(codes.EXIF_IMAGE, text, opened.item.image or "", image=name)
