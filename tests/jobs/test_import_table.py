from __future__ import annotations

import numpy as np
import pytest

from labeler.core.class_file import write_classes
from labeler.core.classes import ClassTable
from labeler.core.dataset import open_dataset
from labeler.core.errors import ClassTableError
from labeler.core.palette import voc_color
from labeler.jobs.import_table import ImportTable, table_for, with_missing
from tests.jobs.import_folders import MAP, make_folder_of_images, make_label

CLASSES = ClassTable().with_class("cat", 1)
OTHERS = ClassTable().with_class("cow", 1).with_class("horse", 2)


@pytest.fixture
def folder(tmp_path):
    make_folder_of_images(tmp_path / "data", ["one.jpg"])
    (tmp_path / "masks").mkdir()
    return tmp_path


def found(folder):
    return table_for(open_dataset(folder / "data"), [folder / "masks"])


def test_the_classes_of_the_dataset_count_before_those_beside_the_label_images(folder):
    write_classes(folder / "masks" / "classes.csv", OTHERS)
    write_classes(folder / "data" / "classes.csv", CLASSES)
    assert found(folder) == ImportTable(CLASSES)


def test_classes_of_a_labels_txt_count_as_those_of_the_dataset(folder):
    write_classes(folder / "masks" / "classes.csv", OTHERS)
    (folder / "data" / "labels.txt").write_text("_background_\ncat\n")
    assert [row.name for row in found(folder).classes.user_rows] == ["cat"]


def test_the_table_beside_the_label_images_is_taken(folder):
    write_classes(folder / "masks" / "classes.csv", OTHERS)
    assert found(folder) == ImportTable(OTHERS, folder / "masks" / "classes.csv")


def test_tables_of_other_programs_are_taken(folder):
    (folder / "masks" / "labelmap.txt").write_text("background:0,0,0::\ncow:1,2,3::\n")
    table = found(folder)
    assert table.found == folder / "masks" / "labelmap.txt"
    assert table.classes.at(1).name == "cow"


def test_without_any_table_there_are_background_and_void(folder):
    assert found(folder) == ImportTable(ClassTable())


def test_a_broken_table_is_told_and_not_passed_over(folder):
    (folder / "masks" / "classes.csv").write_text("index,name,color\nx,cow,#000000\n")
    with pytest.raises(ClassTableError, match=r"classes\.csv"):
        found(folder)


def test_indices_without_a_class_get_one_in_the_colour_of_their_palette(folder):
    palette = np.full((256, 3), 7, np.uint8)
    files = [folder / "masks" / name for name in ("grey.png", "palette.png", "array.npy")]
    make_label(files[0], np.where(MAP == 2, 3, MAP).astype(np.uint8), is_grey=True)
    make_label(files[1], np.where(MAP == 2, 4, MAP).astype(np.uint8), palette)
    make_label(files[2], np.where(MAP == 2, 200, MAP).astype(np.uint8))
    table = with_missing(ImportTable(CLASSES), files, workers=2)
    told = [(row.index, row.name, row.color) for row in table.added]
    assert told == [
        (3, "class 3", voc_color(3)),
        (4, "class 4", (7, 7, 7)),
        (200, "class 200", voc_color(200)),
    ]
    assert table.classes.at(1).name == "cat"


def test_a_name_that_is_taken_is_not_given_again(folder):
    make_label(folder / "one.png", MAP)
    table = with_missing(ImportTable(CLASSES.with_class("class 2", 9)), [folder / "one.png"], None)
    assert table.classes.at(2).name == "class 2_"


def test_files_that_cannot_be_read_add_nothing(folder):
    (folder / "bad.png").write_bytes(b"bad")
    assert with_missing(ImportTable(CLASSES), [folder / "bad.png"], 1) == ImportTable(CLASSES)
