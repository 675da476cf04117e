from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from labeler.core.dataset_files import export_ids, find_images
from labeler.core.errors import DatasetError


def tree(root, *names):
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return root


def annotation_of(path, image_path):
    path.write_text(json.dumps({"shapes": [], "imagePath": image_path}))


def test_images_are_found_in_all_folders_in_natural_order(tmp_path):
    tree(tmp_path, "b10.jpg", "b9.JPG", "A.png", "day10/x.tif", "day9/y.webp", "day9/in/z.bmp", "notes.txt")
    assert [name for name, _ in find_images(tmp_path)] == [
        "A.png",
        "b9.JPG",
        "b10.jpg",
        "day9/y.webp",
        "day9/in/z.bmp",
        "day10/x.tif",
    ]


def test_hidden_files_and_folders_are_left_out(tmp_path):
    tree(tmp_path, "a.jpg", ".b.jpg", ".cache/c.jpg", ".labeler-0123456789abcdef.tmp", "__MACOSX/._d.jpg")
    assert find_images(tmp_path) == [("a.jpg", "a.json")]


def test_a_folder_with_the_name_of_an_image_is_a_folder(tmp_path):
    tree(tmp_path, "folder.jpg/a.jpg")
    assert find_images(tmp_path) == [("folder.jpg/a.jpg", "folder.jpg/a.json")]


def test_label_images_of_a_voc_dataset_are_no_photographs(tmp_path):
    tree(
        tmp_path,
        "VOC2012/JPEGImages/a.jpg",
        "VOC2012/SegmentationClass/a.png",
        "VOC2012/SegmentationObject/a.png",
        "VOC2012/SegmentationClassVisualization/a.jpg",
        "VOC2012/Extra/b.png",
        "SegmentationStudy/c.png",
    )
    assert [name for name, _ in find_images(tmp_path)] == [
        "SegmentationStudy/c.png",
        "VOC2012/Extra/b.png",
        "VOC2012/JPEGImages/a.jpg",
    ]


def test_links_to_folders_are_followed_but_never_in_circles(tmp_path):
    outside = tree(tmp_path / "outside", "o.jpg")
    root = tree(tmp_path / "root", "in/a.jpg")
    (root / "link").symlink_to(outside)
    (root / "again").symlink_to(outside)
    (root / "in/up").symlink_to(root)
    (root / "beside").symlink_to(root / "in")
    (outside / "self").symlink_to(outside)
    names = [name for name, _ in find_images(root)]
    assert sorted(name.rpartition("/")[2] for name in names) == ["a.jpg", "o.jpg"]
    assert "in/a.jpg" in names


def test_a_link_to_nowhere_is_listed_and_an_error_only_when_opened(tmp_path):
    (tmp_path / "a.jpg").symlink_to(tmp_path / "gone.jpg")
    assert find_images(tmp_path) == [("a.jpg", "a.json")]


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX permissions")
def test_a_link_to_itself_hides_no_other_image(tmp_path):
    tree(tmp_path, "a.jpg")
    (tmp_path / "b.jpg").symlink_to("b.jpg")
    (tmp_path / "c").symlink_to("c")
    assert find_images(tmp_path) == [("a.jpg", "a.json"), ("b.jpg", "b.json")]


def test_a_folder_that_cannot_be_read_is_an_error_that_names_it(tmp_path, monkeypatch):
    tree(tmp_path, "open/a.jpg", "closed/b.jpg")
    scandir = os.scandir

    def refusing(path):
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    with pytest.raises(DatasetError, match=r"closed: cannot be read \(Permission denied\)"):
        find_images(tmp_path)


def test_of_two_images_with_one_stem_the_jpeg_keeps_the_plain_annotation(tmp_path):
    tree(tmp_path, "x.bmp", "x.JPEG", "x.png", "y.png")
    assert find_images(tmp_path) == [
        ("x.bmp", "x.bmp.json"),
        ("x.JPEG", "x.json"),
        ("x.png", "x.png.json"),
        ("y.png", "y.json"),
    ]


def test_without_a_jpeg_the_first_by_name_keeps_the_plain_annotation(tmp_path):
    tree(tmp_path, "x.png", "x.bmp")
    assert find_images(tmp_path) == [("x.bmp", "x.json"), ("x.png", "x.png.json")]


@pytest.mark.parametrize("image_path", ["x.png", "..\\images\\x.png", "../images/x.png"])
def test_an_annotation_belongs_to_the_image_it_names(tmp_path, image_path):
    tree(tmp_path, "x.png", "x.jpg")
    annotation_of(tmp_path / "x.json", image_path)
    assert find_images(tmp_path) == [("x.jpg", "x.jpg.json"), ("x.png", "x.json")]


@pytest.mark.parametrize("image_path", ["other.png", "", "x.PNG"])
def test_an_annotation_that_names_none_of_the_images_belongs_to_the_jpeg(tmp_path, image_path):
    tree(tmp_path, "x.png", "x.jpg")
    annotation_of(tmp_path / "x.json", image_path)
    assert find_images(tmp_path) == [("x.jpg", "x.json"), ("x.png", "x.png.json")]


def test_a_broken_annotation_belongs_to_the_jpeg(tmp_path):
    tree(tmp_path, "x.png", "x.jpg", "x.json")
    assert dict(find_images(tmp_path)) == {"x.jpg": "x.json", "x.png": "x.png.json"}


def test_an_image_keeps_its_long_annotation_when_the_other_is_gone(tmp_path):
    tree(tmp_path, "x.png", "x.png.json", "x.json")
    assert find_images(tmp_path) == [("x.png", "x.png.json")]


def test_two_images_never_share_an_annotation(tmp_path):
    names = ["x.jpg", "x.png", "x.png.jpg", "x.png.png", "x.png.json", "x.json"]
    found = find_images(tree(tmp_path, *names))
    assert len({annotation for _, annotation in found}) == 4


def test_annotations_may_lie_in_a_folder_that_mirrors_the_images(tmp_path):
    images = tree(tmp_path / "images", "a/x.jpg", "a/x.png", "b/y.jpg")
    annotations = tree(tmp_path / "annotations", "a/x.jpg.json")
    assert find_images(images, annotations) == [
        ("a/x.jpg", "a/x.jpg.json"),
        ("a/x.png", "a/x.json"),
        ("b/y.jpg", "b/y.json"),
    ]
    assert find_images(images, tmp_path / "to be made")[0] == ("a/x.jpg", "a/x.json")


def test_ids_are_stems_with_their_folders():
    assert export_ids(["a.jpg", "b.c.png", "day 1/x.jpg"]) == ["a", "b.c", "day 1_x"]


def test_ids_that_would_meet_get_their_suffix_and_then_a_number():
    names = ["a/b.png", "a_b.jpg", "A_B.bmp", "x.jpg", "x.png", "x_png.jpg"]
    assert export_ids(names) == ["a_b_png", "a_b", "A_B_bmp", "x", "x_png_2", "x_png"]


def test_ids_do_not_depend_on_images_that_do_not_meet():
    few = export_ids(["x.jpg", "x.png"])
    assert export_ids(["a.jpg", "x.jpg", "x.png", "z.jpg"])[1:3] == few
