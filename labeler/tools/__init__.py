"""Tools: what the mouse and the keys do on the canvas. No Qt; a pointer in, an edit out."""
