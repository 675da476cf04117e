"""A maker of a bad file for each kind of finding on lists, on splits and on what a set holds."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
from PIL import Image

from labeler.core.label_png import write_label_png
from tests.datasets import square, write_photograph, write_shapes
from tests.jobs.check.bad_labels import Made, Maker
from tests.jobs.check.clean_sets import classes_of, clean_dataset, clean_voc, label_map

LISTS = Path("ImageSets", "Segmentation")


def with_list(folder: Path, data: bytes, name: str = "train", *, is_fixable: bool = False) -> Made:
    """A VOC folder with one list written otherwise."""
    path = clean_voc(folder) / LISTS / f"{name}.txt"
    path.write_bytes(data)
    return Made(folder, path.name, is_fixable)


def _written(data: bytes, name: str = "train", *, is_fixable: bool = False) -> Maker:
    return lambda folder: with_list(folder, data, name, is_fixable=is_fixable)


def unlisted(folder: Path) -> Made:
    """A labelled image that neither train nor val names."""
    with_list(folder, b"a1\n")
    return Made(folder, "a2.jpg")


def _with_map(folder: Path, made: np.ndarray, name: str = "a2") -> Path:
    path = clean_voc(folder) / "SegmentationClass" / f"{name}.png"
    write_label_png(path, made, classes_of(folder).palette())
    return path


def mostly_void(folder: Path) -> Made:
    """A label image of which a little is no void."""
    made = np.full_like(label_map(), 255)
    made[:10] = label_map(2)[:10]
    made[20:22] = [2] * 62 + [7] * 2
    return Made(folder, _with_map(folder, made).name)


def one_value(folder: Path) -> Made:
    """A label image of background alone."""
    return Made(folder, _with_map(folder, np.zeros_like(label_map())).name)


def class_in_train_only(folder: Path) -> Made:
    """The class 7 is gone from the only image of val."""
    made = label_map(3)
    made[made == 7] = 1
    _with_map(folder, made, "a3")
    return Made(folder, "val.txt")


def unused_class(folder: Path) -> Made:
    """The table has a class more."""
    clean_voc(folder)
    table = folder / "classes.csv"
    table.write_text(table.read_text(encoding="utf-8") + "9,bird,#654321\n", encoding="utf-8")
    return Made(folder, table.name)


def _copy(folder: Path, source: str, target: str) -> Path:
    images = clean_voc(folder) / "JPEGImages"
    shutil.copy(images / f"{source}.jpg", images / f"{target}.jpg")
    return images / f"{target}.jpg"


def same_in_splits(folder: Path) -> Made:
    """A photograph of val that is also in train under another name."""
    return Made(folder, _copy(folder, "a1", "a3").name)


def same_image(folder: Path) -> Made:
    """A photograph that is twice in train."""
    return Made(folder, _copy(folder, "a1", "a2").name)


def _nearly(folder: Path, source: str, target: str) -> None:
    path = _copy(folder, source, target)
    with Image.open(path) as image:
        image.save(path.with_suffix(".new.jpg"), quality=60)
    path.with_suffix(".new.jpg").rename(path)


def alike_in_splits(folder: Path) -> Made:
    """A photograph of val that is in train in another quality."""
    _nearly(folder, "a1", "a3")
    return Made(folder, "a3.jpg")


def alike_images(folder: Path) -> Made:
    """A photograph that is twice in train, in two qualities."""
    _nearly(folder, "a1", "a2")
    return Made(folder, "a1.jpg")


def void_annotation(folder: Path) -> Path:
    """A dataset whose second image is void but for a corner."""
    clean_dataset(folder)
    shutil.rmtree(folder / "masks")
    shapes = [square("void", 0, 0, 64), square("cat", 2, 2), square("dog", 2, 20)]
    write_shapes(folder / "a2.jpg", shapes)
    return folder


def dataset_with_lists(folder: Path) -> Path:
    """Photographs with annotations, train.txt and val.txt beside them."""
    clean_dataset(folder)
    shutil.rmtree(folder / "masks")
    write_photograph(folder / "b.jpg", seed=12)
    (folder / "train.txt").write_bytes(b"a1\na2\n")
    (folder / "val.txt").write_bytes(b"a3\n")
    return folder


MAKERS: dict[str, Maker] = {
    "list-unreadable": _written(b"a1\n\xff\n"),
    "list-empty": _written(b"", "test"),
    "list-encoding": _written(b"\xef\xbb\xbfa1\na2\n", is_fixable=True),
    "list-line-ends": _written(b"a1\r\na2\r\n", is_fixable=True),
    "list-blank-line": _written(b"a1\n\na2\n\n", is_fixable=True),
    "list-blanks": _written(b"a1 \n\ta2\n", is_fixable=True),
    "list-comment": _written(b"# of 2026\na1\na2\n", is_fixable=True),
    "list-repeated": _written(b"a1\na2\na1\n", is_fixable=True),
    "list-spelling": _written(b"a1.jpg\nA2\n", is_fixable=True),
    "list-absent": _written(b"a1\na2\na9\n"),
    "list-no-label": _written(b"a1\na2\nother\n"),
    "split-overlap": _written(b"a3\na2\n", "val"),
    "trainval-differs": _written(b"a1\na3\n", "trainval"),
    "unlisted": unlisted,
    "void-share": mostly_void,
    "one-value": one_value,
    "class-not-in-split": class_in_train_only,
    "unused-class": unused_class,
    "same-in-splits": same_in_splits,
    "alike-in-splits": alike_in_splits,
    "same-image": same_image,
    "alike-images": alike_images,
}
