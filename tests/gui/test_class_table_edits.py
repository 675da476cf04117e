"""What is asked for in the window of the class table is one step each, named as what it does."""

from __future__ import annotations

from pathlib import Path

import pytest

from labeler.core.class_keys import class_keys
from labeler.gui.class_table_edits import ClassTableEdits
from labeler.gui.models.class_table_model import COLOR, INDEX, KEY, LOCKED, NAME, NOTES, PROTECTED, SHOWN
from tests.datasets import make_dataset
from tests.windows import Desk


@pytest.fixture
def opened(desk: Desk, tmp_path: Path) -> Desk:
    desk.open(make_dataset(tmp_path / "set", 1))
    return desk


@pytest.fixture
def edits(opened: Desk) -> ClassTableEdits:
    return opened.window.class_table.edits


def steps(desk: Desk) -> list[str]:
    """The words of all steps of the class history."""
    history = desk.window.session.class_history
    return [history.text(at) for at in range(history.count())]


def colors(desk: Desk) -> dict[int, tuple[int, int, int]]:
    return {row.index: row.color for row in desk.window.session.classes}


def test_every_step_says_what_it_did(opened: Desk, edits: ClassTableEdits) -> None:
    edits.type_into([1], COLOR, "#010203")
    edits.type_into([1, 2], COLOR, "#040506")
    edits.type_into([1, 2], NOTES, "both")
    edits.type_into([7], KEY, "9")
    edits.type_into([7], KEY, "")
    edits.switch([1], SHOWN, True)
    edits.switch([1], SHOWN, False)
    edits.switch([1, 2], LOCKED, True)
    edits.switch([1, 2, 7], PROTECTED, True)
    edits.give_distinct_colors([1, 2])
    edits.give_distinct_colors([7])
    edits.move([7], 1)
    edits.shift([7], 1)
    assert steps(opened) == [
        "Change colour",
        "Change colour of 2 classes",
        "Change notes",
        "Change key",
        "Take key away",
        "Hide class",
        "Show class",
        "Lock 2 classes",
        "Protect 3 classes",
        "Distinct colour of 2 classes",
        "Distinct colour",
        "Move class",
        "Move class",
    ]


def test_what_changes_nothing_is_no_step(opened: Desk, edits: ClassTableEdits) -> None:
    edits.recolor([1], (128, 0, 0))
    edits.shift([0], -1)
    edits.move([1], 1)
    edits.move([1], 2)
    edits.switch([1, 2], LOCKED, False)
    edits.delete([])
    assert [row.name for row in opened.window.session.classes] == ["background", "cat", "dog", "sky", "void"]
    # A lock that was never there is written down as open; nothing else may have been pushed.
    assert set(steps(opened)) <= {"Unlock 2 classes"}


def test_all_steps_are_undone_to_the_table_of_before(opened: Desk, edits: ClassTableEdits) -> None:
    before = opened.window.session.classes
    edits.give_distinct_colors([1, 2, 7])
    edits.type_into([2], KEY, "1")
    edits.move([0, 255], 3)
    assert opened.window.session.classes != before
    opened.window.session.class_history.setIndex(0)
    assert opened.window.session.classes == before


def test_avoided_colours_are_kept_away_from(opened: Desk, edits: ClassTableEdits) -> None:
    edits.give_distinct_colors([7])
    chosen = colors(opened)[7]
    opened.window.session.class_history.setIndex(0)
    edits.give_distinct_colors([7], [chosen])
    assert colors(opened)[7] != chosen


@pytest.mark.parametrize(
    ("column", "text", "words"),
    [
        (COLOR, "greenish", "'greenish' is no colour; type one like #ff8000 or 255, 128, 0."),
        (INDEX, "-1", "'-1' is no index; type a number from 1 to 254."),
        (INDEX, "٣x", "'٣x' is no index; type a number from 1 to 254."),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(opened, edits, qtbot, column, text, words) -> None:
    with qtbot.waitSignal(edits.refused) as signal:
        edits.type_into([1], column, text)
    assert signal.args == [words]
    assert steps(opened) == []


@pytest.mark.parametrize(
    ("column", "text", "words"),
    [
        (NAME, "dog", "Two classes have the name 'dog'"),
        (NAME, "  ", "has no name"),
        (KEY, "x", "'x' is no key"),
    ],
)
def test_what_breaks_a_rule_of_class_tables_is_refused_by_the_table(
    opened, edits, qtbot, column, text, words
) -> None:
    with qtbot.waitSignal(opened.window.classes.refused) as signal:
        edits.type_into([1], column, text)
    assert words in signal.args[0]
    assert steps(opened) == []


def test_who_loses_a_key_is_told(opened: Desk, edits: ClassTableEdits, qtbot) -> None:
    with qtbot.waitSignal(edits.told) as signal:
        edits.type_into([7], KEY, "2")
    assert signal.args == ["2 picks sky now; dog has no key any more."]
    assert class_keys(opened.window.session.classes) == {"1": "cat", "2": "sky"}
    with qtbot.assertNotEmitted(edits.told):
        edits.type_into([7], KEY, "2")
        edits.type_into([7], KEY, "5")


def test_notes_are_one_line(opened: Desk, edits: ClassTableEdits) -> None:
    edits.type_into([1], NOTES, "first\nsecond\tthird")
    assert opened.window.session.classes.at(1).notes == "first?second?third"
