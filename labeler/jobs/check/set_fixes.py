"""How lists and annotations are repaired: the bytes of a file in, the bytes that should be there out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from labeler.core.annotation_file import annotation_bytes, parse_annotation
from labeler.core.dataset import image_path_from
from labeler.core.images import image_size
from labeler.core.list_lines import clean_list, look_at_list
from labeler.core.shape_check import with_single_vertices, without_copies

if TYPE_CHECKING:
    from labeler.jobs.check.fixes import Damaged


def rewritten_list(damaged: Damaged, data: bytes) -> bytes:
    """A list with LF, without blanks, comments and repeated names."""
    return _list(damaged, data, {})


def respelled_list(damaged: Damaged, data: bytes) -> bytes:
    """Such a list in which every image is called by its name."""
    read = next(each for each in damaged.layout.sets.values() if str(each.path) == damaged.path)
    return _list(damaged, data, read.respelled)


def with_one_of_each(damaged: Damaged, data: bytes) -> bytes:
    """An annotation without shapes that are there once more."""
    return annotation_bytes(without_copies(parse_annotation(damaged.path, data)))


def with_plain_outlines(damaged: Damaged, data: bytes) -> bytes:
    """An annotation without repeated vertices."""
    return annotation_bytes(with_single_vertices(parse_annotation(damaged.path, data)))


def with_size(damaged: Damaged, data: bytes) -> bytes:
    """An annotation that tells the size of its image. Raises ImageError."""
    annotation = parse_annotation(damaged.path, data)
    annotation.size = image_size(_image(damaged))
    return annotation_bytes(annotation)


def with_image_path(damaged: Damaged, data: bytes) -> bytes:
    """An annotation whose imagePath leads to its image."""
    annotation = parse_annotation(damaged.path, data)
    annotation.image_path = image_path_from(_image(damaged), Path(damaged.path).parent)
    return annotation_bytes(annotation)


def _list(damaged: Damaged, data: bytes, names: Mapping[str, str]) -> bytes:
    return clean_list(look_at_list(damaged.path, data), names)


def _image(damaged: Damaged) -> str:
    assert damaged.item is not None  # annotations belong to items, and only those of images are repaired
    return damaged.item.image or ""
