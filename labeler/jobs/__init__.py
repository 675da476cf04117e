"""What one asks of a dataset; generators of Step, used alike by the window and the command line."""
