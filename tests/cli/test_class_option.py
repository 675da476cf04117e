"""What --classes may name."""

from __future__ import annotations

import pytest

from labeler.cli.class_option import class_table_of
from labeler.core.class_file import read_ready_table
from labeler.core.errors import ClassTableError, FileUnreadableError


def test_a_file_comes_before_a_ready_table_of_the_same_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert class_table_of("voc21") == read_ready_table("voc21")
    (tmp_path / "voc21").write_text("index,name,color\n1,mine,#010203\n", encoding="utf-8")
    assert class_table_of("voc21").at(1).name == "mine"


@pytest.mark.parametrize("text", ["missing.csv", "folder/missing", "./voc21"])
def test_a_path_that_does_not_exist_is_no_ready_table(tmp_path, monkeypatch, text):
    monkeypatch.chdir(tmp_path)
    with pytest.raises((FileUnreadableError, ClassTableError), match=r"missing|voc21"):
        class_table_of(text)


def test_an_unknown_name_lists_the_ready_tables():
    with pytest.raises(ClassTableError, match="cityscapes_trainIds19"):
        class_table_of("city")
