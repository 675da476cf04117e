"""What others read from an export: the path rules of trainers, and datumaro's importer."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from labeler.core.annotation_file import read_annotation
from labeler.core.classes import ClassTable
from labeler.core.dataset import open_dataset
from labeler.core.rasterizer import rasterize
from labeler.jobs.export import export_dataset
from tests.datasets import SIZE, indices, make_dataset, square, write_photograph, write_shapes


@pytest.fixture
def folder(tmp_path):
    folder = make_dataset(tmp_path / "data", 6)
    write_shapes(write_photograph(folder / "with blank.png"), [square("sky", 0, 0, 30)])
    return folder


@pytest.fixture
def voc(folder, tmp_path):
    target = tmp_path / "VOCdevkit" / "VOC2012"
    assert not export_dataset(folder, target).has_failures
    return target


def torchvision_pairs(root: Path, image_set: str) -> list[tuple[Path, Path]]:
    """torchvision/datasets/voc.py, _VOCBase.__init__ and VOCSegmentation (2012)."""
    voc_root = root / "VOCdevkit" / "VOC2012"
    with (voc_root / "ImageSets" / "Segmentation" / (image_set.rstrip("\n") + ".txt")).open() as file:
        names = [line.strip() for line in file]
    images = [voc_root / "JPEGImages" / (name + ".jpg") for name in names]
    targets = [voc_root / "SegmentationClass" / (name + ".png") for name in names]
    return list(zip(images, targets, strict=True))


def mmseg_pairs(root: Path, ann_file: str) -> list[tuple[Path, Path]]:
    """mmseg/datasets/basesegdataset.py, load_data_list, with PascalVOCDataset's suffixes and prefixes."""
    lines = (root / ann_file).read_text(encoding="utf-8").splitlines()
    names = [line.strip() for line in lines]
    return [
        (root / "JPEGImages" / f"{name}.jpg", root / "SegmentationClass" / f"{name}.png") for name in names
    ]


def expected(folder: Path, name: str, classes: ClassTable) -> np.ndarray:
    return rasterize(read_annotation(folder / f"{name}.json").shapes, SIZE, classes)


@pytest.mark.parametrize("image_set", ["train", "val", "trainval"])
def test_torchvision_finds_every_pair_and_gets_indices(folder, voc, image_set):
    classes = open_dataset(folder).classes
    pairs = torchvision_pairs(voc.parent.parent, image_set)
    assert len(pairs) == {"train": 6, "val": 1, "trainval": 7}[image_set]
    for image_path, target_path in pairs:
        with Image.open(image_path) as image, Image.open(target_path) as target:
            assert image.convert("RGB").size == target.size
            assert target.mode == "P"
            np.testing.assert_array_equal(np.array(target), expected(folder, target_path.stem, classes))


def test_mmsegmentation_finds_every_pair_and_gets_indices(folder, voc):
    classes = open_dataset(folder).classes
    pairs = mmseg_pairs(voc, "ImageSets/Segmentation/train.txt")
    assert len(pairs) == 6
    for image_path, target_path in pairs:
        assert image_path.is_file()
        label_map = np.squeeze(indices(target_path)).astype(np.uint8)
        np.testing.assert_array_equal(label_map, expected(folder, target_path.stem, classes))


def test_lists_have_unix_line_ends_and_no_blank_lines(voc):
    for path in (voc / "ImageSets" / "Segmentation").iterdir():
        data = path.read_bytes()
        assert b"\r" not in data
        assert b"\n\n" not in data
        assert data.endswith(b"\n")
        assert not data.startswith(b"\n")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("options", [{}, {"has_instances": False, "void_border": 1}, {"unlabelled": "void"}])
def test_datumaro_imports_classes_objects_and_void(folder, tmp_path, caplog, options):
    datumaro = pytest.importorskip("datumaro", reason="datumaro is not installed (extra: readers)")
    export_dataset(folder, tmp_path / "voc", **options)
    with caplog.at_level(logging.CRITICAL):
        dataset = datumaro.Dataset.import_from(str(tmp_path / "voc"), "voc_segmentation")
        items = list(dataset)
    labels = [label.name for label in dataset.categories()[datumaro.AnnotationType.label]]
    assert labels == ["background", "cat", "dog", "sky", "void"]
    assert {item.id for item in items} == {"a1", "a2", "a3", "a4", "a5", "a6", "with blank"}
    assert {item.subset for item in items} == {"train", "val", "trainval"}
    label_map = indices(tmp_path / "voc" / "SegmentationClass" / "a1.png")
    index_of = {"background": 0, "cat": 1, "dog": 2, "sky": 7, "void": 255}
    seen = set()
    for mask in next(item for item in items if item.id == "a1").annotations:
        name = labels[mask.label]
        seen.add(name)
        assert (label_map[mask.image.astype(bool)] == index_of[name]).all()
    assert {"cat", "dog", "void"} <= seen
