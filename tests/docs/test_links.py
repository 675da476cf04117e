"""Every link of the documents leads somewhere, and every page is reached from the guide."""

from __future__ import annotations

import re

import pytest

from tests.docs.pages import DOCS, PAGES, ROOT, anchors, links, name_of, text_of


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_and_picture_exists(page):
    lost = [
        f"{path}#{anchor}"
        for path, anchor in links(page)
        if not path.exists() or (anchor and anchor not in anchors(path))
    ]
    assert not lost


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_page_has_two_headings_of_one_anchor(page):
    assert len(set(anchors(page))) == len(anchors(page))


def test_every_page_is_reached_from_the_guide():
    reached, ahead = set(), [DOCS / "guide.md"]
    while ahead:
        page = ahead.pop()
        if page not in reached:
            reached.add(page)
            ahead += [path for path, _ in links(page) if path.suffix == ".md"]
    for_users = {page for page in PAGES if page.parent == DOCS}
    assert for_users <= reached


def test_every_picture_is_shown_somewhere():
    shown = {path for page in PAGES for path, _ in links(page) if path.suffix == ".png"}
    assert set((DOCS / "images").glob("*.png")) <= shown


def test_the_list_of_decisions_is_complete():
    folder = DOCS / "decisions"
    listed = [path for path, _ in links(folder / "README.md")]
    assert sorted(listed) == sorted(set(folder.glob("*.md")) - {folder / "README.md"})


@pytest.mark.parametrize("name", ["guide.md", "label-images.md", "classes.md"])
def test_the_contents_of_a_long_page_name_its_sections_in_order(name):
    page = DOCS / name
    before, _, _ = text_of(page).partition("\n## ")
    listed = re.findall(r"^- \[[^]]+\]\(#([^)]+)\)", before, re.MULTILINE)
    sections = [line for line in text_of(page).splitlines() if line.startswith("## ")]
    assert [anchor for anchor in anchors(page) if anchor in listed] == listed
    assert len(listed) == len(sections)


def test_the_readme_leads_to_the_page_on_black_masks_before_anything_is_installed():
    top, _, _ = text_of(ROOT / "README.md").partition("## Install")
    assert "docs/my-masks-are-black.md" in top
    assert "docs/my-masks-are-black.ko.md" in top
