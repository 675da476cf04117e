"""Label images told from photographs by their pixels."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from labeler.core.label_png import write_label_png
from labeler.jobs.check.sniffing import are_label_images
from tests.datasets import write_photograph
from tests.label_sets import CAMVID_LIKE, CITYSCAPES_LIKE, VOC_LIKE, antialiased, label_set


def save(folder, arrays):
    folder.mkdir(exist_ok=True)
    paths = [folder / f"{number}.png" for number in range(len(arrays))]
    for path, array in zip(paths, arrays, strict=True):
        Image.fromarray(array).save(path)
    return paths


@pytest.mark.parametrize("name", [CITYSCAPES_LIKE, VOC_LIKE, CAMVID_LIKE])
def test_label_images_are_known_as_indices_and_as_colours(tmp_path, name):
    made = label_set(name, 3)
    assert are_label_images(save(tmp_path / "indices", made.label_maps))
    assert are_label_images(save(tmp_path / "colours", made.colors))
    assert are_label_images(save(tmp_path / "soft", [antialiased(each) for each in made.colors]))


def test_photographs_are_none(tmp_path):
    paths = [write_photograph(tmp_path / f"{number}.png", (300, 200), seed=number) for number in range(3)]
    assert not are_label_images(paths)
    noise = np.random.default_rng(0).integers(0, 256, (90, 120), np.uint8)
    assert not are_label_images(save(tmp_path / "noise", [noise]))


def test_the_majority_of_a_few_decides_and_files_that_cannot_be_read_do_not_count(tmp_path):
    paths = save(tmp_path / "set", label_set(VOC_LIKE, 3).label_maps)
    bad = tmp_path / "set" / "bad.png"
    bad.write_bytes(b"nothing")
    photograph = write_photograph(tmp_path / "set" / "photo.png", (300, 200))
    assert are_label_images([bad, *paths, photograph])
    assert not are_label_images([bad])
    assert not are_label_images([])


def test_label_images_of_a_single_pixel_are_label_images(tmp_path):
    assert are_label_images(save(tmp_path / "set", [np.zeros((1, 1), np.uint8)]))


def test_a_palette_png_of_few_numbers_is_a_label_image_however_restless(tmp_path):
    restless = np.random.default_rng(0).choice([0, 1, 2, 255], (40, 60)).astype(np.uint8)
    (tmp_path / "set").mkdir()
    write_label_png(tmp_path / "set" / "a.png", restless)
    assert are_label_images([tmp_path / "set" / "a.png"])
    noise = np.random.default_rng(0).integers(0, 256, (90, 120, 3), np.uint8)
    Image.fromarray(noise).quantize(200).save(tmp_path / "quantized.png")
    assert not are_label_images([tmp_path / "quantized.png"])
