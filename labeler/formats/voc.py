"""Pascal VOC 2012 as segmentation networks read it: photographs, palette PNGs, lists, boxes, class files.

Layout: VOCdevkit, devkit_doc.pdf section 10.1.3 and VOCcode/VOCinit.m; torchvision, mmsegmentation and
datumaro follow it. The files stand in the target itself, so that it may be named `VOCdevkit/VOC2012`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from labeler.core.classes import BACKGROUND, VOID
from labeler.core.errors import InstanceError
from labeler.core.image_set import image_set_bytes
from labeler.core.instance_map import instance_map, objects_of
from labeler.core.label_png import label_png_bytes
from labeler.core.object_scan import scan_objects
from labeler.core.palette import voc_palette
from labeler.core.pixel_counts import count_pixels
from labeler.core.rasterizer import class_indices, not_rasterized, rasterize
from labeler.core.table_formats.labelmap import labelmap_text
from labeler.core.void_border import add_void_border
from labeler.formats.base import AddedImage, ExportOptions, ImageMode, Unlabelled
from labeler.formats.target_files import TargetFiles, file_hash
from labeler.formats.voc_boxes import Box, boxes_of, boxes_xml
from labeler.formats.voc_class_files import check_class_names, class_names_text
from labeler.formats.voc_photographs import (
    Photograph,
    copy_photograph,
    encode_photograph,
    link_photograph,
)

if TYPE_CHECKING:
    from labeler.core.annotation import Annotation
    from labeler.core.arrays import InstanceMap, LabelMap
    from labeler.core.classes import ClassTable
    from labeler.core.dataset import DatasetImage
    from labeler.core.images import ImageHeader
    from labeler.core.shapes import Shape

PHOTOGRAPH = "JPEGImages/{}.jpg"
CLASS_PNG = "SegmentationClass/{}.png"
INSTANCE_PNG = "SegmentationObject/{}.png"
GREY_PNG = "SegmentationClassRaw/{}.png"
BOXES = "Annotations/{}.xml"
IMAGE_SET = "ImageSets/Segmentation/{}.txt"
LABELMAP = "labelmap.txt"
CLASS_NAMES = "class_names.txt"


class _Labelled(NamedTuple):
    """What the shapes of one image become; None for what is not wanted."""

    label_map: LabelMap
    pixels: Mapping[int, int]
    instances: InstanceMap | None
    boxes: list[Box] | None


class VocWriter:
    """Writes a dataset as VOC; raises ExportError for class names that VOC's files cannot hold."""

    def __init__(self, classes: ClassTable, options: ExportOptions) -> None:
        check_class_names(classes)
        self._classes = classes
        self._options = options
        self._palette = classes.palette()
        self._voc_palette = voc_palette()
        self._background = VOID if options.unlabelled is Unlabelled.VOID else BACKGROUND

    def patterns(self) -> tuple[str, ...]:
        """The files of one image as paths in the target, with `{}` where the image's id stands."""
        options = self._options
        wanted = {
            PHOTOGRAPH: options.images is not ImageMode.NONE,
            CLASS_PNG: True,
            INSTANCE_PNG: options.has_instances,
            GREY_PNG: options.has_grey,
            BOXES: options.has_boxes,
        }
        return tuple(pattern for pattern, is_wanted in wanted.items() if is_wanted)

    def source_hash(self, image: DatasetImage, header: ImageHeader) -> str | None:
        """SHA-256 of the image file when its bytes decide what is written, else None."""
        mode = self._options.images
        is_read = mode is ImageMode.COPY or (mode is ImageMode.LINK and not header.is_upright_jpeg)
        return file_hash(image.file) if is_read else None

    def add(
        self, files: TargetFiles, image: DatasetImage, annotation: Annotation, header: ImageHeader
    ) -> AddedImage:
        """Write the files of one image; raises LabelerError.

        Everything that can fail by the annotation is made before the first file is written.
        """
        shapes = annotation.shapes
        labelled = self._labelled(image, shapes, header.size)
        contents = self._label_files(image.id, labelled)
        hashes: dict[str, str | None] = {}
        notices = _notices(shapes)
        is_changed = False
        if self._options.images is not ImageMode.NONE:
            path = PHOTOGRAPH.format(image.id)
            photograph = self._place_photograph(files, path, image, header)
            hashes[path] = photograph.sha256
            is_changed = photograph.is_changed
            notices = (*photograph.notices, *notices)
        for path, data in contents.items():
            is_changed |= files.write(path, data)
            hashes[path] = hashlib.sha256(data).hexdigest()
        return AddedImage(hashes, labelled.pixels, notices, is_changed)

    def common_files(self, image_sets: Mapping[str, Sequence[str]]) -> dict[str, bytes]:
        """Class files and lists."""
        lists = {IMAGE_SET.format(name): image_set_bytes(ids) for name, ids in image_sets.items()}
        return {
            LABELMAP: labelmap_text(self._classes).encode(),
            CLASS_NAMES: class_names_text(self._classes).encode(),
            **lists,
        }

    def _place_photograph(
        self, files: TargetFiles, path: str, image: DatasetImage, header: ImageHeader
    ) -> Photograph:
        if not header.is_upright_jpeg:
            return encode_photograph(files, path, image.file)
        if self._options.images is ImageMode.LINK:
            return link_photograph(files, path, image.file)
        return copy_photograph(files, path, image.file)

    def _labelled(self, image: DatasetImage, shapes: Sequence[Shape], size: tuple[int, int]) -> _Labelled:
        """The maps and boxes of an image, with its void border."""
        options, border = self._options, self._options.void_border
        instances, boxes = None, None
        if options.has_instances or options.has_boxes:
            instances = self._instance_map(image, shapes, size)
            objects = objects_of(shapes, self._classes)
            indices = class_indices(shapes, self._classes)
            label_map, pixels, extents = scan_objects(instances, [indices[each[0]] for each in objects])
            if options.has_boxes:
                boxes = boxes_of(shapes, objects, extents, size, self._classes)
        else:
            path = image.annotation_path
            label_map = rasterize(shapes, size, self._classes, background=self._background, path=path)
            pixels = count_pixels(label_map)
        if border > 0:
            label_map = add_void_border(label_map, border)
            pixels = count_pixels(label_map)
            instances = None if instances is None else add_void_border(instances, border)
        return _Labelled(label_map, pixels, instances if options.has_instances else None, boxes)

    def _label_files(self, image_id: str, labelled: _Labelled) -> dict[str, bytes]:
        """The bytes of all files but the photograph, by path."""
        label_map, instances = labelled.label_map, labelled.instances
        contents = {CLASS_PNG.format(image_id): label_png_bytes(label_map, self._palette)}
        if self._options.has_grey:
            contents[GREY_PNG.format(image_id)] = label_png_bytes(label_map, is_grey=True)
        if instances is not None:
            palette = self._voc_palette if instances.dtype == np.uint8 else None
            contents[INSTANCE_PNG.format(image_id)] = label_png_bytes(instances, palette)
        if labelled.boxes is not None:
            height, width = label_map.shape
            contents[BOXES.format(image_id)] = boxes_xml(f"{image_id}.jpg", (width, height), labelled.boxes)
        return contents

    def _instance_map(
        self, image: DatasetImage, shapes: Sequence[Shape], size: tuple[int, int]
    ) -> InstanceMap:
        # Boxes alone need no numbers of 8 bits.
        is_wide = self._options.has_wide_instances or not self._options.has_instances
        try:
            return instance_map(
                shapes,
                size,
                self._classes,
                wide=is_wide,
                background=self._background,
                path=image.annotation_path,
            )
        except InstanceError as error:
            raise InstanceError(
                f"{error} Or export 16-bit instance maps (--wide-instances) or none (--no-instances)."
            ) from None


class Voc:
    """The format Pascal VOC 2012."""

    name = "voc"
    title = "Pascal VOC (palette PNG)"

    def writer(self, classes: ClassTable, options: ExportOptions) -> VocWriter:
        """A writer for these classes and options; raises ExportError for names that VOC cannot hold."""
        return VocWriter(classes, options)


def _notices(shapes: Sequence[Shape]) -> tuple[str, ...]:
    skipped = not_rasterized(shapes)
    if not skipped:
        return ()
    numbers = ", ".join(str(position + 1) for position in skipped[:10]) + (", ..." if skipped[10:] else "")
    return (f"Not rasterized, because points and lines have no pixels: shape {numbers}.",)
