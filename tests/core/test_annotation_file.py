from __future__ import annotations

import gc
import json
import math

import numpy as np
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core import annotation_file
from labeler.core.annotation import Annotation, ImageState
from labeler.core.annotation_file import (
    annotation_bytes,
    image_path_in,
    read_annotation,
    read_outline,
    write_annotation,
)
from labeler.core.errors import AnnotationError, FileUnreadableError, GeometryError
from labeler.core.shapes import Shape, ShapeKind, polygon
from tests.core.labelme_json import TRIANGLE, labelme_file, labelme_shape


def saved(tmp_path, content):
    path = tmp_path / "street.json"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path


def check_labelme_opens(data):
    """What labelme 6.3.1 demands of a file (labelme/_label_file.py, labelme/_shape.py)."""
    content = json.loads(data.decode("utf-8"))
    assert isinstance(content["imagePath"], str)
    assert content["imageData"] is None or isinstance(content["imageData"], str)
    for shape in content["shapes"]:
        assert isinstance(shape["label"], str)
        assert shape["points"]
        assert all(
            len(point) == 2 and all(isinstance(value, float) for value in point) for point in shape["points"]
        )
        assert shape["shape_type"] in {kind.value for kind in ShapeKind} - {"ellipse"}
        assert all(isinstance(value, bool) for value in shape["flags"].values())
        assert isinstance(shape["description"], str)
        assert shape["group_id"] is None or isinstance(shape["group_id"], int)
        assert shape["mask"] is None or isinstance(shape["mask"], str)


def test_a_labelme_file_is_read(tmp_path):
    annotation = read_annotation(saved(tmp_path, labelme_file(labelme_shape(group_id=3), labelme_shape())))
    assert annotation.size == (640, 480)
    assert annotation.image_path == "street.jpg"
    assert annotation.version == "5.4.1"
    assert [shape.class_name for shape in annotation.shapes] == ["car", "car"]
    assert annotation.state is ImageState.IN_WORK
    assert annotation.problems == []


def test_a_labelme_file_is_written_back_byte_for_byte(tmp_path):
    content = labelme_file(
        labelme_shape(points=[[0.1, 1e-7], [1 / 3, 123456789.125], [-0.0, 5.0]]),
        labelme_shape(label="Straße 道路", flags={"hard": True}, group_id=2),
        flags={"night": True},
        imageData="AAECAw==",
    )
    path = saved(tmp_path, content)
    before = path.read_bytes().replace(b"1e-07", b"1e-7")
    assert annotation_bytes(read_annotation(path)) == before


def test_unknown_keys_survive_at_every_level(tmp_path):
    content = labelme_file(
        labelme_shape(score=0.25, labeler={"by": "Ann"}),
        labeler={"state": "done", "minutes": 5},
        checked=True,
        lineColor=[0, 255, 0, 128],
        nested={"deep": [{"er": None}]},
    )
    path = saved(tmp_path, content)
    annotation = read_annotation(path)
    assert annotation.is_done
    write_annotation(path, annotation)
    assert json.loads(path.read_text()) == content


def test_a_state_of_another_program_survives(tmp_path):
    content = labelme_file(labeler={"state": "in review"})
    annotation = read_annotation(saved(tmp_path, content))
    assert not annotation.is_done
    assert json.loads(annotation_bytes(annotation)) == content
    annotation.is_done = True
    assert json.loads(annotation_bytes(annotation))["labeler"] == {"state": "done"}


def test_a_file_of_labelme_gets_nothing_of_ours_that_it_does_not_need(tmp_path):
    content = labelme_file(labelme_shape())
    assert json.loads(annotation_bytes(read_annotation(saved(tmp_path, content)))) == content


def test_old_files_without_newer_fields_are_read(tmp_path):
    content = {"shapes": [{"label": "car", "points": TRIANGLE}], "imagePath": "a.jpg", "imageData": None}
    annotation = read_annotation(saved(tmp_path, content))
    assert annotation.size is None
    assert len(annotation.shapes) == 1
    assert json.loads(annotation_bytes(annotation))["imageHeight"] is None


def test_an_empty_annotation_makes_a_file_that_labelme_opens():
    annotation = Annotation(size=(4, 3), image_path="a.jpg")
    data = annotation_bytes(annotation)
    check_labelme_opens(data)
    assert json.loads(data) == {
        "version": "6.3.1",
        "flags": {},
        "shapes": [],
        "imagePath": "a.jpg",
        "imageData": None,
        "imageHeight": 3,
        "imageWidth": 4,
    }


@pytest.mark.parametrize("position", [0, 1, 2])
def test_one_bad_shape_is_reported_kept_and_written_back_where_it_stood(tmp_path, position):
    bad = labelme_shape(shape_type="cuboid", score=[1, 2.5, None], label="van")
    shapes = [labelme_shape(label="a"), labelme_shape(label="b")]
    shapes.insert(position, bad)
    path = saved(tmp_path, labelme_file(*shapes))
    before = path.read_bytes()
    annotation = read_annotation(path)
    assert [shape.class_name for shape in annotation.shapes] == ["a", "b"]
    [problem] = annotation.problems
    assert problem.startswith(f"{path}: shape {position + 1}: shape_type must be one of polygon")
    assert annotation_bytes(annotation) == before


def test_several_bad_shapes_all_stand_where_they_stood(tmp_path):
    shapes = [5, labelme_shape(), None, labelme_shape(points=[]), labelme_shape(label="b"), {}]
    path = saved(tmp_path, labelme_file(*shapes))
    annotation = read_annotation(path)
    assert [bad.position for bad in annotation.unreadable] == [0, 2, 3, 5]
    assert json.loads(annotation_bytes(annotation))["shapes"] == shapes


def test_bad_shapes_stay_when_the_good_ones_are_deleted(tmp_path):
    path = saved(tmp_path, labelme_file(labelme_shape(), labelme_shape(), labelme_shape(points=[])))
    annotation = read_annotation(path)
    annotation.shapes.clear()
    assert json.loads(annotation_bytes(annotation))["shapes"] == [labelme_shape(points=[])]


def test_a_vertex_that_is_nan_is_a_bad_shape_and_stays_nan(tmp_path):
    nan = labelme_shape(points=[[1.0, math.nan], [2.0, math.inf], [3.0, -math.inf]])
    path = saved(tmp_path, labelme_file(nan, labelme_shape(), score=math.nan))
    before = path.read_bytes()
    annotation = read_annotation(path)
    assert len(annotation.shapes) == 1
    assert annotation.problems[0].startswith(
        f"{path}: shape 1: points must hold pairs [x, y], but holds [1.0, NaN]"
    )
    assert annotation_bytes(annotation) == before


def test_a_number_past_float64_is_a_bad_shape_and_stays_as_it_was(tmp_path):
    text = json.dumps(labelme_file(labelme_shape(points=[[7, 7], [1, 2], [3, 4]]), labelme_shape()))
    path = saved(tmp_path, text.replace("[7, 7]", "[1e999, 123456789012345678901234567890]").encode())
    annotation = read_annotation(path)
    assert len(annotation.shapes) == 1
    data = annotation_bytes(annotation)
    assert b"1e999" in data
    assert b"123456789012345678901234567890" in data


def test_a_mark_of_byte_order_does_not_matter_and_is_not_written(tmp_path):
    path = saved(tmp_path, b"\xef\xbb\xbf" + json.dumps(labelme_file(labelme_shape())).encode())
    assert annotation_bytes(read_annotation(path)).startswith(b"{")


def test_of_a_key_that_stands_twice_the_last_counts(tmp_path):
    text = json.dumps(labelme_file(labelme_shape())).replace(
        '"label": "car"', '"label": "van", "label": "car"'
    )
    assert read_annotation(saved(tmp_path, text.encode())).shapes[0].class_name == "car"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "cannot be read as JSON"),
        (b'{"shapes": [\n  1,\n]}', "line 2 column 4"),
        (b'{"shapes": [], "imagePath": "caf\xe9"}', "byte 33 is not UTF-8"),
        (b'{"shapes": [{"label": "\\ud800"}]}', "cannot be read as JSON"),
        (b"[" * 100_000, "cannot be read as JSON"),
        (b"[1, 2]", "its JSON is no object"),
        (b"{}", "it has no list of shapes"),
        (b'{"shapes": {}}', "it has no list of shapes"),
        (b'{"shapes": [], "imageWidth": "640", "imageHeight": 480}', "imageWidth must be a whole number"),
        (b'{"shapes": [], "imageWidth": 640, "imageHeight": 0}', "imageHeight must be a whole number"),
        (b'{"shapes": [], "imageWidth": 3000000000}', "imageWidth must be a whole number"),
        (b'{"shapes": [], "imageWidth": 640.5}', "imageWidth must be a whole number"),
        (b'{"shapes": [], "flags": []}', "flags must be an object, but is []"),
        (b'{"shapes": [], "imagePath": 5}', "imagePath must be text, but is 5"),
        (b'{"shapes": [], "imageData": 5}', "imageData must be text in base64, but is 5"),
        (b'{"shapes": [], "labeler": "Ann"}', "labeler must be an object, but is 'Ann'"),
    ],
)
def test_a_file_that_is_no_annotation_is_an_error_that_names_it(tmp_path, data, words):
    path = saved(tmp_path, data)
    with pytest.raises(AnnotationError) as error:
        read_annotation(path)
    assert str(error.value).startswith(f"{path}: ")
    assert words in str(error.value)


def test_a_missing_file_is_unreadable(tmp_path):
    with pytest.raises(FileUnreadableError):
        read_annotation(tmp_path / "nothing.json")


def test_a_size_in_whole_floats_is_read(tmp_path):
    assert read_annotation(saved(tmp_path, labelme_file(imageWidth=640.0))).size == (640, 480)


def test_a_version_that_is_no_text_survives(tmp_path):
    content = labelme_file(version=5)
    assert json.loads(annotation_bytes(read_annotation(saved(tmp_path, content)))) == content


def test_a_vertex_that_is_no_number_cannot_be_saved():
    annotation = Annotation(shapes=[polygon("car", TRIANGLE), polygon("car", [[0, 0], [1, np.nan], [1, 1]])])
    with pytest.raises(GeometryError, match="Shape 2 has a vertex that is no finite number"):
        annotation_bytes(annotation)


def test_collection_of_garbage_goes_on_after_reading(tmp_path):
    read_annotation(saved(tmp_path, labelme_file(labelme_shape())))
    assert gc.isenabled()
    with pytest.raises(AnnotationError):
        read_annotation(saved(tmp_path, b"{"))
    assert gc.isenabled()


def test_the_outline_counts_classes_of_bad_shapes_too(tmp_path):
    path = saved(
        tmp_path, labelme_file(labelme_shape(), labelme_shape(points=[]), labelme_shape(label="van"), 5)
    )
    outline = read_outline(path)
    assert outline.classes == {"car": 2, "van": 1}
    assert outline.state is ImageState.IN_WORK


def test_the_outline_tells_the_state(tmp_path):
    assert read_outline(saved(tmp_path, labelme_file())).state is ImageState.UNLABELLED
    assert read_outline(saved(tmp_path, labelme_file(labeler={"state": "done"}))).state is ImageState.DONE


def test_the_image_path_is_found_without_reading_the_file(tmp_path):
    assert image_path_in(saved(tmp_path, labelme_file(imagePath='..\\a "b".jpg'))) == '..\\a "b".jpg'
    assert image_path_in(saved(tmp_path, b"{}")) is None
    assert image_path_in(saved(tmp_path, b'"imagePath": "\\x"')) is None


numbers = st.floats(allow_nan=False, allow_infinity=False, width=64)
points = st.lists(st.tuples(numbers, numbers), min_size=3, max_size=6)
names = st.text(st.characters(codec="utf-8"))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | numbers | names,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(names, inner, max_size=2),
    max_leaves=4,
)
shapes = st.builds(
    polygon,
    names,
    points,
    st.lists(points, max_size=2),
    group_id=st.none() | st.integers(0, 1000),
    description=names,
    flags=st.dictionaries(names, st.booleans(), max_size=2),
    is_locked=st.booleans(),
    extra=st.dictionaries(names.map("x{}".format), json_values, max_size=2),
)
annotations = st.builds(
    Annotation,
    size=st.none() | st.tuples(st.integers(1, 10**6), st.integers(1, 10**6)),
    shapes=st.lists(shapes, max_size=4),
    image_path=names,
    is_done=st.booleans(),
    flags=st.dictionaries(names, st.booleans(), max_size=2),
    extra=st.dictionaries(names.map("x{}".format), json_values, max_size=2),
    labeler_extra=st.dictionaries(names.map("x{}".format), json_values, max_size=2),
)


def facts(shape: Shape):
    return (
        shape.class_name,
        shape.points.tolist(),
        [hole.tolist() for hole in shape.holes],
        shape.kind,
        shape.group_id,
        shape.description,
        shape.flags,
        shape.is_locked,
    )


@settings(max_examples=60)
@given(annotations)
def test_every_annotation_loads_as_it_was_saved_and_saves_as_it_was_loaded(tmp_path_factory, annotation):
    path = tmp_path_factory.mktemp("annotation") / "a.json"
    write_annotation(path, annotation)
    data = path.read_bytes()
    check_labelme_opens(data)
    loaded = read_annotation(path)
    assert [facts(shape) for shape in loaded.shapes] == [facts(shape) for shape in annotation.shapes]
    for field in ("size", "image_path", "is_done", "flags", "extra", "labeler_extra"):
        assert getattr(loaded, field) == getattr(annotation, field)
    assert annotation_bytes(loaded) == data


@pytest.mark.parametrize("count", [0, 1, 3, 4, 5, 8])
def test_shapes_that_are_written_in_parts_make_one_file(monkeypatch, count):
    monkeypatch.setattr(annotation_file, "_SHAPES", 4)
    shapes = [polygon("cat", [(at, 0), (4, 0.5), (4, 4)], description="labeler") for at in range(count)]
    strange = {"labeler:shapes": [1, {"shapes": []}], "z": None}
    annotation = Annotation((8, 6), shapes, "a.jpg", flags={"shapes": True}, extra=strange)
    data = annotation_bytes(annotation)
    content = orjson.loads(data)
    assert [shape["points"][0][0] for shape in content["shapes"]] == list(range(count))
    assert list(content)[2] == "shapes"
    assert data == orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
