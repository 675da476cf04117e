"""What a photograph looks like survives what does not change it, and near hashes are all found."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageEnhance

from labeler.core.image_hash import NEAR, Look, are_alike, look_of, near_pairs, thumbnails
from labeler.core.orientation import as_stored, upright_size
from labeler.core.resource_files import resource

PHOTOGRAPHS = ("astronaut-portrait.jpg", "coffee-cup.jpg", "rocket-on-pad.jpg", "cat-face.png")


def photograph(name: str) -> Image.Image:
    with Image.open(resource("sample", name)) as image:
        return image.convert("RGB")


def greys(image: Image.Image) -> np.ndarray:
    return np.asarray(image.convert("L"))


def bits(one: Look, other: Look) -> int:
    return (one.hash ^ other.hash).bit_count()


def saved(image: Image.Image, quality: int) -> Image.Image:
    data = io.BytesIO()
    image.save(data, "JPEG", quality=quality)
    return Image.open(data)


def is_alike(one: Look, other: Look) -> bool:
    return bool(are_alike(thumbnails([one]), thumbnails([other]))[0])


def is_near(one: Look, other: Look) -> bool:
    return bits(one, other) <= NEAR and is_alike(one, other)


@pytest.mark.parametrize("name", PHOTOGRAPHS)
def test_what_does_not_change_a_photograph_does_not_change_its_look(name):
    image = photograph(name)
    look = look_of(greys(image))
    width, height = image.size
    for other in (
        saved(image, 30),
        image.resize((width // 2, height // 2)),
        image.resize((2 * width, 2 * height)),
        ImageEnhance.Brightness(image).enhance(1.1),
        ImageEnhance.Contrast(image).enhance(0.85),
        ImageEnhance.Color(image).enhance(0.5),
    ):
        assert is_near(look, look_of(greys(other)))


@pytest.mark.parametrize("name", PHOTOGRAPHS)
def test_a_jpeg_decoded_at_an_eighth_looks_the_same(name):
    image = photograph(name)
    small = saved(image, 90)
    small.draft("L", (64, 64))
    assert small.width < image.width
    assert is_near(look_of(greys(image)), look_of(greys(small)))


def test_other_photographs_and_mirrored_ones_look_different():
    images = [photograph(name) for name in PHOTOGRAPHS]
    images += [image.transpose(Image.Transpose.FLIP_LEFT_RIGHT) for image in images]
    looks = [look_of(greys(image)) for image in images]
    for place, look in enumerate(looks):
        assert not any(is_near(look, other) for other in looks[:place])


@pytest.mark.parametrize("orientation", range(1, 9))
def test_an_image_stored_on_its_side_looks_as_upright(orientation):
    upright = greys(photograph("rocket-on-pad.jpg"))
    stored = np.ascontiguousarray(as_stored(upright.copy(), orientation))
    assert upright_size((stored.shape[1], stored.shape[0]), orientation) == upright.shape[::-1]
    assert look_of(stored, orientation) == look_of(upright)


def test_plain_images_look_alike_when_they_are():
    black, grey = (look_of(np.full((40, 60), value, np.uint8)) for value in (0, 128))
    noisy = look_of(np.random.default_rng(1).integers(0, 40, (40, 60)).astype(np.uint8))
    assert is_near(black, grey)  # but for the brightness
    assert not is_alike(black, noisy)


def test_many_thumbnails_are_compared_as_each_alone():
    looks = [look_of(greys(photograph(name))) for name in PHOTOGRAPHS] * 2
    others = looks[4:] + looks[1:5]
    assert thumbnails(looks).shape == (8, 256)
    together = are_alike(thumbnails(looks), thumbnails(others))
    assert together.tolist() == [is_alike(one, other) for one, other in zip(looks, others, strict=True)]
    assert together.tolist() == [True] * 4 + [False] * 4
    assert thumbnails([]).shape == (0, 256)


def test_the_hash_says_which_neighbour_is_lighter():
    rising = np.tile(np.arange(0, 252, 28, dtype=np.uint8), (8, 1))
    assert look_of(rising).hash == 2**64 - 1
    assert look_of(rising[:, ::-1]).hash == 0
    first = np.zeros((8, 9), np.uint8)
    first[0, 1] = 200
    assert look_of(first).hash == 1 << 63


def brute(hashes: list[int], most: int) -> list[tuple[int, int]]:
    return [
        (one, other)
        for one in range(len(hashes))
        for other in range(one + 1, len(hashes))
        if (hashes[one] ^ hashes[other]).bit_count() <= most
    ]


def flipped(hash_bits: tuple[int, set[int]]) -> int:
    base, places = hash_bits
    return base ^ sum(1 << place for place in places)


BASES = (0, 2**64 - 1, 0x0F0F_3C3C_5A5A_9999)
near_one = st.tuples(st.sampled_from(BASES), st.sets(st.integers(0, 63), max_size=5)).map(flipped)


@settings(max_examples=200)
@given(st.lists(near_one | st.integers(0, 2**64 - 1), unique=True, max_size=25), st.integers(0, 9))
def test_all_pairs_are_found_that_brute_force_finds(hashes, most):
    found = near_pairs(np.array(hashes, np.uint64), most)
    assert list(map(tuple, found.tolist())) == brute(hashes, most)


def test_among_thousands_of_hashes_none_is_missed():
    rng = np.random.default_rng(5)
    hashes = rng.integers(0, 2**64, 2500, np.uint64)
    for count in range(1, 6):
        flips = np.bitwise_or.reduce(np.uint64(1) << rng.integers(0, 64, (count, 100), np.uint64), axis=0)
        hashes = np.concatenate((hashes, hashes[:100] ^ flips))
    hashes = np.unique(hashes)
    one, other = np.triu_indices(len(hashes), 1)
    is_near = np.bitwise_count(hashes[one] ^ hashes[other]) <= NEAR
    expected = np.column_stack((one[is_near], other[is_near]))
    assert len(expected) > 400
    assert np.array_equal(near_pairs(hashes), expected)
