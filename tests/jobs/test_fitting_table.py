"""The ready table that a folder of label images looks like."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from labeler.core.class_file import read_ready_table
from labeler.core.errors import FileUnreadableError, OptionError
from labeler.jobs import fitting_table as job
from labeler.jobs.fitting_table import fitting_table, proposal
from tests.label_sets import CAMVID_LIKE, CITYSCAPES_LIKE, VOC_LIKE, label_set


def saved(folder, name, count=3):
    folder.mkdir(parents=True, exist_ok=True)
    for number, colors in enumerate(label_set(name, count, (320, 240)).colors):
        Image.fromarray(colors).save(folder / f"{number}.png")
    return folder


@pytest.mark.parametrize("name", [CAMVID_LIKE, VOC_LIKE, "lip20"])
def test_a_folder_shows_its_table(tmp_path, name):
    assert fitting_table(saved(tmp_path, name)).name == name


def test_one_file_will_do_and_broken_ones_are_passed_over(tmp_path):
    saved(tmp_path, CAMVID_LIKE)
    assert fitting_table(tmp_path / "1.png").name == CAMVID_LIKE
    (tmp_path / "0.png").write_bytes(b"no image")
    assert fitting_table(tmp_path).name == CAMVID_LIKE


def test_tables_that_fit_equally_are_all_named_and_none_is_taken(tmp_path):
    with pytest.raises(
        OptionError, match=r"fit cityscapes_trainIds19, .*kitti35 equally well.*--classes city"
    ):
        fitting_table(saved(tmp_path, CITYSCAPES_LIKE))


def test_a_folder_that_looks_like_no_table_says_so(tmp_path):
    Image.fromarray(np.random.default_rng(0).integers(0, 256, (40, 40, 3)).astype(np.uint8)).save(
        tmp_path / "a.png"
    )
    with pytest.raises(OptionError, match="look like no ready class table"):
        fitting_table(tmp_path)
    with pytest.raises(FileUnreadableError):
        fitting_table(tmp_path / "nowhere")


def test_grey_values_can_show_a_table_too(tmp_path):
    values = np.arange(67, dtype=np.uint8).repeat(20).reshape(67, 20)
    Image.fromarray(values).save(tmp_path / "a.png")
    assert fitting_table(tmp_path).name == "mapillary_v1_66"
    Image.fromarray(values % 3).save(tmp_path / "a.png")
    with pytest.raises(OptionError, match="its values look like no ready"):
        fitting_table(tmp_path)


def test_red_and_blue_may_be_exchanged(tmp_path):
    np.save(tmp_path / "a.npy", label_set(CAMVID_LIKE, 1).colors[0][..., ::-1])
    assert fitting_table(tmp_path, "BGR").name == CAMVID_LIKE
    with pytest.raises(OptionError, match="look like no ready"):
        fitting_table(tmp_path)


def test_of_many_files_some_are_looked_at_from_all_over_the_folder(tmp_path, monkeypatch):
    for number in range(100):
        (tmp_path / f"{number:03}.png").touch()
    looked = []

    def read(path):
        looked.append(path.name)
        return label_set(CAMVID_LIKE, 1).colors[0]

    monkeypatch.setattr(job, "read_source", read)
    fitting_table(tmp_path)
    assert len(looked) == 24
    assert looked[0] == "000.png"
    assert looked[-1] > "090.png"


def test_a_proposal_is_made_only_where_something_fits_better():
    made = label_set(CAMVID_LIKE, 1, (320, 240))
    other = read_ready_table("voc21")
    assert "camvid11 (100 % of the pixels)" in proposal(made.colors[0], other)
    assert proposal(made.colors[0], made.classes) == ""
    assert "red and blue exchanged" in proposal(made.colors[0][..., ::-1].copy(), made.classes)
    assert proposal(np.random.default_rng(0).integers(0, 256, (9, 9, 3)).astype(np.uint8), other) == ""
