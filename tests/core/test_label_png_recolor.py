"""Recolouring label PNGs changes their colours and leaves all else alone."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from labeler.core.errors import LabelImageError
from labeler.core.label_png import (
    Recoloring,
    label_png_bytes,
    read_label_png,
    recolor_label_png,
    write_label_png,
)
from labeler.core.palette import voc_palette
from tests.core.png_files import chunks_of, raw_png, saved

REGIONS = np.kron(np.random.default_rng(5).integers(0, 256, (9, 13)), np.ones((7, 11), int)).astype(np.uint8)
NEW_COLORS = np.random.default_rng(3).integers(0, 256, (256, 3)).astype(np.uint8)


def test_recolouring_changes_the_palette_chunk_and_no_other_byte(tmp_path):
    path = tmp_path / "a.png"
    write_label_png(path, REGIONS)
    before = chunks_of(path.read_bytes())
    assert recolor_label_png(path, NEW_COLORS) == Recoloring(is_changed=True)
    after = chunks_of(path.read_bytes())
    assert [kind for kind, _ in after] == [kind for kind, _ in before]
    assert [kind for (kind, old), (_, new) in zip(before, after, strict=True) if old != new] == [b"PLTE"]
    np.testing.assert_array_equal(read_label_png(path)[1], NEW_COLORS)


def test_recolouring_back_gives_the_very_file(tmp_path):
    path = tmp_path / "a.png"
    write_label_png(path, REGIONS)
    original = path.read_bytes()
    recolor_label_png(path, NEW_COLORS)
    recolor_label_png(path, voc_palette())
    assert path.read_bytes() == original


def test_a_file_that_has_the_colours_already_is_not_touched(tmp_path):
    path = tmp_path / "a.png"
    write_label_png(path, REGIONS)
    inode = path.stat().st_ino
    assert recolor_label_png(path, voc_palette()) == Recoloring(is_changed=False)
    assert path.stat().st_ino == inode


def test_a_short_palette_grows_and_what_belongs_to_the_old_colours_goes(tmp_path):
    extras = [
        (b"PLTE", bytes(9)),
        (b"bKGD", b"\1"),
        (b"hIST", bytes(6)),
        (b"tRNS", b"\0"),
        (b"tEXt", b"Author\0me"),
    ]
    path = tmp_path / "a.png"
    path.write_bytes(raw_png(3, 1, 8, 3, b"\0\0\1\2", *extras) + b"trailing bytes")
    assert recolor_label_png(path, NEW_COLORS).dropped == ("hIST", "tRNS")
    data = path.read_bytes()
    assert data.endswith(b"trailing bytes")
    chunks = chunks_of(data.removesuffix(b"trailing bytes"))
    assert [kind for kind, _ in chunks] == [b"IHDR", b"PLTE", b"bKGD", b"tEXt", b"IDAT", b"IEND"]
    assert chunks[1][1] == NEW_COLORS.tobytes()
    with Image.open(path) as image:
        assert np.array(image).tolist() == [[0, 1, 2]]


def test_a_palette_of_four_bits_keeps_sixteen_colours(tmp_path):
    path = tmp_path / "a.png"
    path.write_bytes(raw_png(2, 1, 4, 3, b"\0\x1f", (b"PLTE", bytes(48))))
    recolor_label_png(path, NEW_COLORS)
    assert dict(chunks_of(path.read_bytes()))[b"PLTE"] == NEW_COLORS[:16].tobytes()
    assert read_label_png(path)[0].tolist() == [[1, 15]]


@pytest.mark.parametrize(
    ("mode", "words"),
    [("L", "has no colours to change.*labeler convert"), ("RGB", "RGB PNG.*labeler convert")],
)
def test_files_without_a_palette_cannot_be_recoloured(tmp_path, mode, words):
    path = saved(tmp_path / "a.png", Image.new(mode, (4, 4)))
    before = path.read_bytes()
    with pytest.raises(LabelImageError, match=words):
        recolor_label_png(path, NEW_COLORS)
    assert path.read_bytes() == before


def test_a_damaged_file_is_not_recoloured(tmp_path):
    path = tmp_path / "a.png"
    path.write_bytes(label_png_bytes(REGIONS)[:-20])
    before = path.read_bytes()
    with pytest.raises(LabelImageError, match="is damaged"):
        recolor_label_png(path, NEW_COLORS)
    assert path.read_bytes() == before
