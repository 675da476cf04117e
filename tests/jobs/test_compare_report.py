"""The HTML report: whole, self-contained, escaped, with the pictures that it promises."""

from __future__ import annotations

import base64
import io
import re
from html.parser import HTMLParser

import numpy as np
import pytest
from PIL import Image

from labeler.core.classes import ClassRow, ClassTable
from labeler.core.errors import FileUnreadableError, FileUnwritableError
from labeler.core.label_png import write_label_png
from labeler.jobs.compare import compare_all
from labeler.jobs.compare_pictures import SIDE, image_pictures, matrix_svg
from labeler.jobs.compare_report import report_html, write_report
from tests.datasets import write_photograph
from tests.jobs.compared_folders import CLASSES, write_pairs

VOID_TAGS = {"meta", "img", "br"}
EVIL = '<script>alert("x")</script>{{body}}&'


class Checker(HTMLParser):
    """Counts tags, and notes those that are not closed in order."""

    def __init__(self):
        super().__init__()
        self.open, self.wrong, self.tags, self.texts, self.addresses = [], [], [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.addresses += [value for name, value in attrs if name in ("src", "href")]
        if tag not in VOID_TAGS:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data):
        self.texts.append(data)


def checked(html: str) -> Checker:
    checker = Checker()
    checker.feed(html)
    assert checker.open == checker.wrong == []
    return checker


@pytest.fixture
def folders(tmp_path):
    return write_pairs(tmp_path)


def test_the_page_is_whole_and_needs_no_network(folders):
    page = report_html(compare_all(*folders), worst=3)
    checker = checked(page)
    assert len(checker.addresses) == 9
    assert all(address.startswith("data:image/") for address in checker.addresses)
    assert not re.search(r"https?://|@import|url\(", page)
    assert "{{" not in page
    for title in ("Classes", "Confusion matrix", "The worst images", "Images", "What the figures mean"):
        assert title in checker.texts


def test_figures_are_those_of_the_comparison(folders):
    comparison = compare_all(*folders)
    page = report_html(comparison)
    assert f"<b>{100 * comparison.scores.mean_iou:.2f} %</b>mIoU" in page
    assert f'data-value="{comparison.scores.dice[1]:.9g}"' in page
    assert "Boundary F" in page
    assert "Boundary F<" not in report_html(compare_all(*folders, has_boundary=False))


def test_names_of_classes_and_files_are_escaped(tmp_path):
    truth, prediction = write_pairs(tmp_path / "a<b>&{{body}}", 2)
    label_map = np.zeros((48, 64), np.uint8)
    for folder in (truth, prediction):
        write_label_png(folder / '<img src="x">.png', label_map + 1)
    (prediction / "1.png").rename(prediction / "<b>.png")
    comparison = compare_all(truth, prediction, classes=ClassTable((ClassRow(1, EVIL, (1, 2, 3)),)))
    page = report_html(comparison)
    checker = checked(page)
    assert checker.tags.count("script") == 1
    assert "b" not in checker.tags[: checker.tags.index("div")]
    assert EVIL in checker.texts
    assert '<img src="x">' in "".join(checker.texts)
    assert 'alert("' not in page


def test_a_folder_gets_a_file_of_a_fixed_name_and_a_file_its_own(folders, tmp_path):
    comparison = compare_all(*folders)
    assert write_report(comparison, tmp_path) == tmp_path / "comparison.html"
    assert write_report(comparison, tmp_path / "r.html") == tmp_path / "r.html"
    assert (tmp_path / "r.html").read_text(encoding="utf-8") == report_html(comparison)
    with pytest.raises(FileUnwritableError):
        write_report(comparison, tmp_path / "none" / "r.html")


def test_what_failed_is_named_in_the_page(folders):
    (folders[1] / "0.png").unlink()
    write_label_png(folders[1] / "1.png", np.zeros((5, 7), np.uint8))
    text = " ".join(checked(report_html(compare_all(*folders))).texts)
    assert "1 failed" in text
    assert "64 x 48 pixels and the prediction 7 x 5" in text
    assert "1 without a prediction" in text


def test_arrays_have_a_page_without_pictures():
    truth, prediction = np.array([[1, 1, 2]], np.uint8), np.array([[1, 2, 255]], np.uint8)
    page = report_html(compare_all(truth, prediction))
    assert "data:image" not in page
    assert "arrays compared with arrays" in page
    assert "void in 1 of them" in page


def test_where_nothing_is_judged_the_page_has_no_matrix():
    void = np.full((2, 2), 255, np.uint8)
    page = report_html(compare_all(void, void))
    checked(page)
    assert "<svg" not in page
    assert "<b>–</b>mIoU" in page


@pytest.mark.parametrize("count", [2, 20, 60, 150])
def test_the_matrix_has_a_row_a_column_and_a_cell_for_what_occurs(count):
    truth = np.arange(count, dtype=np.uint8)[None].repeat(2, 0)
    prediction = truth.copy()
    prediction[1] = np.roll(prediction[1], 1)
    comparison = compare_all(truth, prediction)
    svg = matrix_svg(comparison)
    checked(svg)
    cells = re.findall(r'class="(right|wrong)"[^>]* data-cell="(\d+) (\d+) (\d+)"', svg)
    assert len(cells) == 2 * count
    assert {(kind == "right") == (row == column) for kind, row, column, _ in cells} == {True}
    for _, row, column, pixels in cells:
        assert comparison.matrix[int(row), int(column)] == int(pixels)
    width = int(re.search(r'width="(\d+)"', svg)[1])
    assert width < 2000
    assert svg.count('text-anchor="end"') == count


def picture_of(address: str) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2]))).convert("RGB"))


def test_pictures_show_classes_wrong_pixels_and_what_is_left_out(folders):
    (folders[0] / "classes.csv").write_text(CLASSES, encoding="utf-8")
    comparison = compare_all(*folders)
    image = comparison.images[0]
    pictures = image_pictures(image, comparison, None)
    truth, prediction = (np.asarray(Image.open(path)) for path in (image.truth, image.prediction))
    np.testing.assert_array_equal(picture_of(pictures.truth)[truth == 1], [[255, 0, 0]] * (truth == 1).sum())
    differences = picture_of(pictures.differences)
    wrong = (truth != prediction) & (truth != 255)
    assert len(np.unique(differences.reshape(-1, 3), axis=0)) == 3
    assert (
        len(np.unique(differences[wrong], axis=0)) == len(np.unique(differences[truth == 255], axis=0)) == 1
    )


def test_large_images_are_shown_small_and_thin_differences_stay_to_be_seen(tmp_path):
    truth = np.zeros((1000, 3 * SIDE), np.uint8)
    prediction = truth.copy()
    prediction[:, 4] = 1
    write_label_png(tmp_path / "t.png", truth)
    write_label_png(tmp_path / "p.png", prediction)
    comparison = compare_all(tmp_path / "t.png", tmp_path / "p.png")
    picture = picture_of(image_pictures(comparison.images[0], comparison, None).differences)
    assert picture.shape == (333, SIDE, 3)
    assert picture[100, 1, 1] < picture[100, 0, 1]


def test_photographs_lie_under_the_pictures(folders, tmp_path):
    for number in range(4):
        write_photograph(tmp_path / "JPEGImages" / f"{number}.jpg", seed=number)
    comparison = compare_all(*folders)
    page = report_html(comparison, worst=2)
    assert page.count("data:image/jpeg") == 6  # JPEGImages beside the truth is found
    (tmp_path / "JPEGImages").rename(tmp_path / "photos")
    assert "data:image/jpeg" not in report_html(comparison, worst=2)
    assert report_html(comparison, worst=2, images=tmp_path / "photos").count("data:image/jpeg") == 6
    alone = compare_all(folders[0] / "0.png", folders[1] / "0.png")
    assert report_html(alone, images=tmp_path / "photos" / "3.jpg").count("data:image/jpeg") == 3
    with pytest.raises(FileUnreadableError):
        report_html(comparison, images=tmp_path / "none")


def test_a_photograph_of_another_size_is_left_out_and_a_broken_one_told(folders, tmp_path):
    comparison = compare_all(*folders)
    other = write_photograph(tmp_path / "other.jpg", (32, 24))
    assert "image/png" in image_pictures(comparison.images[0], comparison, other).truth
    other.write_bytes(b"broken")
    assert "other.jpg" in image_pictures(comparison.images[0], comparison, other).problem


def test_files_that_have_changed_since_are_told(folders):
    comparison = compare_all(*folders)
    write_label_png(folders[0] / "0.png", np.zeros((2, 2), np.uint8))
    assert "changed" in image_pictures(comparison.images[0], comparison, None).problem
    (folders[0] / "0.png").unlink()
    assert "cannot be read" in image_pictures(comparison.images[0], comparison, None).problem
    assert "cannot be read" in report_html(comparison)


def test_long_lists_of_problems_and_images_are_cut_short(monkeypatch, folders):
    comparison = compare_all(*folders)
    comparison.only_truth = [folders[0] / f"x{number}.png" for number in range(60)]
    comparison.unlisted = ["only one"]
    monkeypatch.setattr("labeler.jobs.compare_report._MOST_IMAGES", 3)
    text = " ".join(checked(report_html(comparison, worst=0)).texts)
    assert "60 without a prediction" in text
    assert "x49.png" in text
    assert "x50.png" not in text
    assert "and 10 more" in text
    assert "1 in the list and not in the truth" in text
    assert "1 more are in the JSON and CSV of the command." in text
    assert "The worst images" not in text


def test_confusions_are_listed_by_size_with_their_share(folders):
    comparison = compare_all(*folders)
    page = report_html(comparison)
    first = comparison.confusions(1)[0]
    share = first.pixels / comparison.matrix[first.truth_index].sum()
    cells = (first.pixels, f"{first.pixels:,}"), (f"{share:.9g}", f"{100 * share:.2f} %")
    row = "".join(f'<td data-value="{value}">{shown}</td>' for value, shown in cells)
    assert row in page
    assert page.index(row) < page.index("The worst images")


def test_the_options_are_told_with_the_definitions(folders):
    page = report_html(compare_all(*folders, ignored=[0, 3], mean_over="truth", boundary_radius=2.5))
    assert "over the classes in the truth." in page
    assert "whose index in the truth is 0, 3, 255 are left out" in page
    assert "within 2.5 px" in page
    assert "within 0.75 % of the diagonal" in report_html(compare_all(*folders))


def test_a_perfect_prediction_has_no_list_of_confusions(folders):
    assert "taken for another" not in report_html(compare_all(folders[0], folders[0]))


def test_every_table_can_be_sorted_by_values_behind_its_cells(folders):
    page = report_html(compare_all(*folders))
    for table in re.findall(r"<table>.*?</table>", page, re.DOTALL):
        heads = re.findall(r"<th [^>]*>", table)
        first = re.search(r"<tbody><tr>(.*?)</tr>", table, re.DOTALL)[1]
        assert len(re.findall(r"<td", first)) == len(heads)
        is_text = ['class="text"' in head for head in heads]
        cells = re.findall(r'<td( class="[a-z]+")?( data-value="[^"]*")?>', first)
        for is_word, (kind, value) in zip(is_text, cells, strict=True):
            assert is_word == ("text" in kind)
            assert is_word or value or not kind
