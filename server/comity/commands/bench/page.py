"""What a visitor downloads, compressed, as the build has it."""

import gzip
import re
from pathlib import Path
from typing import Any

from comity.app import CLIENT_BUILD
from comity.commands.failing import CommandError

MAP = re.compile(r"countries|atlas|topo", re.IGNORECASE)


def page() -> dict[str, Any]:
    """Kilobytes (1000 bytes) at gzip -9: the first load, then everything but the map data, then the map data.

    Raises CommandError where the client is not built.
    """
    build = Path(CLIENT_BUILD)
    index = build / "index.html"
    if not index.is_file():
        raise CommandError("the client is not built; `make client` builds it")
    first = {"index.html", *re.findall(r'(?:src|href)="/([^"]+)"', index.read_text())}
    sizes = {
        path.relative_to(build).as_posix(): len(gzip.compress(path.read_bytes(), 9))
        for path in build.rglob("*")
        if path.is_file() and path.suffix in (".html", ".js", ".css", ".svg", ".json")
    }
    data = {name for name in sizes if MAP.search(name)}
    return {
        "first_load_kb": _kb(sizes, first),
        "all_screens_kb": _kb(sizes, set(sizes) - data),
        "map_data_kb": _kb(sizes, data),
    }


def _kb(sizes: dict[str, int], names: set[str]) -> float:
    return round(sum(size for name, size in sizes.items() if name in names) / 1000, 1)
