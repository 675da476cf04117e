"""Which regions of a review are shown, and that they are known again."""

from __future__ import annotations

import numpy as np
import pytest

from labeler.core.difference_regions import difference_regions
from labeler.gui.reviewed_regions import RegionFilter, ReviewedRegions
from tests.gui.regions import maps, reviewed


@pytest.mark.parametrize(
    ("chosen", "pixels"),
    [
        (RegionFilter(), [40, 6, 4, 2]),
        (RegionFilter(least=5), [40, 6]),
        (RegionFilter((1, 2)), [40, 4]),
        (RegionFilter((1, 2), 5), [40]),
        (RegionFilter((2, 1)), []),
    ],
)
def test_a_filter_is_of_a_pair_of_classes_and_of_a_size(chosen, pixels):
    regions = reviewed()
    assert regions.regions.pixels[regions.shown(chosen, ())].tolist() == pixels


def test_what_was_rejected_is_shown_only_when_asked_for():
    regions = reviewed()
    rejected = {int(regions.names[0]), int(regions.names[2])}
    assert regions.shown(RegionFilter(), rejected).tolist() == [1, 3]
    assert regions.shown(RegionFilter(has_rejected=True), rejected).tolist() == [0, 1, 2, 3]
    assert regions.is_rejected(rejected).tolist() == [True, False, True, False]


def test_pairs_are_counted_with_the_most_pixels_first_whatever_pair_is_chosen():
    regions = reviewed()
    for pair in (None, (0, 1)):
        assert regions.pairs(RegionFilter(pair), ()) == [(1, 2, 2), (0, 1, 1), (1, 9, 1)]
    assert regions.pairs(RegionFilter(least=5), ()) == [(1, 2, 1), (0, 1, 1)]
    assert regions.pairs(RegionFilter(), {int(regions.names[0])}) == [(0, 1, 1), (1, 2, 1), (1, 9, 1)]


def test_a_region_is_known_again_after_an_edit_elsewhere():
    before = reviewed()
    truth, _ = maps()
    truth[12:20] = 2
    after = reviewed(truth)
    small = int(before.names[2])
    assert before.regions[2].pixels == 4
    found = after.number_of(small)
    assert after.regions[found] == before.regions[2]
    assert after.number_of(int(before.names[1])) is None
    assert after.number_of(None) is None


def test_the_names_of_regions_differ():
    random = np.random.default_rng(0)
    truth, prediction = (random.integers(0, 4, (60, 70)).astype(np.uint8) for _ in range(2))
    regions = ReviewedRegions(difference_regions(truth, prediction))
    assert len(np.unique(regions.names)) == len(regions.regions)


def test_nothing_differs_from_itself():
    truth, _ = maps()
    none = ReviewedRegions(difference_regions(truth, truth))
    assert none.shown(RegionFilter(), ()).tolist() == []
    assert none.pairs(RegionFilter(), ()) == []
    assert none.number_of(3) is None
