"""What the pixels of a set say: how much is void, which classes are there, and in which split."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from labeler.core.classes import BACKGROUND, VOID
from labeler.core.set_check import SplitContent, uneven_classes
from labeler.jobs.check import codes
from labeler.jobs.check.finding import Finding
from labeler.jobs.check.read_sets import members
from labeler.jobs.check.wording import a_few

if TYPE_CHECKING:
    from labeler.jobs.check.checkers import Fact
    from labeler.jobs.check.layout import Layout
    from labeler.jobs.check.opened import OpenItem
    from labeler.jobs.check.options import CheckOptions

PIXEL_CODES = (codes.VOID_SHARE, codes.ONE_VALUE)
CLASS_CODES = (codes.CLASS_NOT_IN_SPLIT, codes.UNUSED_CLASS)

# More classes are counted, not named.
_MOST_CLASSES = 20


def look_at_pixels(opened: OpenItem) -> Iterator[Finding]:
    """A label image that is mostly void, or has one index only; an annotation that is mostly void."""
    pixels = index_counts(opened)
    path = opened.item.label or opened.item.annotation
    if not pixels or path is None:
        return
    name, total = opened.item.name, sum(pixels.values())
    share = pixels.get(VOID, 0) / total
    if share > opened.options.void_limit:
        text = (
            f"{share:.1%} of its pixels are void ({VOID}), which training leaves out; the limit is "
            f"{opened.options.void_limit:.0%}."
        )
        yield Finding(codes.VOID_SHARE, text, path, image=name)
    elif opened.item.label is not None and len(pixels) == 1:
        (index,) = pixels
        text = f"All its pixels have the index {index}{_named(index, opened.layout)}."
        yield Finding(codes.ONE_VALUE, text, path, image=name)


def index_counts(opened: OpenItem) -> Mapping[int, int]:
    """How many pixels each index has in the label image, or else by the annotation; empty if nobody knows."""
    if opened.item.label is not None:
        counts = None if opened.label is None else opened.label.counts
        return {} if counts is None else {int(index): int(counts[index]) for index in counts.nonzero()[0]}
    if opened.annotation is None or not opened.annotation.shapes or opened.shape_report is None:
        return {}
    return opened.shape_report.pixels


def indices_in(opened: OpenItem) -> Fact:
    """The indices of an item, a byte each, ascending; nothing for an item that is not labelled."""
    return bytes(index_counts(opened)) or None


def look_at_classes(layout: Layout, facts: Sequence[Fact], _: CheckOptions) -> Iterator[Finding]:
    """Classes that a split lacks and another has, and classes of the table that no image has."""
    found = {
        item.stem: frozenset(fact) for item, fact in zip(layout.items, facts, strict=True) if fact is not None
    }
    lacking: dict[str, list[SplitContent]] = {}
    for uneven in uneven_classes(found, members(layout.sets)):
        for split in uneven.absent:
            lacking.setdefault(split, []).append(uneven)
    for split, classes in lacking.items():
        others = " or ".join(dict.fromkeys(other for each in classes for other in each.present))
        told = a_few([_told(each.class_index, layout) for each in classes], _MOST_CLASSES)
        text = f"No image of {split} has {told}, which images of {others} have."
        yield Finding(codes.CLASS_NOT_IN_SPLIT, text, str(layout.sets[split].path))
    if layout.classes is None or not found:
        return
    used = frozenset().union(*found.values())
    unused = [_told(row.index, layout) for row in layout.classes.user_rows if row.index not in used]
    if unused:
        counts = f"{len(unused):,} of {len(layout.classes.user_rows):,}"
        text = f"{counts} classes are in no image: {a_few(unused, _MOST_CLASSES)}."
        yield Finding(codes.UNUSED_CLASS, text, str(layout.class_file or layout.root))


def _told(index: int, layout: Layout) -> str:
    """A class as in `dog (2)`, or `index 2` where the class table has none."""
    row = None if layout.classes is None else layout.classes.at(index)
    return f"index {index}" if row is None else f"{row.name} ({index})"


def _named(index: int, layout: Layout) -> str:
    """The name of the class in brackets, if there is a class table that has it."""
    row = None if layout.classes is None else layout.classes.at(index)
    if row is None and index in (BACKGROUND, VOID):
        return " (background)" if index == BACKGROUND else " (void)"
    return "" if row is None else f" ({row.name})"
