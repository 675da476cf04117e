"""What the checkers of label images say, and what they leave alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from labeler.core.class_file import read_ready_table, write_classes
from labeler.core.label_png import label_png_bytes, read_label_png, write_label_png
from labeler.core.png_chunks import chunk, parse_png
from labeler.jobs.check.finding import Severity
from labeler.jobs.check.fixing import fix
from tests.datasets import SIZE, write_photograph
from tests.jobs.check import bad_labels
from tests.jobs.check.clean_sets import checked, classes_of, clean_pairs, found, label_map, save_palette, told
from tests.label_sets import (
    CAMVID_LIKE,
    CITYSCAPES_LIKE,
    VOC_LIKE,
    antialiased,
    jpeg_noised,
    label_set,
    other_palette_order,
    save_variants,
)

SETS = (CITYSCAPES_LIKE, VOC_LIKE, CAMVID_LIKE)
OWN = ("unused-class", "one-value", "void-share", "alike-images", "same-image", "alike-in-splits")


@pytest.fixture
def pairs(tmp_path):
    return clean_pairs(tmp_path / "set")


def mask(folder):
    return folder / "masks" / "a2.png"


def set_of(folder, name, save):
    """A real-looking set whose label images `save(path, label_map, colors, classes)` writes."""
    made = label_set(name, 2)
    folder.mkdir()
    write_classes(folder / "classes.csv", made.classes)
    (folder / "masks").mkdir()
    for number, (numbers, colors) in enumerate(zip(made.label_maps, made.colors, strict=True)):
        write_photograph(folder / "images" / f"{number}.jpg", numbers.shape[::-1], seed=number)
        save(folder / "masks" / f"{number}.png", numbers, colors, made.classes)
    return folder


def codes_of(folder):
    return sorted({name for name, _ in told(folder, ignore=OWN)})


@pytest.mark.parametrize("name", SETS)
def test_a_real_looking_set_of_palette_pngs_is_clean(tmp_path, name):
    def save(path, numbers, _, classes):
        write_label_png(path, numbers, classes.palette())

    assert codes_of(set_of(tmp_path / "set", name, save)) == []


@pytest.mark.parametrize("name", SETS)
def test_a_real_looking_set_of_colours_is_repaired_to_the_same_label_maps(tmp_path, name):
    folder = set_of(tmp_path / "set", name, lambda path, _, colors, __: Image.fromarray(colors).save(path))
    assert codes_of(folder) == ["rgb-label"]
    assert not any(step.has_failed for step in fix(checked(folder), tmp_path / "kept"))
    for number, numbers in enumerate(label_set(name, 2).label_maps):
        np.testing.assert_array_equal(read_label_png(folder / "masks" / f"{number}.png")[0], numbers)
    assert codes_of(folder) == []


@pytest.mark.parametrize("name", [CITYSCAPES_LIKE, CAMVID_LIKE])
def test_smoothed_and_noised_colours_are_told_apart(tmp_path, name):
    soft = set_of(
        tmp_path / "soft", name, lambda path, _, colors, __: Image.fromarray(antialiased(colors)).save(path)
    )
    noisy = set_of(
        tmp_path / "noisy",
        name,
        lambda path, _, colors, __: Image.fromarray(jpeg_noised(colors, 60)).save(path),
    )
    assert codes_of(soft) == ["antialiased", "rgb-label"]
    assert codes_of(noisy) == ["rgb-label", "unknown-color"]
    assert not checked(soft).repairs
    assert not checked(noisy).repairs


@pytest.mark.parametrize("name", SETS)
def test_another_order_of_the_palette_is_no_other_palette(tmp_path, name):
    folder = set_of(
        tmp_path / "set", name, lambda path, numbers, _, table: other_palette_order(numbers, table).save(path)
    )
    assert "palette-order" in codes_of(folder)
    assert "palette-differs" not in codes_of(folder)
    for repair in checked(folder).repairs.values():
        assert set(repair.codes) <= {"low-depth"}


def test_every_way_of_storing_a_label_map_is_known(tmp_path):
    made = label_set(VOC_LIKE, 1)
    save_variants(tmp_path / "set", made.label_maps[0], made.classes)
    rows = set(told(tmp_path / "set", classes=made.classes, ignore=OWN))
    assert rows >= {
        ("rgb-label", "rgb.png"),
        ("rgb-label", "rgba.png"),
        ("grey-label", "grey.png"),
        ("deep-label", "grey16.png"),
        ("palette-order", "other_order.png"),
    }


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_repair_of_the_form_never_changes_an_index(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("set")
    table = read_ready_table("voc21")
    indices = [row.index for row in table]
    numbers = np.array(
        data.draw(
            st.lists(st.lists(st.sampled_from(indices), min_size=5, max_size=5), min_size=2, max_size=6)
        ),
        np.uint8,
    )
    palette = table.palette()
    palette[data.draw(st.sampled_from(indices))] = data.draw(st.sampled_from([(1, 2, 3), (250, 251, 252)]))
    path = folder / "a.png"
    how = data.draw(st.sampled_from(["palette", "transparent", "interlaced", "grey"]))
    if how == "interlaced":
        bad_labels.write_interlaced(path, numbers, palette)
    elif how == "grey":
        Image.fromarray(numbers).save(path)
    else:
        save_palette(path, numbers, palette, **({"transparency": 3} if how == "transparent" else {}))
    steps = list(fix(checked(folder, classes=table), folder / "kept"))
    assert not any(step.has_failed for step in steps)
    np.testing.assert_array_equal(read_label_png(path)[0], numbers)
    if steps:
        assert path.read_bytes() == label_png_bytes(numbers, table.palette())


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(("images/a2.jpg", "masks/a2.png", "classes.csv")), st.data())
def test_no_damage_to_a_file_ends_a_check(tmp_path_factory, name, data):
    folder = clean_pairs(tmp_path_factory.mktemp("set") / "set")
    path = folder / name
    content = bytearray(path.read_bytes())
    if data.draw(st.booleans()):
        del content[data.draw(st.integers(0, len(content))) :]
    else:
        for _ in range(data.draw(st.integers(1, 5))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    if name != "classes.csv":
        path.write_bytes(content)
    for finding in found(folder):
        assert finding.as_data()["code"]


def test_a_severity_has_a_word_and_an_order():
    assert [severity.word for severity in Severity] == ["note", "warning", "error"]
    assert Severity.NOTE < Severity.WARNING < Severity.ERROR


def test_unknown_indices_are_named_the_commonest_first(pairs):
    numbers = label_map(2)
    numbers[20:30, 5:15] = 9
    numbers[0:3, 0:30] = 77
    numbers[45, 0] = 78
    save_palette(mask(pairs), numbers, classes_of(pairs).palette())
    [finding] = found(pairs)
    assert finding.code.name == "unknown-index"
    assert finding.text == "191 px have an index that no class has: 9 (100 px), 77 (90 px), 78 (1 px)."
    assert finding.place.pixel == (0, 0)
    assert tuple(finding.place.rect) == (0, 0, 30, 46)


def test_a_palette_too_short_for_an_index_of_the_table_is_told(pairs):
    numbers = np.where(label_map(2) > 2, 0, label_map(2)).astype(np.uint8)
    whole = label_png_bytes(numbers, classes_of(pairs).palette())
    colors = parse_png("a.png", whole).of_kind(b"PLTE")[0]
    short = chunk(b"PLTE", bytes(colors.data[:15]))
    mask(pairs).write_bytes(whole[: colors.start] + short + whole[colors.end :])
    [finding] = found(pairs)
    assert finding.text == "Its palette ends after 5 colours and lacks 'sky' (7)."
    assert finding.is_fixable


def test_several_colours_that_differ_are_one_finding(pairs):
    palette = classes_of(pairs).palette()
    palette[[1, 7]] += 3
    save_palette(mask(pairs), label_map(2), palette)
    [finding] = found(pairs)
    assert finding.text == (
        "Its palette has #830303 for 'cat' (1), and the class table #800000; 1 other class differs."
    )


def test_colours_of_indices_without_class_do_not_matter(pairs):
    palette = classes_of(pairs).palette()
    palette[100:200] = 9
    save_palette(mask(pairs), label_map(2), palette)
    assert told(pairs) == []


def test_equal_channels_are_said_to_be_indices_perhaps(pairs):
    Image.fromarray(np.repeat(label_map(2)[:, :, None], 3, axis=2)).save(mask(pairs))
    [finding] = [each for each in found(pairs) if each.code.name == "rgb-label"]
    assert finding.text.endswith("Its three channels are equal: perhaps they hold the indices.")
    assert not finding.is_fixable


def test_a_jpeg_is_said_to_blur(pairs):
    mask(pairs).unlink()
    Image.fromarray(classes_of(pairs).palette()[label_map(2)]).save(pairs / "masks" / "a2.jpg", quality=60)
    texts = {finding.code.name: finding.text for finding in found(pairs)}
    assert "blurs the borders" in texts["not-png"]
    assert "unknown-color" in texts


def test_an_image_and_its_label_image_may_both_be_square_and_turned(pairs):
    write_photograph(pairs / "images" / "a2.jpg", (48, 48))
    bad_labels.turn(pairs / "images" / "a2.jpg", 3)
    save_palette(mask(pairs), label_map(2)[:, :48].copy(), classes_of(pairs).palette())
    assert told(pairs, ignore=OWN) == [("exif-image", "a2.jpg")]


def test_sizes_are_named(pairs):
    save_palette(mask(pairs), label_map(2)[:40].copy(), classes_of(pairs).palette())
    [finding] = found(pairs, ignore=OWN)
    width, height = SIZE
    assert finding.text == f"It has {width} x 40 pixels, and its image {width} x {height}."
