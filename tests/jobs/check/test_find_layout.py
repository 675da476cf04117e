"""What lies in a folder: datasets, VOC folders, pairs, label images, and what belongs together."""

from __future__ import annotations

import shutil

import numpy as np
import pytest
from PIL import Image

from labeler.core.class_file import read_ready_table
from labeler.core.errors import ClassTableError, FileUnreadableError
from labeler.core.table_formats.registry import write_table
from labeler.jobs.check.find_layout import find_layout
from labeler.jobs.check.layout import LayoutKind, Raster
from labeler.jobs.check.options import CheckOptions
from labeler.jobs.export import export_dataset
from tests.datasets import make_dataset, write_photograph
from tests.jobs.check import bad_labels
from tests.jobs.check.clean_sets import clean_dataset, clean_pairs, clean_voc, found, label_map, told


def layout(path, **options):
    return find_layout(path, CheckOptions(**options))


def rows(found, root):
    """Name, stem and files of each item, relative to the root."""
    return [
        (item.name, item.stem, *(file and file.removeprefix(f"{root}/") for file in item[2:]))
        for item in found.items
    ]


def save_label(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(label_map()).save(path)
    return path


def test_images_with_annotations_are_a_dataset(tmp_path):
    found = layout(make_dataset(tmp_path, 2))
    assert found.kind is LayoutKind.DATASET
    assert rows(found, tmp_path) == [
        ("a1.jpg", "a1", "a1.jpg", None, "a1.json"),
        ("a2.jpg", "a2", "a2.jpg", None, "a2.json"),
    ]
    assert found.class_file == tmp_path / "classes.csv"
    assert not found.expects_labels


def test_a_dataset_with_masks_inside_has_all_three(tmp_path):
    found = layout(clean_dataset(tmp_path / "set"))
    assert found.kind is LayoutKind.PAIRS
    assert rows(found, tmp_path / "set")[0] == ("a1.jpg", "a1", "a1.jpg", "masks/a1.png", "a1.json")
    assert len(found.items) == 3


@pytest.mark.parametrize("above", ["", "VOCdevkit/VOC2012", "VOC2012", "VOCdevkit"])
def test_a_voc_folder_is_found_there_and_below(tmp_path, above):
    base = tmp_path / above if above else tmp_path / "voc"
    base.parent.mkdir(parents=True, exist_ok=True)
    clean_voc(base)
    found = layout(tmp_path if above else base)
    assert found.kind is LayoutKind.VOC
    assert [item.stem for item in found.items] == ["a1", "a2", "a3", "other"]
    assert {name: file.name for name, file in found.image_sets.items()} == {
        "train": "train.txt",
        "val": "val.txt",
    }
    assert not found.expects_labels
    assert found.by_stem["other"] == 3
    assert found.classes.at(7).name == "sky"


@pytest.mark.parametrize("names", [("images", "masks"), ("imgs", "labels"), ("Images", "GT")])
def test_folders_of_pairs_are_known_by_their_names(tmp_path, names):
    clean_pairs(tmp_path / "set")
    for old, new in zip(("images", "masks"), names, strict=True):
        (tmp_path / "set" / old).rename(tmp_path / "set" / new)
    found = layout(tmp_path / "set")
    assert found.kind is LayoutKind.PAIRS
    assert found.expects_labels
    assert rows(found, tmp_path / "set")[1] == (
        *("a2.jpg", "a2", f"{names[0]}/a2.jpg", f"{names[1]}/a2.png"),
        None,
    )


def test_pairs_of_folders_in_folders_keep_apart(tmp_path):
    for name in ("train", "val"):
        clean_pairs(tmp_path / "set" / name)
    shutil.copy(tmp_path / "set" / "val" / "classes.csv", tmp_path / "set")
    found = layout(tmp_path / "set")
    assert [item.name for item in found.items][2:4] == ["train/a3.jpg", "val/a1.jpg"]
    assert found.items[3].label == str(tmp_path / "set" / "val" / "masks" / "a1.png")


def test_subfolders_of_both_folders_pair_by_their_paths(tmp_path):
    for part in ("train", "val"):
        write_photograph(tmp_path / "images" / part / "x.jpg")
        save_label(tmp_path / "masks" / part / "x.png")
    found = layout(tmp_path)
    assert [(item.name, item.label) for item in found.items] == [
        (f"{part}/x.jpg", str(tmp_path / "masks" / part / "x.png")) for part in ("train", "val")
    ]


def test_what_datasets_add_to_names_does_not_hinder_pairs(tmp_path):
    city = tmp_path / "city"
    write_photograph(city / "leftImg8bit" / "train" / "a_1_leftImg8bit.png")
    for tail in ("labelIds", "color", "instanceIds"):
        save_label(city / "gtFine" / "train" / f"a_1_gtFine_{tail}.png")
    found = layout(city)
    assert [item.label for item in found.items] == [str(city / "gtFine/train/a_1_gtFine_labelIds.png")]
    camvid = tmp_path / "camvid"
    write_photograph(camvid / "images" / "0001.png")
    save_label(camvid / "labels" / "0001_L.png")
    assert [item.label for item in layout(camvid).items] == [str(camvid / "labels" / "0001_L.png")]


@pytest.mark.parametrize(
    ("images", "labels", "tail"),
    [
        ("701_StillsRaw_full", "LabeledApproved_full", "_L"),
        ("Urban/images_png", "Urban/masks_png", ""),
        ("img_dir/train", "ann_dir/train", ""),
    ],
)
def test_the_folders_of_public_datasets_are_known(tmp_path, images, labels, tail):
    write_photograph(tmp_path / images / "0001.png")
    label = save_label(tmp_path / labels / f"0001{tail}.png")
    assert [item.label for item in layout(tmp_path).items] == [str(label)]


def test_photographs_and_masks_in_one_folder_pair_by_what_stands_after_the_name(tmp_path):
    for number in range(3):
        write_photograph(tmp_path / f"{number}_sat.jpg", seed=number)
        save_label(tmp_path / f"{number}_mask.png")
    found = layout(tmp_path)
    assert found.kind is LayoutKind.PAIRS
    assert [(item.name, item.label) for item in found.items] == [
        (f"{number}_sat.jpg", str(tmp_path / f"{number}_mask.png")) for number in range(3)
    ]


def test_label_images_alone_are_told_from_photographs(tmp_path):
    save_label(tmp_path / "labels_only" / "a.png")
    found = layout(tmp_path / "labels_only")
    assert found.kind is LayoutKind.LABELS
    assert rows(found, tmp_path / "labels_only") == [("a.png", "a", None, "a.png", None)]
    write_photograph(tmp_path / "photos" / "a.png", size=(200, 150))
    noise = np.random.default_rng(0).integers(0, 256, (50, 60, 3), np.uint8)
    Image.fromarray(noise).save(tmp_path / "photos" / "b.png")
    Image.fromarray(noise).save(tmp_path / "photos" / "c.png")
    assert layout(tmp_path / "photos").kind is LayoutKind.DATASET


def test_one_label_image_can_be_checked(tmp_path):
    path = save_label(tmp_path / "a.png")
    found = layout(path)
    assert found.kind is LayoutKind.LABELS
    assert rows(found, tmp_path) == [("a.png", "a", None, "a.png", None)]


def test_label_images_beside_their_photographs_are_pairs(tmp_path):
    write_photograph(tmp_path / "a.jpg")
    save_label(tmp_path / "a.png")
    found = layout(tmp_path)
    assert found.kind is LayoutKind.PAIRS
    assert rows(found, tmp_path) == [("a.jpg", "a", "a.jpg", "a.png", None)]


def test_label_images_of_several_formats_are_no_pairs(tmp_path):
    save_label(tmp_path / "a.png")
    save_label(tmp_path / "b.png")
    Image.fromarray(label_map()).save(tmp_path / "c.bmp")
    found = layout(tmp_path)
    assert found.kind is LayoutKind.LABELS
    assert [item.name for item in found.items] == ["a.png", "b.png", "c.bmp"]


def test_paths_are_shown_from_the_folder_that_was_asked_for(tmp_path):
    path = save_label(tmp_path / "masks" / "a.png")
    assert layout(tmp_path / "masks").shown(path) == "a.png"
    assert layout(path).shown(path) == "a.png"
    assert layout(path).shown("/elsewhere/b.png") == "/elsewhere/b.png"
    assert layout(tmp_path / "masks").shown(tmp_path / "masks") == "masks"


def test_options_override_what_names_tell(tmp_path):
    clean_pairs(tmp_path / "set")
    make_dataset(tmp_path / "data", 3)
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "mine.txt").write_text("a1\n", encoding="utf-8")
    table = read_ready_table("voc21")
    found = layout(
        tmp_path / "data",
        labels=tmp_path / "set" / "masks",
        lists=tmp_path / "lists",
        classes=table,
    )
    assert [(item.name, item.label is None, item.annotation is None) for item in found.items] == [
        (f"a{number}.jpg", False, False) for number in (1, 2, 3)
    ]
    assert list(found.image_sets) == ["mine"]
    assert found.classes is table
    assert found.class_file is None
    found = layout(tmp_path / "set", images=tmp_path / "data", annotations=tmp_path / "nothing")
    assert found.items[0].image == str(tmp_path / "data" / "a1.jpg")
    assert found.items[0].annotation is None
    assert found.items[0].label == str(tmp_path / "set" / "masks" / "a1.png")


def test_an_export_says_how_its_label_images_were_made(tmp_path):
    make_dataset(tmp_path / "data", 3)
    options = {"void_border": 2, "unlabelled": "void", "has_boxes": False, "has_instances": False}
    export_dataset(tmp_path / "data", tmp_path / "voc", **options)
    found = layout(tmp_path / "voc")
    assert found.raster == Raster(2.0, 255)
    assert found.classes.at(7).color == (0x12, 0x34, 0x56)
    assert found.class_file == tmp_path / "voc" / "manifest.json"
    both = layout(tmp_path / "data", labels=tmp_path / "voc" / "SegmentationClass")
    assert both.raster == Raster(2.0, 255)
    assert all(item.annotation and item.label for item in both.items)


def test_a_manifest_of_another_program_says_nothing(tmp_path):
    clean_voc(tmp_path / "voc")
    (tmp_path / "voc" / "manifest.json").write_text('{"images": [], "files": {}}', encoding="utf-8")
    assert layout(tmp_path / "voc").raster is None


def test_files_of_one_stem_are_collisions(tmp_path):
    clean_pairs(tmp_path / "set")
    write_photograph(tmp_path / "set" / "images" / "A2.jpg")
    Image.fromarray(label_map()).save(tmp_path / "set" / "masks" / "a3.bmp")
    found = layout(tmp_path / "set")
    assert {tuple(sorted(file.rpartition("/")[2] for file in each.files)) for each in found.collisions} == {
        ("A2.jpg", "a2.jpg"),
        ("a3.bmp", "a3.png"),
    }


def test_annotations_without_image_are_items_and_other_json_is_none(tmp_path):
    make_dataset(tmp_path, 2)
    (tmp_path / "a1.jpg").unlink()
    (tmp_path / "id2label.json").write_text('{"0": "background"}', encoding="utf-8")
    assert rows(layout(tmp_path), tmp_path) == [
        ("a2.jpg", "a2", "a2.jpg", None, "a2.json"),
        ("a1.json", "a1", None, None, "a1.json"),
    ]


def test_labels_txt_is_a_class_table_and_a_wrong_table_is_an_error(tmp_path):
    clean_pairs(tmp_path / "set")
    (tmp_path / "set" / "classes.csv").unlink()
    (tmp_path / "set" / "labels.txt").write_text("__ignore__\n_background_\ncat\n", encoding="utf-8")
    found = layout(tmp_path / "set")
    assert found.classes.at(1).name == "cat"
    assert not found.has_colors
    (tmp_path / "set" / "classes.csv").write_text("nothing\n", encoding="utf-8")
    with pytest.raises(ClassTableError, match="the header lacks"):
        layout(tmp_path / "set")


def test_the_class_table_of_another_program_counts_where_there_is_no_other(tmp_path):
    clean_voc(tmp_path / "voc")
    table = layout(tmp_path / "voc").classes
    write_table(tmp_path / "voc" / "labelmap.txt", table)
    (tmp_path / "voc" / "classes.csv").unlink()
    found = layout(tmp_path / "voc")
    assert found.class_file == tmp_path / "voc" / "labelmap.txt"
    assert found.classes.palette().tolist() == table.palette().tolist()
    assert found.has_colors


def test_a_table_without_colours_judges_no_colours(tmp_path):
    made = bad_labels.palette_differs(tmp_path / "set")
    (made.folder / "classes.csv").unlink()
    names = "__ignore__\n_background_\ncat\ndog\n3\n4\n5\n6\nsky\n"
    (made.folder / "labels.txt").write_text(names, encoding="utf-8")
    assert told(made.folder, ignore=("unused-class",)) == []
    rgb = bad_labels.rgb_label(tmp_path / "rgb")
    (rgb.folder / "classes.csv").unlink()
    (rgb.folder / "labels.txt").write_text(names, encoding="utf-8")
    [finding] = found(rgb.folder, ignore=("unused-class",))
    assert (finding.code.name, finding.is_fixable) == ("rgb-label", False)


def test_a_path_that_does_not_exist_is_an_error(tmp_path):
    with pytest.raises(FileUnreadableError, match="no such file"):
        layout(tmp_path / "none")


def test_folders_that_are_named_and_do_not_exist_are_errors(tmp_path):
    clean_pairs(tmp_path / "set")
    for name in ("images", "labels", "lists"):
        with pytest.raises(FileUnreadableError, match="there is no such folder"):
            layout(tmp_path / "set", **{name: tmp_path / "none"})


def test_label_images_alone_take_the_class_table_beside_their_folder(tmp_path):
    clean_pairs(tmp_path / "set")
    (tmp_path / "set" / "train.txt").write_text("nothing\n", encoding="utf-8")
    for path in (tmp_path / "set" / "masks", tmp_path / "set" / "masks" / "a1.png"):
        found = layout(path)
        assert found.kind is LayoutKind.LABELS
        assert found.class_file == tmp_path / "set" / "classes.csv"
        assert found.image_sets == {}


def test_other_json_makes_label_images_no_dataset(tmp_path):
    save_label(tmp_path / "a.png")
    (tmp_path / "id2label.json").write_text('{"0": "background", "1": "cat"}', encoding="utf-8")
    assert layout(tmp_path).kind is LayoutKind.LABELS


def test_label_images_of_other_formats_are_found_where_they_are_alone(tmp_path):
    Image.fromarray(label_map()).save(tmp_path / "a.bmp")
    assert told(tmp_path, only=("not-png",)) == [("not-png", "a.bmp")]


def test_an_empty_folder_has_no_items(tmp_path):
    assert layout(tmp_path).items == ()
