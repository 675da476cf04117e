from __future__ import annotations

from labeler.core.class_file import ready_tables
from labeler.core.ready_search import find_ready_tables


def names(text):
    return [each.table.name for each in find_ready_tables(text)]


def test_without_words_every_ready_table_is_found():
    assert names("") == names("  ") == [table.name for table in ready_tables()]


def test_a_table_is_found_by_a_part_of_its_name_in_any_case():
    assert names("CITYscapes") == ["cityscapes_labelIds34", "cityscapes_trainIds19"]
    assert all(each.class_names == () for each in find_ready_tables("CITYscapes"))


def test_a_table_is_found_by_its_classes_which_are_told():
    found = {each.table.name: each.class_names for each in find_ready_tables("rider")}
    assert found["cityscapes_trainIds19"] == ("rider",)
    assert "voc21" not in found


def test_those_that_are_called_so_come_before_those_whose_classes_are():
    found = find_ready_tables("mapillary")
    assert [bool(each.class_names) for each in found] == sorted(bool(each.class_names) for each in found)
    assert names("atr")[0] == "atr18"


def test_all_words_must_be_found_in_the_name_or_among_the_classes():
    assert names("bdd rider") == ["bdd100k19"]
    assert "pascal_context60" in names("sheep aeroplane")
    assert names("sheep zebrafish") == []
