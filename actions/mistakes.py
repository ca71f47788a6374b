"""A file written by hand, read strictly: each mistake is named so that a person who is no programmer can mend it.

The reader refuses what YAML itself lets pass (a name that stands twice); `told` says what pydantic found wrong as the
way to the entry, what is wrong there, and what to write instead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel
from pydantic_core import ErrorDetails


class FileError(ValueError):
    """The file cannot be used. The message has a line for each mistake, each beginning with the file's name."""


class _Loader(yaml.SafeLoader):
    """YAML in which a name that stands twice is a mistake: otherwise the first would be lost unseen."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key, times in Counter(keys).items():
            if times > 1:
                where = f"in the part that begins on line {node.start_mark.line + 1}"
                raise FileError(f"{key} is there {times} times {where}; keep one")
        return super().construct_mapping(node, deep)


def read_yaml(path: Path) -> Mapping[str, Any]:
    """The file as it stands. Raises FileError; an OSError when it cannot be opened."""
    try:
        with path.open(encoding="utf-8") as file:
            found = yaml.load(file, _Loader)  # noqa: S506 - a SafeLoader
    except UnicodeDecodeError:
        raise FileError(f"{path.name}: is not UTF-8 text; save it as UTF-8") from None
    except yaml.YAMLError as error:
        where = getattr(error, "problem_mark", None)
        line = f", line {where.line + 1}" if where else ""
        cure = "mind the indentation, and put what holds a colon in quotes"
        raise FileError(f"{path.name}: not readable as YAML{line}: {cure}") from None
    except FileError as error:
        raise FileError(f"{path.name}: {error}") from None
    if not isinstance(found, Mapping):
        raise FileError(f'{path.name}: must be names with values, such as phone: "70 00 00 00"')
    return found


def told(problem: ErrorDetails, raw: Any, part: type[BaseModel], shapes: Mapping[str, str]) -> str:
    """One mistake. `part` is the entry that it stands in, as it should be; `shapes` says of a pattern what to write."""
    where = list(_where(problem["loc"], raw))
    kind, given, context = problem["type"], problem["input"], problem.get("ctx", {})
    if kind == "missing":
        said = f"is missing; add {where[-1]}: …"
    elif kind == "extra_forbidden":
        known = (field.alias or name for name, field in part.model_fields.items())
        said = f"is no name that is known here; known are {', '.join(known)}"
    elif kind == "string_type":
        said = f'must be text; write "{given}" in quotes' if isinstance(given, int) else "must be text in quotes"
    elif kind == "string_too_short":
        said = "is empty; write something, or leave the line out if it may be left out"
    elif kind == "string_too_long":
        said = f"is too long; at most {context['max_length']} characters"
    elif kind == "string_pattern_mismatch":
        said = f"is {given!r}; {shapes[str(context['pattern'])]}"
    elif kind == "literal_error":
        said = f"is {given!r}; choose {str(context['expected']).replace(chr(39), '')}"
    elif kind.startswith("date"):
        said = f"is {given!r}; write a date as 2026-11-21, or nothing if nobody has checked it"
    elif kind == "tuple_type":
        said = "must be a list: a line with a dash for each"
    elif kind == "model_type":
        said = "must be {name: value, …}"
    else:
        said = problem["msg"]
    return f"{': '.join(where)}: {said}"


def _where(loc: Sequence[int | str], raw: Any) -> Iterator[str]:
    """The way to an entry; one of a list is called by its id, or by its place."""
    for step in loc:
        try:
            raw = raw[step]
        except (KeyError, IndexError, TypeError):
            raw = None
        if isinstance(step, int):
            yield str(raw["id"]) if isinstance(raw, Mapping) and raw.get("id") else f"no. {step + 1}"
        else:
            yield step
