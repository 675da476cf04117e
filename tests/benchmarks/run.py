"""Measure Labeler: `python tests/benchmarks/run.py NAME [--json]`."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from tests.benchmarks.figures import Figure, as_data, as_table  # noqa: E402 - needs the line above


def main(arguments: list[str] | None = None) -> int:
    """Run tests/benchmarks/bench_<name>.py and print its figures; 1 when a target is missed."""
    names = sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))
    parser = argparse.ArgumentParser(description="Measure Labeler beside its targets, floors and peers.")
    parser.add_argument("benchmark", choices=names)
    parser.add_argument("--json", action="store_true", help="one JSON document instead of a table")
    options = parser.parse_args(arguments)
    module = importlib.import_module(f"tests.benchmarks.bench_{options.benchmark}")
    figures: list[Figure] = module.run()
    print(json.dumps(as_data(figures), indent=2) if options.json else as_table(figures))
    return 1 if any(figure.is_met is False for figure in figures) else 0


if __name__ == "__main__":
    sys.exit(main())
