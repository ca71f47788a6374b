"""What this side needs of the municipality's file: its name, which stands on posters, and its units.

The file is the citizen's side's too, which checks the whole of it (`python -m actions.manage municipality <file>`); on
two machines it is copied to both.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import yaml

DEMO = Path(__file__).resolve().parent.parent / "actions" / "content" / "municipality.yml"
_CURE = "it is the path of the municipality's file (docs/operating.md)"


class Municipality(NamedTuple):
    """`units` may get a campaign's cases; another may be written in the form."""

    name: str
    units: tuple[str, ...]


def read(path: Path) -> Municipality:
    """The municipality of the file. Raises ValueError, which says what to do."""
    try:
        found: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ValueError(f"{path} cannot be read ({error.strerror}): {_CURE}") from None
    except (yaml.YAMLError, UnicodeDecodeError):
        cure = "check it with python -m actions.manage municipality"
        raise ValueError(f"{path} is not readable as YAML: {cure}") from None
    name = found.get("municipality") if isinstance(found, dict) else None
    if not isinstance(name, str) or not name:
        raise ValueError(f"{path} has no municipality: write its name, municipality: …")
    units = found.get("units", [])
    if not isinstance(units, list) or not all(isinstance(unit, str) and unit for unit in units):
        raise ValueError(f"{path}: units must be a list of names: units: [Team Nord, Team Syd]")
    return Municipality(name, tuple(units))
