"""The pictures of the documents, by topic; each function makes some of them in a window."""
