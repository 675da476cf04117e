"""Labeler: exact label maps for semantic segmentation. This is the Python API; it loads no Qt.

Names are imported at their first use, so that `import labeler` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from labeler.core.annotation import Annotation
    from labeler.core.annotation_file import read_annotation, write_annotation
    from labeler.core.class_file import read_classes, write_classes
    from labeler.core.classes import ClassRow, ClassTable
    from labeler.core.colors import colors_to_indices
    from labeler.core.dataset import Dataset, open_dataset
    from labeler.core.errors import LabelerError
    from labeler.core.instance_map import instance_map
    from labeler.core.label_png import read_label_png, recolor_label_png, write_label_png
    from labeler.core.label_writer import LabelWriter
    from labeler.core.palette import voc_palette
    from labeler.core.rasterizer import rasterize
    from labeler.core.shapes import Shape, ShapeKind, polygon
    from labeler.core.vectorizer import vectorize
    from labeler.core.void_border import add_void_border
    from labeler.jobs.compare import compare_all as compare
    from labeler.jobs.export import export_dataset as export

__version__ = "0.1.0"

# Where each public name is defined: module and, where it differs, the name there.
_HOMES = {
    "Annotation": "core.annotation",
    "ClassRow": "core.classes",
    "ClassTable": "core.classes",
    "Dataset": "core.dataset",
    "LabelWriter": "core.label_writer",
    "LabelerError": "core.errors",
    "Shape": "core.shapes",
    "ShapeKind": "core.shapes",
    "add_void_border": "core.void_border",
    "colors_to_indices": "core.colors",
    "compare": "jobs.compare:compare_all",
    "export": "jobs.export:export_dataset",
    "instance_map": "core.instance_map",
    "open_dataset": "core.dataset",
    "polygon": "core.shapes",
    "rasterize": "core.rasterizer",
    "read_annotation": "core.annotation_file",
    "read_classes": "core.class_file",
    "read_label_png": "core.label_png",
    "recolor_label_png": "core.label_png",
    "vectorize": "core.vectorizer",
    "voc_palette": "core.palette",
    "write_annotation": "core.annotation_file",
    "write_classes": "core.class_file",
    "write_label_png": "core.label_png",
}

__all__ = [
    "Annotation",
    "ClassRow",
    "ClassTable",
    "Dataset",
    "LabelWriter",
    "LabelerError",
    "Shape",
    "ShapeKind",
    "add_void_border",
    "colors_to_indices",
    "compare",
    "export",
    "instance_map",
    "open_dataset",
    "polygon",
    "rasterize",
    "read_annotation",
    "read_classes",
    "read_label_png",
    "recolor_label_png",
    "vectorize",
    "voc_palette",
    "write_annotation",
    "write_classes",
    "write_label_png",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'labeler' has no attribute {name!r}")
    module, _, original = _HOMES[name].partition(":")
    value: object = getattr(import_module(f"labeler.{module}"), original or name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names, also those not imported yet."""
    return sorted({*globals(), *__all__})
