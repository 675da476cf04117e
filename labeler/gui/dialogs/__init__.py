"""Dialogs: fields, one call, words."""
