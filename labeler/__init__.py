"""Labeler: exact label maps for semantic segmentation. This is the Python API; it loads no Qt."""

__version__ = "0.1.0"
