"""Photographs of more than 8 bits are read anew when more, or less, of their values shall be clipped."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from labeler.core.adjustment import Adjustment
from labeler.core.decoded_files import DecodedFiles
from labeler.core.display_image import display_facts, read_display_image
from labeler.gui.adjusting import Adjusting
from labeler.gui.pictures import PictureReader
from tests.datasets import CLASSES
from tests.windows import Desk


def deep_values() -> np.ndarray:
    """(48, 64) uint16: mostly 1000..2000, some darker and brighter."""
    values = np.linspace(1000, 2000, 64 * 48).astype(np.uint16)
    values[:60], values[-60:] = 0, 60_000
    return values.reshape(48, 64)


@pytest.fixture
def deep(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "a1.png"
    path.parent.mkdir()
    Image.fromarray(deep_values()).save(path)
    (path.parent / "classes.csv").write_text(CLASSES)
    return path


@pytest.fixture
def shallow(tmp_path: Path) -> Path:
    path = tmp_path / "b1.png"
    Image.fromarray(deep_values().astype(np.uint8)).save(path)
    return path


def greys(path: Path, clipped: float) -> np.ndarray:
    return read_display_image(path, clipped=clipped).words & np.uint32(255)


def test_more_of_the_values_are_clipped_when_that_is_asked_for(deep):
    narrow, wide = greys(deep, 0.05), greys(deep, 0.0)
    assert wide[24, 32] < 10
    assert 110 < narrow[24, 32] < 145


def test_the_facts_say_whether_values_are_stretched(deep, shallow):
    assert display_facts(deep).is_deep
    assert not display_facts(shallow).is_deep


def test_a_tiff_of_16_bits_is_stretched_as_well(tmp_path):
    tifffile = pytest.importorskip("tifffile")
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, np.stack([deep_values()] * 3, axis=2), photometric="rgb")
    assert display_facts(path).is_deep
    assert greys(path, 0.0)[24, 32] < 10
    assert 110 < greys(path, 0.05)[24, 32] < 145


def test_a_decoded_file_is_not_taken_for_one_that_was_stretched_in_another_way(
    deep, shallow, tmp_path, monkeypatch
):
    monkeypatch.setenv("LABELER_DECODED_FILES", "always")
    files = DecodedFiles(tmp_path / "decoded", 10_000_000)

    def read(path: Path, clipped: float) -> np.ndarray:
        picture = PictureReader(path, files, lambda: True, clipped).whole()
        return picture.pyramid.levels[0].pixels & np.uint32(255)

    for clipped in (0.001, 0.05, 0.001):
        assert np.array_equal(read(deep, clipped), greys(deep, clipped))
    assert np.array_equal(read(shallow, 0.05), greys(shallow, 0.05))
    assert files.find(shallow) is not None


class TestWindow:
    @pytest.fixture
    def opened(self, desk: Desk, deep: Path) -> Desk:
        desk.open(deep.parent)
        return desk

    @staticmethod
    def middle(desk: Desk) -> int:
        """What the pixel in the middle is shown as."""
        pyramid = desk.window.view.scene.base.image.pyramid
        assert pyramid is not None
        return int(pyramid.levels[0].pixels[24, 32] & np.uint32(255))

    def test_the_photograph_is_read_anew_and_the_view_stays(self, opened, qtbot):
        adjusting = opened.window.view.findChild(Adjusting)
        opened.window.view.zoom_to(5.0)
        place = opened.window.view.scene.viewport.place
        before = self.middle(opened)
        adjusting.set(Adjustment(clipped=5))
        qtbot.waitUntil(lambda: self.middle(opened) > before + 50)
        assert opened.window.view.scene.viewport.place == place

    def test_what_does_not_concern_the_values_reads_nothing(self, opened, qtbot):
        adjusting = opened.window.view.findChild(Adjusting)
        pyramid = opened.window.view.scene.base.image.pyramid
        adjusting.set(replace(adjusting.adjustment, brightness=20))
        qtbot.wait(300)
        assert opened.window.view.scene.base.image.pyramid is pyramid
