"""Images, label images and annotations that lack a partner, have two, or have no class table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from labeler.jobs.check import codes
from labeler.jobs.check.finding import Finding
from labeler.jobs.check.layout import LayoutKind

if TYPE_CHECKING:
    from labeler.jobs.check.checkers import Fact
    from labeler.jobs.check.layout import Item, Layout
    from labeler.jobs.check.opened import OpenItem
    from labeler.jobs.check.options import CheckOptions

CODES = (codes.MISSING_LABEL, codes.MISSING_IMAGE)


def look_for_partners(opened: OpenItem) -> Iterator[Finding]:
    """An image without label image where every image should have one; a label image without image."""
    item, layout = opened.item, opened.layout
    if item.image is not None:
        # An image of a dataset that nobody has labelled yet is not exported.
        is_labelled = item.annotation is not None or not layout.has_annotations
        is_expected = layout.expects_labels and is_labelled and item.image not in layout.collided
        if is_expected and item.label is None:
            text = "No label image has its name."
            yield Finding(codes.MISSING_LABEL, text, item.image, image=item.name)
    elif item.label is not None and layout.has_images:
        yield Finding(codes.MISSING_IMAGE, "No image has its name.", item.label, image=item.name)
    elif item.annotation is not None:
        text = "The image it was made for is not there."
        yield Finding(codes.MISSING_IMAGE, text, item.annotation, image=item.name)


def look_for_collisions(layout: Layout, _: Sequence[Fact], __: CheckOptions) -> Iterator[Finding]:
    """Files that only their suffix, or upper and lower case, tells apart: trainers find one of them."""
    is_kept_apart = layout.kind is LayoutKind.DATASET
    code = codes.STEM_SHARED if is_kept_apart else codes.STEM_COLLISION
    means = "Labeler keeps their annotations apart" if is_kept_apart else "only one can have the label image"
    for collision in layout.collisions:
        others = ", ".join(Path(file).name for file in collision.files[1:])
        yield Finding(
            code, f"It has the name of {others}: {means}.", collision.files[0], image=collision.item
        )


def look_for_class_table(layout: Layout, _: Sequence[Fact], __: CheckOptions) -> Iterator[Finding]:
    """Label images that cannot be compared with classes, because there is no class table."""
    if layout.classes is None and any(_is_labelled(item) for item in layout.items):
        text = "Indices and colours were not compared with classes: there is no class table."
        yield Finding(codes.NO_CLASSES, text, str(layout.root))


def _is_labelled(item: Item) -> bool:
    return item.label is not None or item.annotation is not None
