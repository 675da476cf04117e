from __future__ import annotations

import pickle

import pytest

from labeler.core.annotation import Annotation
from labeler.core.classes import ClassTable
from labeler.core.dataset import DatasetImage
from labeler.core.errors import ExportError, InstanceError, UnknownClassError
from labeler.core.images import ImageHeader
from labeler.core.shapes import Shape, ShapeKind, polygon
from labeler.formats.base import ExportOptions
from labeler.formats.target_files import TargetFiles
from labeler.formats.voc import Voc
from tests.datasets import indices, tree, write_photograph

UPRIGHT = ImageHeader((20, 10), is_upright_jpeg=True)
TURNED = ImageHeader((20, 10), is_upright_jpeg=False)
CLASSES = ClassTable().with_class("cat").with_class("dog", 5)
SQUARE = [(1, 1), (6, 1), (6, 6), (1, 6)]


@pytest.fixture
def image(tmp_path):
    path = write_photograph(tmp_path / "x.jpg", (20, 10))
    return DatasetImage("x.jpg", "x", str(path), str(tmp_path / "x.json"))


def add(tmp_path, image, shapes, **options):
    """Write one image of 20 x 10 pixels and give back what was added."""
    writer = Voc().writer(CLASSES, ExportOptions(**options))
    for pattern in writer.patterns():
        (tmp_path / "voc" / pattern).parent.mkdir(parents=True, exist_ok=True)
    return writer.add(TargetFiles(tmp_path / "voc"), image, Annotation((20, 10), shapes), UPRIGHT)


def test_an_added_image_tells_its_files_pixels_and_changes(tmp_path, image):
    added = add(tmp_path, image, [polygon("cat", SQUARE)])
    assert set(added.files) == set(tree(tmp_path / "voc"))
    assert added.pixels == {0: 175, 1: 25}
    assert added.notices == ()
    assert added.is_changed
    assert not add(tmp_path, image, [polygon("cat", SQUARE)]).is_changed


def test_a_link_has_no_hash_and_no_source_hash(tmp_path, image):
    assert add(tmp_path, image, [], images="link").files["JPEGImages/x.jpg"] is None
    writer = Voc().writer(CLASSES, ExportOptions(images="link"))
    assert writer.source_hash(image, UPRIGHT) is None
    assert writer.source_hash(image, TURNED) is not None
    assert Voc().writer(CLASSES, ExportOptions(images="none")).source_hash(image, TURNED) is None
    assert Voc().writer(CLASSES, ExportOptions()).source_hash(image, UPRIGHT) is not None


@pytest.mark.parametrize("has_instances", [True, False])
@pytest.mark.parametrize("has_boxes", [True, False])
@pytest.mark.parametrize("border", [0, 1.5])
def test_the_label_map_does_not_depend_on_what_else_is_written(
    tmp_path, image, has_instances, has_boxes, border
):
    shapes = [
        polygon("cat", SQUARE),
        polygon("dog", [(4, 0), (20, 0), (9, 10)]),
        polygon("void", [(0, 7), (3, 7), (0, 10)]),
    ]
    options = {"has_instances": has_instances, "has_boxes": has_boxes}
    added = add(tmp_path, image, shapes, void_border=border, **options)
    alone = add(tmp_path / "alone", image, shapes, void_border=border, has_instances=False, has_boxes=False)
    name = "SegmentationClass/x.png"
    assert added.files[name] == alone.files[name]
    assert added.pixels == alone.pixels
    class_map = indices(tmp_path / "voc" / name)
    assert {int(index): int((class_map == index).sum()) for index in added.pixels} == added.pixels


def test_points_and_lines_are_named_by_number(tmp_path, image):
    line = Shape("cat", [(0, 0), (5, 5)], ShapeKind.LINE)
    added = add(tmp_path, image, [line, polygon("cat", SQUARE), *[line] * 12])
    assert "shape 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, ..." in added.notices[0]


def test_what_forbids_an_image_is_raised_before_a_file_is_written(tmp_path, image):
    with pytest.raises(UnknownClassError, match=r"x\.json: shape 2"):
        add(tmp_path, image, [polygon("cat", SQUARE), polygon("fox", SQUARE)])
    with pytest.raises(InstanceError, match=r"x\.json.*--wide-instances"):
        add(tmp_path, image, [polygon("cat", SQUARE)] * 300)
    assert tree(tmp_path / "voc") == {}


def test_common_files_are_class_files_and_lists():
    files = Voc().writer(CLASSES, ExportOptions()).common_files({"train": ["b", "a"], "val": []})
    assert files["ImageSets/Segmentation/train.txt"] == b"b\na\n"
    assert files["ImageSets/Segmentation/val.txt"] == b""
    assert set(files) >= {"labelmap.txt", "class_names.txt"}


def test_a_writer_goes_to_other_processes(tmp_path, image):
    writer = pickle.loads(pickle.dumps(Voc().writer(CLASSES, ExportOptions())))
    assert writer.patterns() == Voc().writer(CLASSES, ExportOptions()).patterns()


def test_class_names_that_lists_cannot_hold_make_no_writer():
    with pytest.raises(ExportError, match=r"Rename the class"):
        Voc().writer(ClassTable().with_class("a:b"), ExportOptions())
