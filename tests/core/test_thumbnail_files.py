"""Thumbnails of images in a folder of their own."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from labeler.core import thumbnail_files
from labeler.core.errors import FileUnwritableError
from labeler.core.thumbnail_files import SIDE, ThumbnailFiles
from tests.datasets import write_photograph


@pytest.fixture
def files(tmp_path: Path) -> ThumbnailFiles:
    return ThumbnailFiles(tmp_path / "cache")


def kept(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "cache").glob("*/*"))


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.tif", "a.webp", "a.bmp", "a.gif"])
def test_a_thumbnail_has_the_proportions_of_its_image(files: ThumbnailFiles, tmp_path: Path, name) -> None:
    Image.new("RGB", (600, 300), (10, 200, 30)).save(tmp_path / name)
    words = files.make(tmp_path / name)
    assert words.shape == (SIDE // 2, SIDE)
    colors = thumbnail_files.rgb_of_words(words).reshape(-1, 3).astype(int)
    assert np.abs(colors - (10, 200, 30)).max() <= 6


def test_a_small_image_is_not_enlarged(files: ThumbnailFiles, tmp_path: Path) -> None:
    write_photograph(tmp_path / "a.png", (40, 20))
    assert files.make(tmp_path / "a.png").shape == (20, 40)


def test_a_thumbnail_stands_upright(files: ThumbnailFiles, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (600, 300)).save(tmp_path / "a.jpg", exif=exif)
    assert files.make(tmp_path / "a.jpg").shape == (SIDE, SIDE // 2)


def test_values_of_16_bits_are_stretched(files: ThumbnailFiles, tmp_path: Path) -> None:
    ramp = np.tile(np.arange(512, dtype=np.uint16) * 100, (256, 1))
    Image.fromarray(ramp).save(tmp_path / "a.png")
    grey = thumbnail_files.rgb_of_words(files.make(tmp_path / "a.png"))[:, :, 0]
    assert grey[0, 0] < 10
    assert grey[0, -1] > 245


def test_a_thumbnail_is_decoded_once(files: ThumbnailFiles, tmp_path: Path, monkeypatch) -> None:
    image = tmp_path / "a.jpg"
    write_photograph(image, (600, 300))
    made = files.make(image)
    assert len(kept(tmp_path)) == 1
    os.utime(kept(tmp_path)[0], (0, 0))
    read = []
    small = thumbnail_files.read_small_image
    monkeypatch.setattr(
        thumbnail_files, "read_small_image", lambda path, *a, **k: read.append(path) or small(path, *a, **k)
    )
    again = ThumbnailFiles(tmp_path / "cache").make(image)
    assert read == kept(tmp_path)
    assert np.abs((again & 255).astype(int) - (made & 255)).mean() < 20
    # Its time says that it was asked for.
    assert kept(tmp_path)[0].stat().st_mtime > 0


def test_a_changed_image_has_another_thumbnail(files: ThumbnailFiles, tmp_path: Path) -> None:
    image = tmp_path / "a.jpg"
    write_photograph(image, (600, 300))
    files.make(image)
    write_photograph(image, (300, 600))
    assert files.find(image) is None
    assert files.make(image).shape == (SIDE, SIDE // 2)


def test_what_is_no_image_has_none(files: ThumbnailFiles, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"no image")
    assert files.make(tmp_path / "a.jpg") is None
    assert files.make(tmp_path / "missing.jpg") is None
    assert kept(tmp_path) == []


def test_a_broken_thumbnail_is_made_anew(files: ThumbnailFiles, tmp_path: Path) -> None:
    image = tmp_path / "a.jpg"
    write_photograph(image, (600, 300))
    files.make(image)
    kept(tmp_path)[0].write_bytes(b"broken")
    assert files.find(image) is None
    assert files.make(image).shape == (SIDE // 2, SIDE)
    assert files.find(image) is not None


def test_a_folder_that_takes_nothing_hinders_nothing(
    files: ThumbnailFiles, tmp_path: Path, monkeypatch
) -> None:
    def refuse(path: Path, *_: object, **__: object) -> None:
        raise FileUnwritableError(path, "full")

    monkeypatch.setattr(thumbnail_files, "write_atomically", refuse)
    write_photograph(tmp_path / "a.jpg", (600, 300))
    assert files.make(tmp_path / "a.jpg") is not None


def test_the_thumbnails_that_were_asked_for_longest_ago_go(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(thumbnail_files, "_COUNTED_EVERY", 1)
    files = ThumbnailFiles(tmp_path / "cache", most=5)
    paths = [tmp_path / f"{number}.png" for number in range(8)]
    for number, path in enumerate(paths):
        write_photograph(path, (20, 20))
        before = set(kept(tmp_path))
        files.make(path)
        for new in set(kept(tmp_path)) - before:
            os.utime(new, (number, number))
    assert len(kept(tmp_path)) <= 5
    assert files.find(paths[0]) is None
    assert files.find(paths[-1]) is not None


def test_what_is_no_longer_wanted_is_not_made(files: ThumbnailFiles, tmp_path: Path) -> None:
    write_photograph(tmp_path / "a.jpg", (600, 300))
    assert files.make(tmp_path / "a.jpg", lambda: False) is None
    assert kept(tmp_path) == []


def test_a_giant_that_has_to_be_decoded_whole_has_none(
    files: ThumbnailFiles, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr("labeler.core.display_image._MOST_FOR_SMALL", 1000)
    write_photograph(tmp_path / "a.png", (60, 30))
    write_photograph(tmp_path / "a.jpg", (60, 30))
    assert files.make(tmp_path / "a.png") is None
    assert files.make(tmp_path / "a.jpg") is not None
