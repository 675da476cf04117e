"""Unknown pixels decided by those around them, beside the rule done the slow way."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from labeler.core import majority
from labeler.core.majority import fill_by_majority

shapes = st.tuples(st.integers(1, 7), st.integers(1, 8))


def by_rounds(label_map: np.ndarray, is_unknown: np.ndarray) -> np.ndarray:
    """The rule to the letter: all pixels of a round look at what was known before the round."""
    known = {place: int(label_map[place]) for place in np.ndindex(label_map.shape) if not is_unknown[place]}
    while known and len(known) < label_map.size:
        decided = {}
        for y, x in np.ndindex(label_map.shape):
            around = [
                known[y + dy, x + dx] for dy in (-1, 0, 1) for dx in (-1, 0, 1) if (y + dy, x + dx) in known
            ]
            if (y, x) not in known and around:
                counts = Counter(around)
                decided[y, x] = min(index for index in counts if counts[index] == max(counts.values()))
        known |= decided
    result = label_map.copy()
    for place, index in known.items():
        result[place] = index
    return result


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_the_kernel_does_what_the_rule_says(data):
    shape = data.draw(shapes)
    label_map = data.draw(arrays.arrays(np.uint8, shape, elements=st.sampled_from([0, 1, 2, 255])))
    is_unknown = data.draw(arrays.arrays(bool, shape))
    expected, filled = by_rounds(label_map, is_unknown), label_map.copy()
    assert fill_by_majority(filled, is_unknown) == (not is_unknown.all())
    np.testing.assert_array_equal(filled, expected)
    mirrored = label_map[::-1, ::-1].copy()
    fill_by_majority(mirrored, is_unknown[::-1, ::-1])
    np.testing.assert_array_equal(mirrored[::-1, ::-1], expected)


def test_of_equally_common_classes_the_lowest_index_counts():
    label_map = np.array([[9, 0, 4], [9, 0, 4]], np.uint8)
    fill_by_majority(label_map, label_map == 0)
    assert label_map.tolist() == [[9, 4, 4], [9, 4, 4]]


def test_a_large_hole_is_filled_from_its_rim():
    label_map = np.full((60, 400), 3, np.uint8)
    label_map[:, 200:] = 8
    is_unknown = np.zeros(label_map.shape, bool)
    is_unknown[:, 10:390] = True
    truth = label_map.copy()
    label_map[is_unknown] = 77
    fill_by_majority(label_map, is_unknown)
    np.testing.assert_array_equal(label_map, truth)


def test_without_a_known_pixel_nothing_changes():
    label_map = np.full((2, 3), 7, np.uint8)
    assert not fill_by_majority(label_map, np.ones((2, 3), bool))
    assert (label_map == 7).all()


def test_machine_code_and_python_agree():
    random = np.random.default_rng(0)
    label_map = random.integers(0, 3, (9, 11)).astype(np.uint8)
    is_unknown = random.random((9, 11)) < 0.7
    results = []
    for run in (majority._fill, majority._fill.function):
        filled = label_map.copy()
        run(filled, is_unknown.astype(np.uint8), np.empty(is_unknown.sum(), np.int64))
        results.append(filled.tolist())
    assert results[0] == results[1]
