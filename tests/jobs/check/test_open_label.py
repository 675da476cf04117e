"""A label image and an item, opened once for all checkers."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from labeler.core.classes import ClassTable
from labeler.core.errors import FileUnreadableError, ImageError, LabelImageError
from labeler.core.label_png import label_png_bytes
from labeler.core.palette import voc_palette
from labeler.jobs.check.layout import Item, Layout, LayoutKind
from labeler.jobs.check.open_label import open_label
from labeler.jobs.check.opened import OpenItem
from labeler.jobs.check.options import CheckOptions
from tests.datasets import SIZE, square, write_photograph, write_shapes
from tests.jobs.check.bad_labels import turn, write_interlaced
from tests.jobs.check.clean_sets import label_map, save_palette


def item_of(folder, **files):
    """An open item of these files."""
    item = Item("a", "a", **{key: str(path) for key, path in files.items()})
    layout = Layout(LayoutKind.PAIRS, folder, (item,), classes=ClassTable())
    return OpenItem(item, layout, CheckOptions())


def test_a_palette_png_gives_indices_counts_and_its_colours(tmp_path):
    path = tmp_path / "a.png"
    path.write_bytes(label_png_bytes(label_map()))
    label = open_label(str(path))
    assert label.size == SIZE
    assert label.has_palette
    np.testing.assert_array_equal(label.indices, label_map())
    np.testing.assert_array_equal(label.colors, voc_palette())
    assert label.counts.tolist() == np.bincount(label_map().reshape(-1), minlength=256).tolist()
    assert label.data == path.read_bytes()


def test_a_short_palette_is_given_as_it_is_stored(tmp_path):
    numbers = label_map() % 8
    label = open_label(str(save_palette(tmp_path / "a.png", numbers, voc_palette()[:8], bits=4)))
    assert label.png.header.depth == 4
    # How many colours are stored is up to who wrote the file: some fill the table up.
    assert len(label.colors) in (8, 16)
    np.testing.assert_array_equal(label.colors[:8], voc_palette()[:8])
    np.testing.assert_array_equal(label.indices, numbers)


def test_grey_values_are_indices_as_they_are_stored(tmp_path):
    path = tmp_path / "a.png"
    Image.fromarray(label_map() == 1).save(path)
    label = open_label(str(path))
    assert not label.has_palette
    assert label.colors is None
    np.testing.assert_array_equal(label.indices, label_map() == 1)
    Image.fromarray(label_map().astype(np.uint16) * 7).save(path)
    label = open_label(str(path))
    assert label.indices is None
    assert label.counts is None
    np.testing.assert_array_equal(label.pixels, label_map().astype(np.uint16) * 7)


@pytest.mark.parametrize("kind", ["PNG", "BMP", "GIF", "TIFF"])
def test_colours_have_no_indices_whatever_the_format(tmp_path, kind):
    path = tmp_path / "a.png"
    Image.fromarray(voc_palette()[label_map()]).save(path, kind)
    label = open_label(str(path))
    assert (label.png is None) == (kind != "PNG")
    assert label.indices is None
    np.testing.assert_array_equal(label.pixels[..., :3], voc_palette()[label_map()])


def test_bytes_can_be_opened_before_they_are_written(tmp_path):
    label = open_label(str(tmp_path / "none.png"), label_png_bytes(label_map()))
    np.testing.assert_array_equal(label.indices, label_map())


def test_an_interlaced_png_is_read_like_any_other(tmp_path):
    write_interlaced(tmp_path / "a.png", label_map(), voc_palette())
    label = open_label(str(tmp_path / "a.png"))
    assert label.png.header.is_interlaced
    np.testing.assert_array_equal(label.indices, label_map())


def test_what_cannot_be_read_is_an_error(tmp_path):
    path = tmp_path / "a.png"
    with pytest.raises(FileUnreadableError):
        open_label(str(path))
    whole = label_png_bytes(label_map())
    for length in (4, 20, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises((LabelImageError, ImageError)):
            open_label(str(path))
    Image.new("CMYK", (4, 4)).save(path, "TIFF")
    with pytest.raises(LabelImageError, match="CMYK"):
        open_label(str(path))


def test_an_item_tells_size_and_orientation_of_its_image(tmp_path):
    image = turn(write_photograph(tmp_path / "a.jpg", (1024, 768)))
    opened = item_of(tmp_path, image=image)
    assert opened.image == ((1024, 768), (768, 1024), 6)
    assert opened.small_image.shape == (96, 128)
    png = write_photograph(tmp_path / "b.png")
    opened = item_of(tmp_path, image=png)
    assert opened.image == (SIZE, SIZE, 1)
    assert opened.small_image.shape == SIZE[::-1]


def test_an_item_keeps_the_errors_of_what_cannot_be_read(tmp_path):
    files = {name: tmp_path / f"a.{name}" for name in ("image", "label", "annotation")}
    for path in files.values():
        path.write_bytes(b"nothing of the kind")
    opened = item_of(tmp_path, **files)
    assert (opened.image, opened.small_image, opened.label, opened.annotation) == (None, None, None, None)
    assert isinstance(opened.image_error, ImageError)
    assert "cannot be decoded" in str(opened.label_error)
    assert "cannot be read as JSON" in str(opened.annotation_error)
    assert opened.label_colors is None


def test_an_item_without_files_has_neither_content_nor_errors(tmp_path):
    opened = item_of(tmp_path)
    assert (opened.image, opened.small_image, opened.label, opened.annotation) == (None, None, None, None)
    assert (opened.image_error, opened.label_error, opened.annotation_error) == (None, None, None)


def test_an_image_that_ends_early_has_a_header_and_an_error(tmp_path):
    path = write_photograph(tmp_path / "a.jpg", (640, 480))
    path.write_bytes(path.read_bytes()[:-300])
    opened = item_of(tmp_path, image=path)
    assert opened.image.size == (640, 480)
    assert opened.small_image is None
    assert "truncated" in str(opened.image_error)


def test_everything_is_read_once(tmp_path):
    image = write_photograph(tmp_path / "a.jpg")
    annotation = write_shapes(image, [square("cat", 1, 1)])
    label = tmp_path / "a.png"
    label.write_bytes(label_png_bytes(label_map()))
    opened = item_of(tmp_path, image=image, label=label, annotation=annotation)
    first = (opened.image, opened.small_image, opened.label, opened.annotation)
    for path in (image, annotation, label):
        path.unlink()
    again = (opened.image, opened.small_image, opened.label, opened.annotation)
    assert all(one is other for one, other in zip(first, again, strict=True))
