from __future__ import annotations

from types import SimpleNamespace

from labeler.core.change import ClassesChanged
from labeler.core.classes import ClassRow, ClassTable
from labeler.core.edits.classes import ReplaceClasses

BEFORE = ClassTable((ClassRow(1, "car", (0, 0, 0)),))


def test_a_table_is_replaced_and_put_back():
    after = BEFORE.with_class("tree")
    holder = SimpleNamespace(classes=BEFORE)
    edit = ReplaceClasses(BEFORE, after, "Add class")
    assert edit.apply(holder) == ClassesChanged(BEFORE, after)
    assert holder.classes is after
    assert edit.revert(holder) == ClassesChanged(after, BEFORE)
    assert holder.classes is BEFORE


def test_undoing_a_rename_is_the_rename_the_other_way_round():
    edit = ReplaceClasses(BEFORE, BEFORE.renamed(1, "bus"), "Rename class", ("car", "bus"))
    holder = SimpleNamespace(classes=BEFORE)
    assert edit.apply(holder).renamed == ("car", "bus")
    assert edit.revert(holder).renamed == ("bus", "car")
