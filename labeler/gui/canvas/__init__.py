"""The canvas: the view, its viewport, and one file for each layer."""
