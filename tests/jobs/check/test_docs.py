"""The table of codes in the documentation is that of the registry."""

from __future__ import annotations

import re
from pathlib import Path

from labeler.jobs.check.codes import CODES

DOCUMENT = Path(__file__).parents[3] / "docs" / "label-images.md"


def table() -> str:
    """The table of codes as the document has it."""
    rows = [
        f"| `{code.name}` | {code.severity.word} | {code.title} | {'yes' if code.can_be_fixed else ''} |"
        for code in CODES
    ]
    return "\n".join(("| Code | | What is wrong | `--fix` |", "| --- | --- | --- | --- |", *rows)) + "\n"


def test_the_document_has_every_code_of_the_registry():
    text = DOCUMENT.read_text(encoding="utf-8")
    [written] = re.findall(r"<!-- codes: [^\n]*-->\n(.*?)<!-- end of codes -->", text, re.DOTALL)
    assert written == table()


def test_titles_and_remedies_are_words_for_users():
    for code in CODES:
        assert code.title[0].isupper() or code.title.startswith(("imagePath", "trainval"))
        assert not code.title.endswith(".")
        assert code.remedy.endswith(".")
        assert not code.fix.endswith(".")
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code.name)
