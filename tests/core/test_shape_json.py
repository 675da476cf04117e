from __future__ import annotations

import base64
import io
import json

import numpy as np
import orjson
import pytest
from PIL import Image

from labeler.core.errors import AnnotationError
from labeler.core.geometry import ellipse_ring
from labeler.core.shape_json import shape_from_json, shape_to_json
from labeler.core.shapes import Bitmap, Ellipse, Shape, ShapeKind, polygon
from tests.core.labelme_json import TRIANGLE, labelme_shape

POINTS_OF_KIND = {
    "polygon": TRIANGLE,
    "rectangle": TRIANGLE[:2],
    "oriented_rectangle": [*TRIANGLE, [1.0, 1.0]],
    "circle": TRIANGLE[:2],
    "point": TRIANGLE[:1],
    "points": TRIANGLE,
    "line": TRIANGLE[:2],
    "linestrip": TRIANGLE,
}


def as_json(shape):
    return json.loads(orjson.dumps(shape_to_json(shape), option=orjson.OPT_SERIALIZE_NUMPY))


def png_base64(pixels, **options):
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG", **options)
    return base64.b64encode(file.getvalue()).decode()


@pytest.mark.parametrize("kind", POINTS_OF_KIND)
def test_every_kind_of_labelme_comes_back_as_it_was(kind):
    content = labelme_shape(shape_type=kind, points=POINTS_OF_KIND[kind])
    shape = shape_from_json(content)
    assert shape.kind == ShapeKind(kind)
    assert as_json(shape) == content
    assert list(shape_to_json(shape)) == list(content)


def test_all_fields_come_back_as_they_were():
    content = labelme_shape(
        group_id=7, description="left one", flags={"hard": True, "seen": False}, locked=True
    )
    shape = shape_from_json(content)
    assert (shape.class_name, shape.group_id, shape.description, shape.is_locked) == (
        "car",
        7,
        "left one",
        True,
    )
    assert as_json(shape) == content


def test_whole_numbers_become_floats_of_equal_value():
    shape = shape_from_json(labelme_shape(points=[[0, 1], [2, 3], [4, 5]]))
    assert shape.points.dtype == np.float64
    assert not shape.points.flags.writeable
    assert as_json(shape)["points"] == [[0, 1], [2, 3], [4, 5]]


def test_a_shape_without_a_shape_type_is_a_polygon():
    shape = shape_from_json({"label": "car", "points": TRIANGLE, "line_color": None})
    assert shape.kind is ShapeKind.POLYGON
    assert as_json(shape) == labelme_shape(line_color=None)


def test_keys_that_are_unknown_survive_also_in_our_own_object():
    content = labelme_shape(
        score=0.5, attributes={"a": [1, {"b": None}]}, labeler={"by": "Ann"}, difficult=False
    )
    assert as_json(shape_from_json(content)) == content


def test_a_mask_on_a_shape_that_has_no_use_for_it_survives():
    content = labelme_shape(mask="whatever")
    assert as_json(shape_from_json(content)) == content


@pytest.mark.parametrize("locked", [True, False])
def test_locked_is_written_back_when_it_was_there(locked):
    content = labelme_shape(locked=locked)
    assert as_json(shape_from_json(content))["locked"] is locked


def test_locked_is_written_only_for_a_locked_shape():
    assert "locked" not in shape_to_json(polygon("car", TRIANGLE))
    assert shape_to_json(polygon("car", TRIANGLE, is_locked=True))["locked"] is True


def test_a_shape_that_is_unlocked_is_written_unlocked():
    locked = shape_from_json(labelme_shape(locked=True))
    unlocked = Shape(locked.class_name, locked.points, extra=locked.extra)
    assert as_json(unlocked)["locked"] is False


def test_holes_come_back_as_they_were():
    content = labelme_shape(holes=[TRIANGLE, [[1.0, 1.0], [2.0, 1.0], [2.0, 2.0]]])
    shape = shape_from_json(content)
    assert [hole.shape for hole in shape.holes] == [(3, 2), (3, 2)]
    assert as_json(shape) == content


def test_an_ellipse_is_written_as_the_polygon_that_rasterizes():
    ellipse = Ellipse(50, 40, 30, 10, 33)
    shape = Shape("car", ellipse_ring(*ellipse), ShapeKind.ELLIPSE, ellipse=ellipse, extra={"score": 1})
    content = as_json(shape)
    assert content["shape_type"] == "polygon"
    assert content["labeler"] == {"ellipse": [50, 40, 30, 10, 33]}
    back = shape_from_json(content)
    assert back.kind is ShapeKind.ELLIPSE
    assert back.ellipse == ellipse
    assert np.array_equal(back.points, shape.points)
    assert as_json(back) == content


def test_an_ellipse_whose_polygon_was_changed_elsewhere_is_that_polygon():
    ellipse = Ellipse(50, 40, 30, 10)
    content = as_json(Shape("car", ellipse_ring(*ellipse), ShapeKind.ELLIPSE, ellipse=ellipse))
    content["points"][3][0] += 0.01
    shape = shape_from_json(content)
    assert (shape.kind, shape.ellipse) == (ShapeKind.POLYGON, None)
    assert "labeler" not in as_json(shape)


def test_our_own_object_beside_an_ellipse_keeps_its_other_keys():
    ellipse = Ellipse(50, 40, 30, 10)
    content = as_json(Shape("car", ellipse_ring(*ellipse), ShapeKind.ELLIPSE, ellipse=ellipse))
    content["labeler"]["by"] = "Ann"
    assert as_json(shape_from_json(content)) == content


@pytest.mark.parametrize("own", ["text", {"ellipse": [1, 2]}, {"ellipse": [1, 2, 3, 4, "5"]}])
def test_an_own_object_that_is_no_ellipse_survives(own):
    content = labelme_shape(labeler=own)
    shape = shape_from_json(content)
    assert shape.kind is ShapeKind.POLYGON
    assert as_json(shape) == content


def test_a_mask_is_decoded_and_its_bytes_are_kept():
    pixels = np.array([[0, 1, 0], [255, 0, 7]], np.uint8)
    content = labelme_shape(
        shape_type="mask", points=[[10.0, 20.0], [12.0, 21.0]], mask=png_base64(pixels, compress_level=0)
    )
    shape = shape_from_json(content)
    assert np.array_equal(shape.bitmap.pixels, pixels > 0)
    assert shape.bounds == (10, 20, 13, 22)
    assert as_json(shape) == content


def test_a_mask_of_one_bit_a_pixel_is_read():
    pixels = np.array([[True, False], [False, True]])
    content = labelme_shape(shape_type="mask", points=[[0, 0], [1, 1]], mask=png_base64(pixels))
    assert np.array_equal(shape_from_json(content).bitmap.pixels, pixels)


def test_a_new_mask_is_encoded_as_labelme_does():
    pixels = np.array([[True, False, True]])
    shape = Shape("car", np.array([[3, 4], [5, 4]]), ShapeKind.MASK, bitmap=Bitmap(pixels))
    content = as_json(shape)
    image = Image.open(io.BytesIO(base64.b64decode(content["mask"])))
    assert image.mode == "L"
    assert np.array_equal(np.asarray(image), [[1, 0, 1]])
    assert np.array_equal(shape_from_json(content).bitmap.pixels, pixels)


def mask(points=((0, 0), (1, 1)), encoded=None):
    encoded = png_base64(np.ones((2, 2), np.uint8)) if encoded is None else encoded
    return labelme_shape(shape_type="mask", points=[list(point) for point in points], mask=encoded)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("text", "must be an object, but is 'text'"),
        (None, "must be an object, but is missing"),
        ({}, "points must be a list of [x, y], but is missing"),
        (labelme_shape(label=None), "label must be text, but is missing"),
        (labelme_shape(label=5), "label must be text, but is 5"),
        (labelme_shape(shape_type="cuboid"), "shape_type must be one of polygon, rectangle"),
        (labelme_shape(shape_type="ellipse"), "shape_type must be one of polygon, rectangle"),
        (labelme_shape(shape_type=["polygon"]), "shape_type must be one of"),
        (labelme_shape(points={}), "points must be a list of [x, y], but is {}"),
        (labelme_shape(points=[]), "points must hold 3 or more points, but holds 0"),
        (labelme_shape(points=TRIANGLE[:2]), "points must hold 3 or more points, but holds 2"),
        (labelme_shape(points=[*TRIANGLE, [1]]), "points must hold pairs [x, y], but holds [1]"),
        (labelme_shape(points=[*TRIANGLE, [1, None]]), "but holds [1, None]"),
        (labelme_shape(points=[*TRIANGLE, ["1", "2"]]), "but holds ['1', '2']"),
        (labelme_shape(points=[*TRIANGLE, 5]), "but holds 5"),
        (labelme_shape(points=[[1, 2, 3]] * 3), "but holds [1, 2, 3]"),
        (labelme_shape(points=[[True, False]] * 3), "but holds [True, False]"),
        (labelme_shape(points=[1, 2, 3]), "but holds 1"),
        (labelme_shape(shape_type="rectangle"), "must hold 2 points, but holds 3"),
        (labelme_shape(shape_type="circle"), "must hold 2 points, but holds 3"),
        (labelme_shape(shape_type="oriented_rectangle"), "must hold 4 points, but holds 3"),
        (labelme_shape(shape_type="line"), "must hold 2 points, but holds 3"),
        (labelme_shape(shape_type="point"), "must hold 1 points, but holds 3"),
        (labelme_shape(shape_type="linestrip", points=[[1, 2]]), "must hold 2 or more points"),
        (labelme_shape(holes={}), "holes must be a list of rings, but is {}"),
        (labelme_shape(holes=[TRIANGLE, TRIANGLE[:2]]), "holes[1] must hold 3 or more points, but holds 2"),
        (labelme_shape(holes=[[[0, 0], [1], [1, 1]]]), "holes[0] must hold pairs [x, y], but holds [1]"),
        (labelme_shape(group_id="7"), "group_id must be a whole number, but is '7'"),
        (labelme_shape(group_id=True), "group_id must be a whole number, but is True"),
        (labelme_shape(description=5), "description must be text, but is 5"),
        (labelme_shape(flags=[1]), "flags must be names with true or false, but is [1]"),
        (labelme_shape(flags=[]), "flags must be names with true or false, but is []"),
        (labelme_shape(flags={"hard": 1}), "flags must be names with true or false"),
        (labelme_shape(locked="yes"), "locked must be true or false, but is 'yes'"),
        (mask(encoded=5), "mask must be a PNG in base64, but is 5"),
        (
            labelme_shape(shape_type="mask", points=[[0, 0], [1, 1]]),
            "mask must be a PNG in base64, but is missing",
        ),
        (mask(encoded="ä"), "mask must be a PNG in base64, but is not"),
        (mask(encoded="AAAA"), "mask must be a PNG in base64, but is not"),
        (mask(encoded=png_base64(np.ones((2, 2), np.uint8))[:60]), "mask must be a PNG in base64"),
        (mask(points=((0, 0), (2, 1))), "must have the 3 x 2 pixels that its points span, but has 2 x 2"),
        (mask(points=((0, 0), (1e300, 1))), "pixels that its points span"),
        (mask(encoded=png_base64(np.ones((2, 2, 3), np.uint8))), "mask must be an image of one channel"),
    ],
)
def test_what_breaks_the_format_is_named_by_field_and_reason(content, problem):
    with pytest.raises(AnnotationError) as error:
        shape_from_json(content)
    assert problem in str(error.value)


def test_a_long_value_is_shown_shortened():
    with pytest.raises(AnnotationError) as error:
        shape_from_json(labelme_shape(label=list(range(1000))))
    assert len(str(error.value)) < 120
