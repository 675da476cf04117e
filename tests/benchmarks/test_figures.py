"""The table and the data that benchmarks print (nothing is timed here)."""

from __future__ import annotations

import json

from tests.benchmarks.figures import Figure, Timing, as_data, as_table, medians_ms, timed


def test_a_figure_knows_on_which_side_of_its_target_it_should_lie():
    assert Figure("time", 3, "ms", target=4).is_met
    assert not Figure("time", 5, "ms", target=4).is_met
    assert Figure("speed", 400, "images/s", target=300, better="higher").is_met
    assert not Figure("speed", 200, "images/s", target=300, better="higher").is_met
    assert Figure("time", 3, "ms").is_met is None


def test_the_table_shows_target_floor_and_peers_beside_the_value():
    table = as_table([Figure("20 polygons", 0.512, "ms", 0.8, 0.1, {"opencv": 1234.5})])
    head, row = table.splitlines()
    assert head.split() == ["figure", "value", "p95", "target", "floor", "peers"]
    assert row.split() == ["20", "polygons", "0.512", "ms", "<=", "0.8", "met", "0.1", "opencv", "1,234"]


def test_a_missed_target_is_shouted():
    assert "MISSED" in as_table([Figure("time", 5, "ms", target=4)])


def test_the_data_is_json():
    data = json.loads(json.dumps(as_data([Figure("time", 5, "ms", target=4, peers={"a": 1.0})])))
    assert data[0]["is_met"] is False
    assert data[0]["peers"] == {"a": 1.0}


def test_calls_are_measured_in_turns_each_right_after_a_call_that_is_not_counted():
    seen: list[str] = []
    times = medians_ms([lambda: seen.append("a"), lambda: seen.append("b")], rounds=2)
    assert seen == ["a", "a", "b", "b"] * 2
    assert len(times) == 2


def test_a_timing_gives_the_median_and_what_95_of_100_rounds_stay_within():
    timing = Timing.of([*range(99, -1, -1)])
    assert timing == (49.5, 94)
    figure = timing.figure("pan", 60)
    assert (figure.value, figure.p95, figure.unit, figure.is_met) == (49.5, 94, "ms", True)


def test_the_p95_stands_beside_the_value_in_table_and_data():
    figures = [Figure("pan", 3, "ms", target=5, p95=4.5)]
    assert as_table(figures).splitlines()[1].split() == ["pan", "3", "ms", "4.5", "<=", "5", "met"]
    assert as_data(figures)[0]["p95"] == 4.5


def test_what_is_prepared_before_each_round_comes_before_it_and_is_not_timed():
    seen: list[str] = []
    timing = timed(lambda: seen.append("call"), 2, prepare=lambda: seen.append("prepare"))
    assert seen == ["prepare", "call"] * 3
    assert timing.median < 5
