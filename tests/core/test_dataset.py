from __future__ import annotations

import json

import pytest
from PIL import Image

from labeler.core.annotation import Annotation
from labeler.core.classes import ClassRow, ClassTable
from labeler.core.dataset import check_size, missing_classes, open_dataset
from labeler.core.errors import AnnotationError, ClassTableError, DatasetError, ImageSizeError
from labeler.core.shapes import polygon

TRIANGLE = [[0, 0], [10, 0], [0, 10]]
SIX = Image.Exif()
SIX[0x0112] = 6


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "street"
    (root / "night").mkdir(parents=True)
    Image.new("RGB", (20, 10)).save(root / "a.jpg")
    Image.new("RGB", (20, 10)).save(root / "night" / "b.jpg", exif=SIX)
    return root


def labels(*names):
    shapes = [{"label": name, "points": TRIANGLE, "shape_type": "polygon"} for name in names]
    return json.dumps({"shapes": shapes, "imagePath": "a.jpg", "imageData": None})


def test_a_folder_opens_with_its_images_and_an_empty_class_table(folder):
    dataset = open_dataset(folder)
    assert [(image.name, image.id) for image in dataset.images] == [
        ("a.jpg", "a"),
        ("night/b.jpg", "night_b"),
    ]
    assert dataset.images[1].path == folder / "night" / "b.jpg"
    assert dataset.images[1].annotation_path == folder / "night" / "b.json"
    assert dataset.class_file == folder / "classes.csv"
    assert [row.index for row in dataset.classes] == [0, 255]
    assert dataset.start is None


def test_an_image_opens_its_folder_at_that_image(folder):
    Image.new("RGB", (2, 2)).save(folder / "c.PNG")
    dataset = open_dataset(str(folder / "c.PNG"))
    assert dataset.folder == folder
    assert dataset.images[dataset.start].name == "c.PNG"


def test_an_empty_folder_is_a_dataset_without_images(tmp_path):
    assert open_dataset(tmp_path).images == []


def test_what_is_no_folder_is_an_error(folder):
    with pytest.raises(DatasetError, match="nothing: does not exist"):
        open_dataset(folder / "nothing")
    (folder / "notes.txt").touch()
    with pytest.raises(DatasetError, match=r"notes\.txt: is no folder and no image"):
        open_dataset(folder / "notes.txt")


def test_classes_come_from_classes_csv_then_from_labels_txt(folder):
    (folder / "labels.txt").write_text("__ignore__\n_background_\ncat\n")
    assert open_dataset(folder).classes.find("cat").index == 1
    (folder / "classes.csv").write_text("index,name,color\n7,dog,#ff0000\n")
    assert open_dataset(folder).classes.find("dog").index == 7
    assert open_dataset(folder).classes.find("cat") is None
    given = ClassTable((ClassRow(3, "cow", (1, 2, 3)),))
    assert open_dataset(folder, classes=given).classes is given


def test_a_broken_class_table_is_an_error(folder):
    (folder / "classes.csv").write_text("1,dog\n")
    with pytest.raises(ClassTableError, match="line 1"):
        open_dataset(folder)


def test_changed_classes_are_written_beside_the_images(folder):
    dataset = open_dataset(folder)
    dataset.classes = dataset.classes.with_class("tree")
    dataset.write_classes()
    assert open_dataset(folder).classes.find("tree").index == 1


def test_an_image_without_a_file_has_an_empty_annotation_of_its_upright_size(folder):
    dataset = open_dataset(folder)
    annotation = dataset.read_annotation(dataset.images[1])
    assert annotation.size == (10, 20)
    assert annotation.image_path == "b.jpg"
    assert annotation.shapes == []


def test_what_an_old_file_does_not_say_is_filled_in(folder):
    (folder / "a.json").write_text(json.dumps({"shapes": []}))
    annotation = open_dataset(folder).read_annotation(open_dataset(folder).images[0])
    assert (annotation.size, annotation.image_path) == ((20, 10), "a.jpg")


def test_annotations_are_written_where_they_are_read(folder):
    dataset = open_dataset(folder)
    image = dataset.images[1]
    annotation = dataset.read_annotation(image)
    annotation.shapes.append(polygon("car", TRIANGLE))
    dataset.write_annotation(image, annotation)
    assert (folder / "night" / "b.json").exists()
    assert [shape.class_name for shape in dataset.read_annotation(image).shapes] == ["car"]


def test_annotations_in_a_folder_of_their_own_name_their_images_as_seen_from_there(folder, tmp_path):
    dataset = open_dataset(folder, annotation_folder=tmp_path / "made" / "labels")
    image = dataset.images[1]
    assert image.annotation_path == tmp_path / "made" / "labels" / "night" / "b.json"
    annotation = dataset.read_annotation(image)
    assert annotation.image_path == "../../../street/night/b.jpg"
    dataset.write_annotation(image, annotation)
    assert (image.annotation_path.parent / annotation.image_path).resolve() == image.path
    assert not (folder / "night" / "b.json").exists()


def test_a_name_that_is_no_unicode_can_be_annotated(folder):
    name = b"caf\xe9.png"
    try:
        Image.new("RGB", (2, 2)).save(folder / "plain.png")
        (folder / "plain.png").rename(folder / name.decode(errors="surrogateescape"))
    except (OSError, UnicodeError):
        pytest.skip("this file system holds only names in Unicode")
    dataset = open_dataset(folder)
    [image] = [image for image in dataset.images if "caf" in image.name]
    annotation = dataset.read_annotation(image)
    assert annotation.image_path == "caf\ufffd.png"
    dataset.write_annotation(image, annotation)
    assert open_dataset(folder).read_annotation(image).image_path == "caf\ufffd.png"


def test_missing_classes_are_counted_and_not_added(folder):
    (folder / "classes.csv").write_text("index,name,color\n7,dog,#ff0000\n")
    (folder / "a.json").write_text(labels("dog", "tree 10", "tree 9", "__ignore__", "", "_background_"))
    (folder / "night" / "b.json").write_text(labels("tree 10"))
    dataset = open_dataset(folder)
    assert list(missing_classes(dataset).items()) == [("tree 9", 1), ("tree 10", 2)]
    assert dataset.classes.find("tree 9") is None


def test_missing_classes_of_a_broken_file_are_not_passed_over(folder):
    (folder / "a.json").write_text("{")
    with pytest.raises(AnnotationError, match=r"a\.json"):
        missing_classes(open_dataset(folder))


def test_a_size_that_is_not_the_images_is_an_error_that_names_both(folder):
    image = open_dataset(folder).images[0]
    check_size(Annotation(), image, (20, 10))
    check_size(Annotation(size=(20, 10)), image, (20, 10))
    with pytest.raises(
        ImageSizeError, match=r"a\.json: is made for an image of 30 x 10 pixels, but a\.jpg has 20 x 10"
    ):
        check_size(Annotation(size=(30, 10)), image, (20, 10))
    with pytest.raises(ImageSizeError, match="EXIF"):
        check_size(Annotation(size=(10, 20)), image, (20, 10))


def test_the_sample_dataset_opens_whole(tmp_path):
    from labeler.core.resource_files import resource

    dataset = open_dataset(resource("sample"))
    assert dataset.images
    for image in dataset.images:
        annotation = dataset.read_annotation(image)
        assert annotation.problems == []
        assert annotation.shapes
    assert missing_classes(dataset) == {}
