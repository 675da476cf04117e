"""Warnings of the class table: looked for at rest, marked in the panel, and told in few lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from labeler.core.class_warnings import ClassWarning, WarningKind, table_warnings, usage_warnings
from labeler.core.classes import ClassRow, ClassTable
from labeler.core.edits.classes import ReplaceClasses
from labeler.gui.class_table_lines import Remedies, lines_of
from labeler.gui.class_warnings import ClassWarnings
from labeler.gui.session import Session
from tests.gui.documents import session_on


@pytest.fixture
def session(qapp, tmp_path: Path) -> Session:
    return session_on(tmp_path / "set")


@pytest.fixture
def warnings(session: Session):
    warnings = ClassWarnings(session)
    yield warnings
    warnings.close()


def push(session: Session, *rows: ClassRow) -> None:
    session.push_classes(ReplaceClasses(session.classes, ClassTable(rows)))


def test_a_change_of_the_table_is_looked_at_soon_and_aside(session, warnings, qtbot) -> None:
    with qtbot.waitSignal(warnings.changed):
        push(session, ClassRow(1, "cat", (200, 0, 0)), ClassRow(2, "dog", (200, 0, 0)))
    assert warnings.of_table[0].kind is WarningKind.EQUAL_COLORS
    assert set(warnings.marks()) == {1, 2}
    assert "same colour" in warnings.marks()[1]
    with qtbot.waitSignal(warnings.changed):
        session.class_history.undo()
    assert not any(each.kind is WarningKind.EQUAL_COLORS for each in warnings.of_table)


def test_what_was_looked_at_too_late_is_dropped(session, warnings, qtbot) -> None:
    before = list(warnings.of_table)
    other = ClassTable((ClassRow(1, "cat", (1, 1, 1)), ClassRow(2, "Cat", (1, 1, 1))))
    with qtbot.assertNotEmitted(warnings.changed):
        warnings._on_found(other, table_warnings(other))
    assert warnings.of_table == before


def test_a_table_without_classes_of_its_own_has_nothing_to_warn_of(session, warnings) -> None:
    push(session, ClassRow(0, "void", (0, 0, 0)), ClassRow(255, "Void", (0, 0, 0)))
    warnings.look()
    assert warnings.of_table == []


def test_a_table_full_of_similar_colours_is_not_marked_all_over(session, warnings) -> None:
    push(session, *(ClassRow(index, f"class {index}", (0, 0, index)) for index in range(1, 20)))
    warnings.look()
    assert len(warnings.of_table) > 20
    assert warnings.marks() == {}
    rows = session.classes.user_rows
    push(session, *rows, ClassRow(30, "CLASS 1", (255, 0, 0)))
    warnings.look()
    assert set(warnings.marks()) == {1, 30}


class Hand:
    """Remembers which remedy was taken, and for what."""

    def __init__(self) -> None:
        self.done: list[tuple[str, object]] = []
        names = ("distinct", "visible", "rename", "delete", "show", "add", "add_index")
        self.remedies = Remedies(*(self._taker(name) for name in names))

    def _taker(self, name: str):
        return lambda what: self.done.append((name, what))

    def press(self, line, text: str) -> tuple[str, object]:
        next(each for each in line.remedies if each.text == text).act()
        return self.done[-1]


CAT, DOG = ClassRow(1, "cat", (9, 9, 9)), ClassRow(2, "dog", (9, 9, 9))


def test_every_kind_has_its_remedies() -> None:
    hand = Hand()

    def line(kind: WarningKind, *rows: ClassRow):
        return lines_of([ClassWarning(kind, "So it is.", rows)], {}, hand.remedies)[0]

    equal = line(WarningKind.EQUAL_COLORS, CAT, DOG)
    assert equal.text == "So it is."
    assert hand.press(equal, "Give them distinct colours") == ("distinct", [2])
    assert hand.press(equal, "Show") == ("show", [1, 2])
    photograph = line(WarningKind.LIKE_PHOTOGRAPH, CAT)
    assert hand.press(photograph, "Give it a distinct colour") == ("visible", [1])
    assert hand.press(line(WarningKind.ALIKE_NAMES, CAT, DOG), "Rename") == ("rename", 2)
    assert hand.press(line(WarningKind.UNUSED, DOG), "Delete unused") == ("delete", [2])
    absent = lines_of([ClassWarning(WarningKind.MISSING, "17 is there.", index=17)], {}, hand.remedies)[0]
    assert hand.press(absent, "Add to the table") == ("add_index", 17)
    missing = lines_of([], {"fish": 2, "cow": 1}, hand.remedies)[0]
    assert missing.text == "Annotations name cow, fish, not in the table (3 shapes)."
    assert hand.press(missing, "Add to the table") == ("add", ["cow", "fish"])


def test_many_of_a_kind_become_one_line() -> None:
    table = ClassTable(tuple(ClassRow(index, f"class {index}", (0, 0, index)) for index in range(1, 30)))
    hand = Hand()
    lines = lines_of([*table_warnings(table), *usage_warnings(table, {"class 1": 1})], {}, hand.remedies)
    assert len(lines) <= 4
    assert "No shape of the dataset is one of 28 classes: class 2, class 3, class 4 and 25 more." in [
        line.text for line in lines
    ]
    assert any("have colours that are hardly told apart." in line.text for line in lines)
