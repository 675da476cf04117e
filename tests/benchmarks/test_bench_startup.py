"""The children that the start is measured with run, and their times become figures: nothing is timed here."""

from __future__ import annotations

import pytest

from tests.benchmarks.bench_startup import _BARE, _LABELER, _VERSION, Children, _figures
from tests.benchmarks.figures import Timing


@pytest.fixture(scope="module")
def children(tmp_path_factory: pytest.TempPathFactory) -> Children:
    """Those of one benchmark: the first compiles the byte code for all."""
    return Children(tmp_path_factory.mktemp("children"))


@pytest.mark.parametrize(
    ("code", "points"),
    [(_BARE, ["painted"]), (_LABELER, ["painted", "built"]), (_VERSION, ["version"])],
    ids=["bare", "window", "command"],
)
def test_a_child_notes_every_point_on_its_way(children: Children, code: str, points: list[str]) -> None:
    times = children.times(code, [])
    assert list(times) == points
    assert list(times.values()) == sorted(times.values())


def test_a_child_that_fails_is_told(children: Children) -> None:
    with pytest.raises(RuntimeError, match="status 3"):
        children.times("sys.exit(3)", [])


def test_the_first_frame_is_judged_by_the_bare_window_of_the_same_run() -> None:
    timings = {
        "bare painted": Timing(100.0, 120.0),
        "window painted": Timing(140.0, 150.0),
        "window built": Timing(400.0, 450.0),
        "folder painted": Timing(141.0, 150.0),
        "folder built": Timing(400.0, 450.0),
        "folder opened": Timing(500.0, 600.0),
        "command version": Timing(40.0, 50.0),
    }
    ratio, first, *_ = _figures(timings)
    assert (ratio.value, ratio.is_met) == (1.4, True)
    assert (first.value, first.floor, first.p95) == (140.0, 100.0, 150.0)
