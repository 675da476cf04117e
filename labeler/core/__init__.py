"""The core: data and rules of Labeler, without Qt, without a command line, without printing."""
