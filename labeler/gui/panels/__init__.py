"""The docks at the right of the window."""
