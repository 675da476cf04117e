"""Edits: frozen descriptions of a change that apply and revert as mirror images. No Qt, no drawing."""
