"""What is opened, saved and exported, and which image is on the canvas."""

from __future__ import annotations

from labeler.gui.rows.row import ActionRow

FILES = (
    ActionRow("open_folder", "Open folder…", ("Ctrl+U",), "Label all images of a folder.", "folder"),
    ActionRow("open_image", "Open image…", ("Ctrl+O",), "Label one image, and the others of its folder."),
    ActionRow("open_sample", "Open sample", (), "Look around in a small dataset that is labelled already."),
    ActionRow("new_window", "New window", ("Ctrl+Shift+W",), "Label another dataset beside this one."),
    ActionRow("save", "Save", ("Ctrl+S",), "Write the annotation now.", "save"),
    ActionRow("autosave", "Save by itself", (), "Save shortly after each edit.", is_checkable=True),
    ActionRow("export", "Export…", ("Ctrl+Shift+E",), "Make a VOC dataset of palette PNGs.", "export"),
    ActionRow(
        *("open_containing_folder", "Open containing folder", ()),
        hint="Show the image in the file manager.",
        icon="folder_open",
    ),
    ActionRow("quit", "Quit", ("Ctrl+Q",)),
    ActionRow("previous_image", "Previous image", ("A", "PgUp"), "", "previous"),
    ActionRow("next_image", "Next image", ("D", "PgDown"), "", "next"),
    ActionRow("next_undone", "Next image not done", ("Shift+D",), "Skip the images marked done."),
    ActionRow("find_image", "Find image", ("/",), "Type a part of its name.", "search"),
    ActionRow(
        *("file_thumbnails", "Thumbnails", (), "A small picture of each image in the list.", "thumbnails"),
        is_checkable=True,
    ),
    ActionRow("mark_done", "Mark done", ("M",), "Say that the image is done, or not yet.", "done", "", True),
)
