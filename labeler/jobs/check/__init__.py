"""The doctor for datasets and label images: what is wrong with them, where, and what of it can be repaired.

`finding.py` says what a finding is, `codes.py` lists them all; `find_layout.py` finds out what lies in a
folder; `checkers.py` lists who looks for what; `job.py` runs them; `fixes.py` and `fixing.py` repair.
"""
