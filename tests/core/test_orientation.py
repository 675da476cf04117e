from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageOps

from labeler.core.orientation import ORIENTATION_TAG, as_stored, upright_size


@pytest.mark.parametrize("orientation", range(1, 9))
def test_filling_the_stored_view_turns_the_image_as_pillow_does(orientation):
    stored = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)
    image = Image.fromarray(stored)
    image.getexif()[ORIENTATION_TAG] = orientation
    expected = np.asarray(ImageOps.exif_transpose(image))
    width, height = upright_size((3, 2), orientation)
    upright = np.zeros((height, width, 3), np.uint8)
    as_stored(upright, orientation)[...] = stored
    assert np.array_equal(upright, expected)
