"""Repairs of label images: of form and colours, never of an index; and anew from the annotation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from labeler.core.annotation_file import read_annotation
from labeler.core.errors import ColorError, LabelImageError
from labeler.core.label_png import label_png_bytes
from labeler.core.palette import full_palette
from labeler.jobs.check.label_colors import colors_of
from labeler.jobs.check.label_form import has_only_classes
from labeler.jobs.check.open_label import open_label
from labeler.jobs.check.staleness import rasterized

if TYPE_CHECKING:
    from labeler.core.classes import ClassTable
    from labeler.jobs.check.fixes import Damaged


def with_indices(damaged: Damaged, data: bytes) -> bytes:
    """A palette PNG of a label image of class colours; raises ColorError unless each means one class."""
    label, classes = open_label(damaged.path, data), _classes(damaged)
    if label.pixels.ndim != 3:
        return data
    colors = colors_of(label.pixels.astype(np.uint8, copy=False), classes)
    if not colors.is_exact:
        raise ColorError(f"{damaged.path}: has colours that no class or several classes have. Convert it.")
    return label_png_bytes(colors.label_map, classes.palette())


def written_anew(damaged: Damaged, data: bytes) -> bytes:
    """The same indices as an 8-bit palette PNG with its own colours, for a grey one those of the classes."""
    label = open_label(damaged.path, data)
    if label.indices is None:
        raise LabelImageError(f"{damaged.path}: holds no class indices. Convert it.")
    if label.colors is not None:
        return label_png_bytes(label.indices, full_palette(label.colors))
    classes = _classes(damaged)
    if not has_only_classes(label, classes):
        raise LabelImageError(f"{damaged.path}: has grey values of no class. Convert it.")
    return label_png_bytes(label.indices, classes.palette())


def with_table_colors(damaged: Damaged, data: bytes) -> bytes:
    """The same indices with the colours of the class table."""
    label = open_label(damaged.path, data)
    if label.indices is None:
        raise LabelImageError(f"{damaged.path}: holds no class indices. Convert it.")
    return label_png_bytes(label.indices, _classes(damaged).palette())


def rasterized_anew(damaged: Damaged, data: bytes) -> bytes:
    """What the annotation gives now, at the size of the label image that was there."""
    classes, item = _classes(damaged), damaged.item
    if item is None or item.annotation is None:
        raise LabelImageError(f"{damaged.path}: has no annotation to make it of.")
    annotation = read_annotation(item.annotation)
    size = open_label(damaged.path, data).size
    label_map = rasterized(annotation, size, classes, damaged.layout.raster)
    if label_map is None or annotation.unreadable or annotation.size not in (None, size):
        raise LabelImageError(f"{damaged.path}: its annotation cannot be drawn. Correct the annotation.")
    return label_png_bytes(label_map, classes.palette())


def _classes(damaged: Damaged) -> ClassTable:
    if damaged.layout.classes is None:
        raise LabelImageError(f"{damaged.path}: there is no class table. Name one.")
    return damaged.layout.classes
