"""What is selected, and what keys do to shapes and vertices where the mouse is not wanted."""

from __future__ import annotations

from labeler.gui.rows.row import ActionRow

SELECTING = (
    ActionRow("select_none", "Select none", (), "Leave no shape selected, and no vertex."),
    ActionRow("invert_selection", "Invert selection", (), "Select what is not, of all shapes to be seen."),
    ActionRow(
        "select_same_class", "Select all of this class", (), "All shapes of the class of the selection."
    ),
    ActionRow("select_class", "Select its shapes", (), "All shapes of the current class."),
    ActionRow(
        *("next_shape", "Next shape", ("Ctrl+Down",), "Select the next one down the list of shapes."),
        is_of_canvas=True,
    ),
    ActionRow(
        *("previous_shape", "Previous shape", ("Ctrl+Up",), "Select the next one up the list of shapes."),
        is_of_canvas=True,
    ),
    ActionRow(
        *("walk_stack", "Shape below", ("Alt+Down",)),
        hint="Of the shapes that lie under the pointer, select the one below; so does a second click.",
        is_of_canvas=True,
    ),
    ActionRow(
        *("next_vertex", "Next vertex", ("Ctrl+Right",), "Choose the next vertex of the selected shape."),
        is_of_canvas=True,
    ),
    ActionRow(
        *("previous_vertex", "Previous vertex", ("Ctrl+Left",), "Choose the vertex before this one."),
        is_of_canvas=True,
    ),
    ActionRow(
        *("insert_vertex", "Add vertex", ("Ins",), "In the middle of the edge after the chosen vertex."),
        is_of_canvas=True,
    ),
    ActionRow(
        *("boxes_vertices", "Box chooses vertices", ("Shift+A",)),
        hint="A box chooses vertices of the selected shapes. Alt held while it is drawn: so too.",
        is_checkable=True,
    ),
    ActionRow(
        *("moves_neighbours", "Move shared vertices together", ()),
        hint="Vertices on one place are moved, added and deleted in all shapes. Alt in a drag: only one.",
        is_checkable=True,
    ),
)
