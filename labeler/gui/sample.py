"""The sample dataset as the user's own copy: the one that comes with the program stays as it is."""

from __future__ import annotations

import shutil
from pathlib import Path

from labeler.core.errors import FileUnwritableError
from labeler.core.resource_files import resource
from labeler.settings import data_folder


def own_sample() -> Path:
    """The folder of the user's copy, made at the first call. Raises FileUnwritableError."""
    folder = data_folder() / "sample"
    if not folder.exists():
        try:
            shutil.copytree(resource("sample"), folder, copy_function=shutil.copyfile)
        except OSError as error:
            raise FileUnwritableError(folder, error) from error
    return folder
