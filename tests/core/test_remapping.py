"""A table of indices changes exactly the pixels that it names."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from labeler.core.errors import LabelImageError, OptionError
from labeler.core.label_png import label_png_bytes, read_label_png
from labeler.core.palette import voc_palette
from labeler.core.pixel_counts import pixel_counts
from labeler.core.remapping import Remapping, check_known, remapped_png

MAPS = npst.arrays(np.uint8, npst.array_shapes(min_dims=2, max_dims=2, max_side=40))
INDICES = st.integers(0, 255)


@settings(max_examples=60, deadline=None)
@given(MAPS, st.dictionaries(INDICES, INDICES, max_size=20))
def test_every_pixel_gets_the_index_of_the_table(label_map, mapping):
    remapping = Remapping.of(mapping)
    expected = [[mapping.get(int(value), int(value)) for value in row] for row in label_map]
    assert remapping.apply(label_map).tolist() == expected
    assert remapping.apply(label_map[:, ::-1]).tolist() == [row[::-1] for row in expected]


@settings(max_examples=60, deadline=None)
@given(MAPS, st.dictionaries(INDICES, INDICES, max_size=20))
def test_the_pixels_that_change_are_counted(label_map, mapping):
    remapping = Remapping.of(mapping)
    count = int((remapping.apply(label_map) != label_map).sum())
    assert remapping.changed(pixel_counts(label_map)) == count
    assert remapped_png("a.png", label_png_bytes(label_map), remapping).pixels_changed == count


def test_two_indices_can_change_places():
    swap = Remapping.of({1: 2, 2: 1})
    assert swap.apply(np.array([[1, 2, 3]], np.uint8)).tolist() == [[2, 1, 3]]
    assert swap.mapping == {1: 2, 2: 1}


def test_a_mapping_onto_itself_is_the_identity():
    assert Remapping.of({}).is_identity
    assert Remapping.of({3: 3}).is_identity
    assert not Remapping.of({3: 4}).is_identity


@pytest.mark.parametrize("mapping", [{256: 0}, {0: -1}, {-1: 0}, {0: 256}])
def test_an_index_outside_the_range_is_refused(mapping):
    with pytest.raises(OptionError, match="between 0 and 255"):
        Remapping.of(mapping)


def written(tmp_path, data):
    (tmp_path / "a.png").write_bytes(data)
    return read_label_png(tmp_path / "a.png")


def test_a_palette_png_keeps_its_colours(tmp_path):
    palette = voc_palette()[::-1].copy()
    data = label_png_bytes(np.array([[1, 2]], np.uint8), palette)
    made = remapped_png("a.png", data, Remapping.of({1: 9}))
    label_map, colors = written(tmp_path, made.data)
    assert label_map.tolist() == [[9, 2]]
    assert np.array_equal(colors, palette)
    assert made.counts[1] == 1


def test_a_palette_png_takes_other_colours_when_they_are_given(tmp_path):
    palette = voc_palette()[::-1].copy()
    data = label_png_bytes(np.array([[1, 2]], np.uint8))
    made = remapped_png("a.png", data, Remapping.of({}), palette)
    assert made.pixels_changed == 0
    label_map, colors = written(tmp_path, made.data)
    assert label_map.tolist() == [[1, 2]]
    assert np.array_equal(colors, palette)


def test_a_grey_png_stays_grey(tmp_path):
    data = label_png_bytes(np.array([[1, 2]], np.uint8), is_grey=True)
    made = remapped_png("a.png", data, Remapping.of({2: 5}), voc_palette())
    label_map, colors = written(tmp_path, made.data)
    assert label_map.tolist() == [[1, 5]]
    assert colors is None


@pytest.mark.parametrize("is_grey", [False, True])
def test_nothing_is_written_where_nothing_changes(is_grey):
    data = label_png_bytes(np.array([[1, 2]], np.uint8), is_grey=is_grey)
    assert remapped_png("a.png", data, Remapping.of({7: 8}), voc_palette()).data is None


def test_an_index_that_the_mapping_does_not_know_is_refused_with_its_pixels():
    counts = pixel_counts(np.array([[1, 2, 2], [9, 9, 9]], np.uint8))
    check_known(counts, {1: "", 2: "", 9: ""}, "a.png")
    with pytest.raises(LabelImageError, match=r"a\.png.*2 \(2 px\), 9 \(3 px\)"):
        check_known(counts, {1: ""}, "a.png")
