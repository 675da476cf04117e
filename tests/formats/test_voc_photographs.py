from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from labeler.core.errors import ImageError
from labeler.formats.target_files import TargetFiles, file_hash
from labeler.formats.voc_photographs import (
    copy_photograph,
    encode_photograph,
    is_whole_jpeg,
    jpeg_bytes,
    link_photograph,
)
from tests.datasets import write_photograph


@pytest.fixture
def files(tmp_path):
    (tmp_path / "voc").mkdir()
    return TargetFiles(tmp_path / "voc")


def decoded(path):
    with Image.open(path) as image:
        return np.array(image.convert("RGB"), int)


def test_a_copy_has_the_bytes_of_the_original(files, tmp_path):
    source = write_photograph(tmp_path / "a.jpg")
    photograph = copy_photograph(files, "a.jpg", str(source))
    assert (tmp_path / "voc" / "a.jpg").read_bytes() == source.read_bytes()
    assert photograph.sha256 == file_hash(source)
    assert photograph.is_changed
    assert not copy_photograph(files, "a.jpg", str(source)).is_changed


@pytest.mark.parametrize("place", [copy_photograph, link_photograph])
def test_a_photograph_that_ends_early_is_told(files, tmp_path, place):
    whole = write_photograph(tmp_path / "whole.jpg")
    assert place(files, "whole.jpg", str(whole)).notices == ()
    cut = tmp_path / "cut.jpg"
    cut.write_bytes(whole.read_bytes()[:-200])
    (notice,) = place(files, "cut.jpg", str(cut)).notices
    assert "ends early" in notice
    assert (tmp_path / "voc" / "cut.jpg").read_bytes() == cut.read_bytes()


def test_the_end_of_a_thumbnail_is_not_the_end_of_the_photograph(tmp_path):
    whole = write_photograph(tmp_path / "a.jpg").read_bytes()
    thumbnail = b"\xff\xe1" + (len(whole) + 2).to_bytes(2, "big") + whole
    with_thumbnail = whole[:2] + thumbnail + b"\xff" + whole[2:]
    assert is_whole_jpeg(with_thumbnail)
    assert is_whole_jpeg(with_thumbnail + b"a film that the camera put behind")
    assert not is_whole_jpeg(with_thumbnail[:-200])


def test_an_encoded_photograph_looks_like_the_original_and_is_the_same_each_time(files, tmp_path):
    source = write_photograph(tmp_path / "a.png", (120, 90))
    photograph = encode_photograph(files, "a.jpg", str(source))
    assert np.abs(decoded(tmp_path / "voc" / "a.jpg") - decoded(source)).mean() < 2
    assert photograph.sha256 == file_hash(tmp_path / "voc" / "a.jpg")
    assert not encode_photograph(files, "a.jpg", str(source)).is_changed


def test_colours_keep_their_full_resolution():
    pixels = np.zeros((16, 16, 3), np.uint8)
    pixels[:, ::2] = (255, 0, 0)
    pixels[:, 1::2] = (0, 0, 255)
    with Image.open(io.BytesIO(jpeg_bytes(pixels))) as image:
        assert image.layer[0][1:3] == image.layer[1][1:3] == (1, 1)
        assert np.abs(np.array(image, int) - pixels).max() < 40


def test_what_the_decoder_has_to_say_is_handed_on(files, tmp_path):
    pages = [Image.new("RGB", (20, 10), color) for color in ("red", "blue")]
    pages[0].save(tmp_path / "a.tif", save_all=True, append_images=pages[1:])
    photograph = encode_photograph(files, "a.jpg", str(tmp_path / "a.tif"))
    assert any("page" in notice for notice in photograph.notices)


def test_an_image_that_cannot_be_decoded_writes_nothing(files, tmp_path):
    (tmp_path / "a.png").write_bytes(b"no image")
    with pytest.raises(ImageError, match=r"a\.png"):
        encode_photograph(files, "a.jpg", str(tmp_path / "a.png"))
    assert list((tmp_path / "voc").iterdir()) == []
