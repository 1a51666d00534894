"""Which shipped scenarios fit on a table: tests that play every seat of a scenario many times play these."""

from typing import Final

from comity.scenarios import sources

WIDE: Final = "whole-world-2019"
"""193 seats: what is true of it is tested once and by some of its seats (`tests/lab/test_wide.py`)."""
TABLES: Final = tuple(key for key in sources.shipped() if key != WIDE)
