from __future__ import annotations

import pytest

from labeler.core import resource_files
from labeler.core.errors import FileUnreadableError
from labeler.core.resource_files import resource


def test_a_checkout_finds_its_resources():
    assert resource("classes", "voc21.csv").read_text().startswith("index,name,color\n")


def test_a_wheel_finds_the_folder_inside_the_package(tmp_path, monkeypatch):
    package = tmp_path / "labeler"
    (package / "resources" / "icons").mkdir(parents=True)
    monkeypatch.setattr(resource_files, "_PACKAGE", package)
    assert resource("icons") == package / "resources" / "icons"


def test_a_missing_resource_is_an_error_that_says_what_to_do():
    with pytest.raises(FileUnreadableError, match="install Labeler again"):
        resource("classes", "no such table.csv")
