"""The crash course in a length that no storm plays to its end."""

import shutil
from pathlib import Path
from typing import Final

import yaml
from tests.documents import read_yaml

LENGTH: Final = "storm"
TURNS: Final = 40
SHIPPED: Final = Path(__file__).parents[2] / "scenarios"
SCENARIO: Final = "crash-course"


def scenarios(folder: Path) -> Path:
    """A copy of the shipped scenarios with that length added; what `COMITY_SCENARIOS` may name."""
    shutil.copytree(SHIPPED, folder)
    file = folder / SCENARIO / "scenario.yaml"
    document = read_yaml(file)
    document["lengths"][LENGTH] = {
        "name": "A storm",
        "gloss": "More turns than there is time for.",
        "turns": TURNS,
        "minutes": 600,
        "turn_labels": [f"Week {turn}" for turn in range(1, TURNS + 1)],
    }
    file.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return folder
