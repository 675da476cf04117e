"""Changed arcs cross nothing that they did not cross before, and run over nothing."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.arc_curves import simplified, smoothed
from labeler.core.arc_safety import changed_safely
from labeler.core.arcs import split
from tests.core.tilings import SIZE, coverage, tilings

changes = st.sampled_from([simplified, smoothed, partial(smoothed, corner=60.0)])


def net_of(*outlines):
    return split([[np.array(ring, float) for ring in rings] for rings in outlines])


def everything(net) -> range:
    return range(len(net.arcs))


def changed(net, arcs, change, amount) -> dict:
    return changed_safely(net, dict.fromkeys(arcs, amount), change)


@given(tilings, changes, st.sampled_from([0.4, 1.5, 4.0, 15.0]))
@settings(max_examples=40, deadline=None)
def test_a_changed_tiling_has_no_gap_and_no_overlap(shapes, change, amount):
    net = split([[*shape.rings] for shape in shapes])
    assert (coverage(shapes, SIZE) == 1).all()
    # What lies on the border of the image must stay there.
    inner = [number for number, arc in enumerate(net.arcs) if len(arc.owners) == 2]
    made = changed(net, inner, change, amount)
    after = [type(shape)("car", rings[0]) for shape, rings in zip(shapes, net.rebuilt(made), strict=True)]
    assert (coverage(after, SIZE) == 1).all()
    assert all(shapely.polygons(shape.points).is_valid for shape in after)


def test_only_what_changes_is_returned_and_only_what_may_change_does():
    net = net_of([((0, 0), (5, 0), (10, 0), (10, 10), (0, 10))], [((10, 0), (20, 0), (20, 10), (10, 10))])
    first = next(number for number, arc in enumerate(net.arcs) if arc.owners == (0,))
    assert set(changed(net, everything(net), simplified, 0.5)) == {first}
    assert changed(net, [number for number in everything(net) if number != first], simplified, 0.5) == {}


def test_an_arc_that_would_cross_another_is_changed_less():
    # A notch of the first ring, with a tongue of the second in it.
    notched = ((0, 0), (20, 0), (20, 9), (14, 9), (14, 11), (20, 11), (20, 20), (0, 20))
    tongue = ((40, 9.5), (40, 10.5), (15, 10.2), (15, 9.8))
    net = net_of([notched], [tongue])
    (first,), (second,) = net.rebuilt(changed(net, everything(net), simplified, 7))
    assert not shapely.polygons(first).intersects(shapely.polygons(second))
    assert changed(net_of([notched]), [0], simplified, 7)  # alone it would be


def test_an_arc_never_jumps_over_what_lies_beside_it():
    # A ring in the notch of another: without the notch it would lie inside.
    notched = [((0, 0), (20, 0), (20, 9), (14, 9), (14, 11), (20, 11), (20, 20), (0, 20))]
    island = [((17, 9.5), (18, 9.5), (18, 10.5), (17, 10.5))]
    net = net_of(notched, island)
    made = changed(
        net, [number for number in everything(net) if net.arcs[number].owners == (0,)], simplified, 7
    )
    ((ring,), _) = net.rebuilt(made)
    assert not shapely.polygons(ring).contains(shapely.points(17.5, 10))
    (alone,) = net_of(notched).rebuilt(changed(net_of(notched), [0], simplified, 7))
    assert shapely.polygons(alone[0]).contains(shapely.points(17.5, 10))


@pytest.mark.parametrize("amount", [5, 100, 1e9])
def test_no_ring_has_less_than_three_vertices(amount):
    net = net_of([((0, 0), (4, 0), (4, 4), (2, 5), (0, 4))])
    ((ring,),) = net.rebuilt(changed(net, [0], simplified, amount))
    assert len(ring) >= 3
    assert shapely.polygons(ring).area > 0


def test_two_arcs_between_two_junctions_do_not_become_one_line():
    lens = ((10, 0), (12, 5), (10, 10), (8, 5))
    left = ((0, 0), (10, 0), (8, 5), (10, 10), (0, 10))
    right = ((20, 0), (20, 10), (10, 10), (12, 5), (10, 0))
    net = net_of([left], [lens], [right])
    made = changed(net, everything(net), simplified, 3)
    assert all(shapely.polygons(rings[0]).is_valid for rings in net.rebuilt(made))
    assert shapely.polygons(net.rebuilt(made)[1][0]).area > 0


def test_rings_that_crossed_before_may_go_on_crossing():
    one = [(0, 0), (5, 0.2), (10, 0), (10, 10), (0, 10)]
    other = [(5, 5), (11, 5.2), (15, 5), (15, 15), (5, 15)]
    net = net_of([one], [other])
    assert len(changed(net, everything(net), simplified, 1)) == 2


def test_a_ring_that_crossed_itself_before_is_simplified_all_the_same():
    bow = [(0, 0), (5, 5.1), (10, 10), (10, 0), (0, 10)]
    net = net_of([bow])
    ((ring,),) = net.rebuilt(changed(net, [0], simplified, 1))
    assert sorted(ring.tolist()) == [[0, 0], [0, 10], [10, 0], [10, 10]]


def test_loops_at_one_junction_stay_apart():
    # Two loops of one ring that hang on (5, 5), one inside the other's bulge.
    ring = [(5, 5), (0, 9), (0, 0), (9, 0), (9, 2), (5, 5), (3, 4), (2, 2), (4, 2.5)]
    net = net_of([ring])
    before = shapely.polygons(ring).buffer(0).area
    ((after,),) = net.rebuilt(changed(net, everything(net), simplified, 2.5))
    assert len(after) >= 6
    assert abs(shapely.polygons(after).buffer(0).area - before) < before


def test_each_arc_may_have_an_amount_of_its_own():
    net = net_of(
        [((0, 0), (5, 1), (10, 0), (10, 10), (5, 9), (0, 10))], [((0, 20), (5, 21), (9, 20), (5, 30))]
    )
    made = changed_safely(net, {0: 0.0, 1: 1.5}, simplified)
    assert set(made) == {1}
