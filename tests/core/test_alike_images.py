"""Images that look alike, across splits and within one."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.alike_images import alike_across, alike_groups
from labeler.core.image_hash import NEAR, Look

PLAIN = bytes(256)
STRIPED = bytes([0, 255] * 128)


def looks(*hashes: int, thumbnail: bytes = PLAIN) -> dict[int, Look]:
    return {position: Look(each, thumbnail) for position, each in enumerate(hashes)}


def test_the_nearest_image_of_an_earlier_split_is_named():
    known = looks(0b0000, 0b0111, 0b0011, 2**60 - 1)
    splits = {0: 0, 1: 0, 2: 1, 3: 1}
    assert list(alike_across(known, splits)) == [(2, 1, 1)]


def test_the_same_hash_comes_before_near_ones():
    known = looks(1, 0, 0)
    assert list(alike_across(known, {0: 0, 1: 0, 2: 1})) == [(2, 1, 0)]


def test_images_in_no_split_or_in_the_same_one_are_not_told():
    known = looks(0, 0, 0)
    assert list(alike_across(known, {0: 1, 1: 1})) == []
    assert list(alike_across(known, {1: 2})) == []
    assert list(alike_across({}, {})) == []


def test_each_later_split_is_compared_with_all_earlier_ones():
    known = looks(0, 0, 0)
    assert list(alike_across(known, {0: 2, 1: 0, 2: 1})) == [(0, 1, 0), (2, 1, 0)]


def test_what_the_thumbnails_show_to_differ_is_not_alike():
    known = {0: Look(0, PLAIN), 1: Look(0, STRIPED), 2: Look(0, STRIPED)}
    assert list(alike_across(known, {0: 0, 1: 1, 2: 2})) == [(2, 1, 0)]
    assert alike_groups(known) == [[1, 2]]


def test_many_images_of_one_hash_take_no_square_of_comparisons():
    count = 4000
    known = looks(*[7] * count)
    found = list(alike_across(known, {position: position % 2 for position in known}))
    assert len(found) == count // 2
    assert alike_groups(known) == [list(range(count))]


def test_groups_hang_together_by_pairs():
    known = looks(0, 2**10 - 1, 0b11, 0b1111, 2**63, 2**40 - 1)
    assert alike_groups(known) == [[0, 2, 3, 4]]
    assert alike_groups(known, most=1) == [[0, 4]]
    assert alike_groups({}) == []


near = st.sets(st.integers(0, 11), max_size=6).map(lambda places: sum(1 << place for place in places))


@settings(max_examples=100)
@given(st.lists(st.tuples(near, st.integers(0, 2)), min_size=1, max_size=20))
def test_an_image_is_named_exactly_when_brute_force_finds_a_partner(given_images):
    known = looks(*[each for each, _ in given_images])
    splits = {position: split for position, (_, split) in enumerate(given_images)}
    found = {position: (other, bits) for position, other, bits in alike_across(known, splits)}
    for position, look in known.items():
        distances = [
            (look.hash ^ known[other].hash).bit_count() for other in known if splits[other] < splits[position]
        ]
        if distances and min(distances) <= NEAR:
            other, bits = found[position]
            assert bits == min(distances) == (look.hash ^ known[other].hash).bit_count()
            assert splits[other] < splits[position]
        else:
            assert position not in found


@settings(max_examples=50)
@given(st.lists(near, min_size=1, max_size=15))
def test_groups_are_the_connected_images(hashes):
    known = looks(*hashes)
    groups = alike_groups(known)
    group_of = {position: number for number, group in enumerate(groups) for position in group}
    assert len(group_of) == sum(map(len, groups))
    for one in known:
        partners = [
            other
            for other in known
            if other != one and (known[one].hash ^ known[other].hash).bit_count() <= NEAR
        ]
        assert bool(partners) == (one in group_of)
        assert all(group_of[other] == group_of[one] for other in partners)
    assert np.all(np.diff([group[0] for group in groups]) > 0)
