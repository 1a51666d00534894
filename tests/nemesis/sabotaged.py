"""`python -m tests.nemesis.sabotaged WHAT serve ...`: `comity serve` with one promise broken."""

import sys

from tests.nemesis.sabotages import SABOTAGES

from comity.cli import main

if __name__ == "__main__":
    SABOTAGES[sys.argv.pop(1)].apply()
    main()
