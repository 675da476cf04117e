"""The sample dataset: readable, tidy, and an example of what annotations can hold."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
import shapely

from labeler.core.annotation_file import annotation_bytes, read_annotation
from labeler.core.class_file import read_classes
from labeler.core.classes import BACKGROUND, VOID
from labeler.core.images import image_size, read_image
from labeler.core.palette import voc_color
from labeler.core.rasterizer import rasterize
from labeler.core.resource_files import resource

FOLDER = resource("sample")
IMAGES = sorted(path for path in FOLDER.iterdir() if path.suffix in (".jpg", ".png"))
CLASSES = read_classes(FOLDER / "classes.csv")
ANNOTATIONS = {path: read_annotation(path.with_suffix(".json")) for path in IMAGES}
SHAPES = [shape for annotation in ANNOTATIONS.values() for shape in annotation.shapes]

each_image = pytest.mark.parametrize("path", IMAGES, ids=lambda path: path.stem)


def outline(shape):
    return shapely.Polygon(shape.points, shape.holes)


def vertices(shape):
    return {(x, y) for ring in shape.rings for x, y in ring.tolist()}


def neighbours(path):
    """Pairs of shapes with a common border, as (first, second, length of the border)."""
    for first, second in combinations(ANNOTATIONS[path].shapes, 2):
        border = shapely.intersection(outline(first).boundary, outline(second).boundary)
        if border.length > 0:
            yield first, second, border.length


def test_the_sample_has_three_to_six_photographs_and_is_small():
    assert 3 <= len(IMAGES) <= 6
    assert sum(path.stat().st_size for path in FOLDER.rglob("*")) < 1_500_000


@each_image
def test_every_photograph_opens_without_a_notice(path):
    image = read_image(path)
    assert image.notices == ()
    assert image.pixels.shape[:2] == image_size(path)[::-1]


@each_image
def test_every_annotation_is_read_without_problems_and_belongs_to_its_photograph(path):
    annotation = ANNOTATIONS[path]
    assert annotation.problems == []
    assert annotation.size == image_size(path)
    assert annotation.image_path == path.name


@each_image
def test_saving_an_untouched_annotation_changes_nothing(path):
    stored = path.with_suffix(".json").read_bytes()
    assert annotation_bytes(ANNOTATIONS[path]) == stored


def test_all_images_but_one_are_done():
    assert sorted(annotation.is_done for annotation in ANNOTATIONS.values()) == [
        False,
        *[True] * (len(IMAGES) - 1),
    ]


def test_the_classes_have_the_voc_colours_and_all_are_used():
    assert all(row.color == voc_color(row.index) for row in CLASSES)
    assert {shape.class_name for shape in SHAPES} == {row.name for row in CLASSES} - {"background"}


@each_image
def test_every_shape_is_a_valid_polygon_inside_the_photograph(path):
    width, height = image_size(path)
    frame = shapely.box(0, 0, width, height)
    for shape in ANNOTATIONS[path].shapes:
        assert outline(shape).is_valid
        assert frame.covers(outline(shape))
        assert outline(shape).area > 50


@each_image
def test_shapes_do_not_overlap(path):
    for first, second in combinations(ANNOTATIONS[path].shapes, 2):
        assert not outline(first).overlaps(outline(second))


@each_image
def test_neighbours_share_the_vertices_of_their_border(path):
    pairs = list(neighbours(path))
    assert pairs
    for first, second, _ in pairs:
        for one, other in ((first, second), (second, first)):
            own = np.array(sorted(vertices(one) - vertices(other)))
            if own.size:
                assert (shapely.distance(outline(other).boundary, shapely.points(own)) > 0.05).all()


@each_image
def test_neighbours_leave_no_sliver_between_them(path):
    together = shapely.union_all([outline(shape) for shape in ANNOTATIONS[path].shapes])
    gaps = [shapely.Polygon(ring) for part in shapely.get_parts(together) for ring in part.interiors]
    assert all(gap.area > 100 for gap in gaps)


def test_holes_void_and_an_object_of_two_pieces_occur():
    assert any(shape.holes for shape in SHAPES)
    assert any(shape.class_name == CLASSES.at(VOID).name for shape in SHAPES)
    pieces = [(shape.class_name, shape.group_id) for shape in SHAPES if shape.group_id is not None]
    assert any(pieces.count(piece) > 1 for piece in pieces)


@each_image
def test_the_label_map_does_not_depend_on_the_painting_order(path):
    shapes, size = ANNOTATIONS[path].shapes, image_size(path)
    label_map = rasterize(shapes, size, CLASSES)
    np.testing.assert_array_equal(rasterize(shapes[::-1], size, CLASSES), label_map)
    used = {CLASSES.find(shape.class_name).index for shape in shapes}
    assert set(np.unique(label_map).tolist()) == used | {BACKGROUND}
