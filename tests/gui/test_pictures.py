"""Photographs are decoded into memory or, past what the machine has, into a file; the pixels are the same."""

from __future__ import annotations

from concurrent.futures import CancelledError
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from labeler.core import decoded_files
from labeler.core.decoded_files import DecodedFiles
from labeler.core.display_image import rgb_of_words
from labeler.core.errors import ImageTooLargeError
from labeler.core.images import read_image
from labeler.core.thumbnail_files import THUMBNAILS, ThumbnailFiles
from labeler.gui import pictures
from labeler.gui.canvas.array_image import image_over
from labeler.gui.canvas.pyramid import ImagePyramid
from labeler.gui.canvas.view import CanvasView
from labeler.gui.pictures import Picture, PictureReader
from labeler.settings import DECODED_LIMIT, Settings
from tests.datasets import write_photograph


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DecodedFiles:
    monkeypatch.setattr(decoded_files, "_DISK_RESERVE", 0)
    return DecodedFiles(tmp_path / "cache", 1 << 30)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write_photograph(tmp_path / "a.jpg", (900, 700))
    return tmp_path / "a.jpg"


def reader(path: Path, files: DecodedFiles | None = None) -> PictureReader:
    return PictureReader(path, files, lambda: True)


def levels(picture: Picture) -> list[np.ndarray]:
    return [level.pixels for level in picture.pyramid.levels]


def same(first: Picture, second: Picture) -> bool:
    return all(np.array_equal(*pair) for pair in zip(levels(first), levels(second), strict=True))


def test_the_pixels_are_those_of_the_file(path: Path) -> None:
    picture = reader(path).whole()
    assert np.array_equal(rgb_of_words(levels(picture)[0]), read_image(path).pixels)
    assert picture.size == (900, 700)
    assert not picture.is_preview


class TestPreview:
    """What is shown until the photograph is there."""

    @pytest.fixture(autouse=True)
    def every_size(self, monkeypatch) -> None:
        monkeypatch.setattr(pictures, "_LEAST_FOR_PREVIEW", 0)

    def test_it_is_an_eighth(self, path: Path) -> None:
        preview = reader(path).preview()
        assert preview.is_preview
        assert preview.size == (900, 700)
        assert levels(preview)[0].shape == (88, 113)

    def test_it_looks_like_the_photograph(self, tmp_path: Path) -> None:
        write_photograph(tmp_path / "large.jpg", (2401, 1801))
        of = reader(tmp_path / "large.jpg")
        preview, whole = of.preview(), of.whole()
        small, large = levels(preview)[0], levels(whole)[preview.pyramid.halvings]
        assert np.abs(rgb_of_words(small).astype(int) - rgb_of_words(large)).mean() < 6

    @pytest.mark.parametrize("orientation", [1, 3, 6])
    def test_it_stands_upright(self, tmp_path: Path, orientation) -> None:
        exif = Image.Exif()
        exif[0x0112] = orientation
        Image.new("RGB", (901, 701)).save(tmp_path / "a.jpg", exif=exif)
        of = reader(tmp_path / "a.jpg")
        assert of.preview().size == of.whole().size == ((901, 701) if orientation != 6 else (701, 901))

    def test_without_a_quick_way_a_thumbnail_serves_if_there_is_one(
        self, tmp_path: Path, monkeypatch
    ) -> None:
        monkeypatch.setenv("LABELER_CONFIG_DIR", str(tmp_path / "config"))
        write_photograph(tmp_path / "a.png", (901, 700))
        assert reader(tmp_path / "a.png").preview() is None
        ThumbnailFiles(tmp_path / "config" / "cache" / THUMBNAILS).make(tmp_path / "a.png")
        of = reader(tmp_path / "a.png")
        preview = of.preview()
        assert preview.is_preview
        assert preview.size == (901, 700)
        small, large = levels(preview)[0], levels(of.whole())[-1]
        assert small.shape == large.shape == (175, 226)
        assert np.abs(rgb_of_words(small).astype(int) - rgb_of_words(large)).mean() < 10

    def test_there_is_none_where_a_decoded_file_is_as_quick(self, path: Path, files, monkeypatch) -> None:
        monkeypatch.setattr(pictures, "available_memory", lambda: 1_000_000)
        assert reader(path, files).preview() is not None
        reader(path, files).whole()
        assert reader(path, files).preview() is None

    def test_what_can_never_be_shown_has_no_preview_either(self, path: Path, files, monkeypatch) -> None:
        monkeypatch.setattr(pictures, "available_memory", lambda: 100_000)
        with pytest.raises(ImageTooLargeError):
            reader(path, files).preview()

    def test_there_is_none_without_a_quick_way(self, tmp_path: Path, monkeypatch) -> None:
        monkeypatch.setenv("LABELER_CONFIG_DIR", str(tmp_path / "config"))
        write_photograph(tmp_path / "a.png", (900, 700))
        Image.new("RGB", (900, 700)).save(tmp_path / "b.jpg", progressive=True)
        assert reader(tmp_path / "a.png").preview() is None
        assert reader(tmp_path / "b.jpg").preview() is None

    def test_small_images_need_none(self, path: Path, monkeypatch) -> None:
        monkeypatch.setattr(pictures, "_LEAST_FOR_PREVIEW", 900 * 700 + 1)
        assert reader(path).preview() is None


class TestDecodedFile:
    """Past what the machine has."""

    @pytest.fixture(autouse=True)
    def memory_for_the_label_map_only(self, monkeypatch) -> None:
        monkeypatch.setattr(pictures, "available_memory", lambda: 1_000_000)

    def test_the_picture_is_the_same_as_in_memory(self, path: Path, files, monkeypatch) -> None:
        from_file = reader(path, files).whole()
        assert len(list(files.folder.iterdir())) == 1
        monkeypatch.setattr(pictures, "available_memory", lambda: None)
        assert same(from_file, reader(path, files).whole())

    def test_it_is_decoded_once(self, path: Path, files, monkeypatch) -> None:
        first = reader(path, files).whole()
        monkeypatch.setattr(pictures, "read_display_image", lambda *_: pytest.fail("it was decoded"))
        assert same(first, reader(path, files).whole())

    def test_what_is_to_be_told_is_told_again(self, path: Path, files) -> None:
        path.write_bytes(path.read_bytes()[:-2000])
        first, second = (reader(path, files).whole() for _ in range(2))
        assert "damaged" in first.notices[0]
        assert second.notices == first.notices

    def test_a_changed_image_is_decoded_anew(self, path: Path, files) -> None:
        reader(path, files).whole()
        write_photograph(path, (700, 900), seed=5)
        assert reader(path, files).whole().size == (700, 900)

    @pytest.mark.parametrize("strips", [1, 3, 9])
    def test_an_image_that_is_left_leaves_no_file(self, path: Path, files, strips) -> None:
        asked = []

        def is_wanted() -> bool:
            asked.append(None)
            return len(asked) <= strips

        unwanted = PictureReader(path, files, lambda: True)
        unwanted._is_wanted = is_wanted
        with pytest.raises(CancelledError):
            unwanted.whole()
        assert list(files.folder.iterdir()) == []

    def test_without_a_place_for_files_it_is_refused(self, path: Path) -> None:
        with pytest.raises(ImageTooLargeError, match="900 x 700 pixels need about"):
            reader(path).whole()

    def test_memory_that_does_not_hold_the_label_map_is_told(self, path: Path, files, monkeypatch) -> None:
        monkeypatch.setattr(pictures, "available_memory", lambda: 600_000)
        with pytest.raises(ImageTooLargeError, match=r"0\.6 MB .* 0\.5 MB are free"):
            reader(path, files).whole()

    def test_a_variable_forces_it(self, path: Path, files, monkeypatch) -> None:
        monkeypatch.setattr(pictures, "available_memory", lambda: None)
        reader(path, files).whole()
        assert not files.folder.exists()
        monkeypatch.setenv("LABELER_DECODED_FILES", "always")
        reader(path, files).whole()
        assert len(list(files.folder.iterdir())) == 1

    def test_the_canvas_draws_it_like_any_other(self, path: Path, files, qtbot, monkeypatch) -> None:
        reader(path, files).whole()
        found = reader(path, files).whole()
        monkeypatch.setattr(pictures, "available_memory", lambda: None)
        in_memory = reader(path).whole()
        view = CanvasView()
        qtbot.addWidget(view)
        view.resize(300, 200)
        for scale in (0.2, 0.37, 1, 5):
            view.set_pyramid(found.pyramid)
            view.zoom_to(scale)
            drawn = view.grab().toImage()
            view.set_pyramid(in_memory.pyramid, keeps_view=True)
            assert view.grab().toImage() == drawn


def test_the_limit_of_decoded_files_follows_the_settings(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("LABELER_CONFIG_DIR", str(tmp_path))
    settings = Settings.load()
    files = pictures.decoded_files(settings)
    assert files.folder == tmp_path / "cache" / "decoded"
    assert files.limit == 20e9
    settings.set(DECODED_LIMIT, 3)
    assert files.limit == 3e9


def test_levels_that_cannot_be_written_are_drawn() -> None:
    words = np.full((40, 30), 0xFF102030, np.uint32)
    words.flags.writeable = False
    assert image_over(words).pixelColor(3, 3).name() == "#102030"
    assert ImagePyramid.of_levels([words]).size == (30, 40)
