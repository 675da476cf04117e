"""What kind of file a label image is: trainers expect an 8-bit palette PNG, not interlaced, without tRNS."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from labeler.core.classes import VOID
from labeler.core.png_chunks import GREY
from labeler.jobs.check import codes
from labeler.jobs.check.finding import Finding

if TYPE_CHECKING:
    from labeler.core.classes import ClassTable
    from labeler.jobs.check.open_label import OpenLabel
    from labeler.jobs.check.opened import OpenItem

CODES = (
    *(codes.NOT_PNG, codes.RGB_LABEL, codes.GREY_LABEL, codes.BLACK_WHITE),
    *(codes.DEEP_LABEL, codes.LOW_DEPTH, codes.INTERLACED, codes.TRANSPARENT),
)


def look_at_form(opened: OpenItem) -> Iterator[Finding]:
    """How the file of a label image differs from what trainers expect."""
    label, name = opened.label, opened.item.name
    if label is None:
        return
    if label.png is None:
        yield Finding(codes.NOT_PNG, _what_else(label), label.path, image=name)
        return
    header = label.png.header
    if label.pixels.ndim == 3:
        yield _of_colors(opened, label)
    elif label.pixels.dtype == np.uint16:
        text = f"It is {header.in_words}, with values up to {label.pixels.max()}; class indices end at 255."
        yield Finding(codes.DEEP_LABEL, text, label.path, image=name)
    elif header.color_type == GREY:
        yield _of_greys(opened, label)
    if header.depth < 8:
        text = f"It has {header.depth} bits a pixel instead of 8."
        yield Finding(codes.LOW_DEPTH, text, label.path, is_fixable=_is_writable(opened, label), image=name)
    if header.is_interlaced:
        text = "It is interlaced (Adam7), which slows reading down and some readers refuse."
        yield Finding(codes.INTERLACED, text, label.path, is_fixable=_is_writable(opened, label), image=name)
    if label.has_palette and label.png.of_kind(b"tRNS"):
        text = "Its palette has transparency (a tRNS chunk)."
        yield Finding(codes.TRANSPARENT, text, label.path, is_fixable=True, image=name)


def _what_else(label: OpenLabel) -> str:
    """What a file that is no PNG is instead, by its name or against it."""
    if label.path.lower().endswith(".png"):
        return "It is no PNG, although its name says so."
    is_blurred = label.path.lower().endswith((".jpg", ".jpeg", ".webp"))
    blurred = ", and its format blurs the borders between classes" if is_blurred else ""
    return f"It is no PNG, which loaders of label images look for{blurred}."


def _of_colors(opened: OpenItem, label: OpenLabel) -> Finding:
    assert label.png is not None
    text = f"It is {label.png.header.in_words}: a network would read colours, not class indices."
    colors = opened.label_colors
    is_fixable = colors is not None and colors.is_exact
    if is_fixable:
        text += " All its colours are those of classes."
    elif colors is not None and not colors.odd and colors.shared:
        text += " Classes share colours that it uses, so that its pixels cannot be told apart."
    if bool((label.pixels[..., 0] == label.pixels[..., 1]).all() and _is_last_equal(label)):
        text += " Its three channels are equal: perhaps they hold the indices."
    return Finding(codes.RGB_LABEL, text, label.path, is_fixable=is_fixable, image=opened.item.name)


def _is_last_equal(label: OpenLabel) -> bool:
    return bool((label.pixels[..., 1] == label.pixels[..., 2]).all())


def _of_greys(opened: OpenItem, label: OpenLabel) -> Finding:
    assert label.counts is not None
    if set(np.flatnonzero(label.counts).tolist()) == {0, VOID}:
        text = f"It is black and white: {label.counts[VOID]:,} px are 255, which training leaves out as void."
        return Finding(codes.BLACK_WHITE, text, label.path, image=opened.item.name)
    text = "It is a grey PNG: viewers show it black, and readers of colours find no classes."
    is_fixable = _is_writable(opened, label)
    return Finding(codes.GREY_LABEL, text, label.path, is_fixable=is_fixable, image=opened.item.name)


def _is_writable(opened: OpenItem, label: OpenLabel) -> bool:
    """Whether a palette PNG of it is safe: a grey file must hold indices of classes, colours mean them."""
    if label.has_palette:
        return label.indices is not None
    if opened.label_colors is not None:
        return opened.label_colors.is_exact
    classes = opened.layout.classes
    return classes is not None and label.counts is not None and has_only_classes(label, classes)


def has_only_classes(label: OpenLabel, classes: ClassTable) -> bool:
    """Whether a label image has indices of classes only, and not just those of background and void."""
    if label.counts is None:
        return False
    used = set(np.flatnonzero(label.counts).tolist())
    return used != {0, VOID} and all(classes.at(index) is not None for index in used)
