"""The documents as a reader has them: pages, headings, blocks of code, links, words in backquotes."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = (ROOT / "README.md", *sorted(DOCS.rglob("*.md")))

_BLOCK = re.compile(r"^```[^\n]*\n.*?^```$", re.MULTILINE | re.DOTALL)


@cache
def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def blocks(page: Path) -> list[str]:
    """The fenced blocks of code, with their fences."""
    return _BLOCK.findall(text_of(page))


def prose(page: Path) -> str:
    """The page without its blocks of code."""
    return _BLOCK.sub("", text_of(page))


def in_backquotes(page: Path) -> list[str]:
    """What stands in backquotes in the prose, in single ones or double ones."""
    found = re.findall(r"``(.+?)``|`([^`\n]+)`", prose(page))
    return [double or single for double, single in found]


def links(page: Path) -> list[tuple[Path, str]]:
    """Where the links and pictures of a page lead that stay within the project: file, anchor."""
    without_code = re.sub(r"``.+?``|`[^`\n]+`", "", prose(page))
    targets = re.findall(r"\]\(([^)\s]+)\)", without_code)
    places = [target.partition("#") for target in targets if not re.match(r"\w+:", target)]
    return [((page.parent / path).resolve() if path else page, anchor) for path, _, anchor in places]


def anchors(page: Path) -> list[str]:
    """The anchors that GitHub makes of the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings]


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()
