"""Which message ids are used, and where: read from the code, the templates and the content, never by running a page.

    domain bot      actions/, bot/ and the content files: what citizens are told
    domain life     the same places: stages, events and activities of a life (stage.*, event.*, activity.*, when.*)
    domain skills   the same places: competences and occupations
    domain topics   the same places: questions about working life, and stories
    domain sector_<id>   the same places: a sector, its cards, path and words
    domain case     the same places: the words of a case that only caseworkers read (rule.*, need.* …)
    domain handoff  handoff_api/: the inbox
    domain poster   the same place: posters, handouts and cards, in the citizens' languages (poster.*)

An id is a literal in a call to Text, say or _ (s in the chat page's templates), and any other literal of an id's shape
that begins like one. One put together from parts (f"q.{id}.ask", 'status.' ~ s) is a family: `q.*.ask`. A family's ids
come from the content where the content decides them; else the Danish catalogue says which there are: at least one.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from jinja2 import Environment, TemplateSyntaxError, nodes

from actions.catalogue import CITIZEN as DOMAINS
from actions.journey import explore, guidance, lifeline
from actions.journey.competences import GROUPS
from actions.journey.model import OTHER, Content, Question
from actions.journey.papers import LABELS
from actions.journey.review import has_line
from actions.journey.sector import CARDS, CONDITIONS, SKILLS_OF_LANGUAGE, STEPS, Danish, Often, Sector
from actions.journey.speech import options

ROOT = Path(__file__).resolve().parent.parent
CITIZEN, MUNICIPALITY = ("actions", "bot"), ("handoff_api",)
SOURCES = {
    **dict.fromkeys((*DOMAINS, "case"), CITIZEN),
    **dict.fromkeys(("handoff", "poster"), MUNICIPALITY),
}
# How the ids of a domain begin, where the domains come from the same places; all others are of the domain bot.
BEGINNINGS = {
    "life": ("stage", "event", "activity", "when"),
    "skills": ("competence", "occupation"),
    "topics": ("topic", "guide", "story"),
    "case": ("rule", "parameter", "need", "subgroup", "effort", "legal", "told"),
}
NAMED = ("territory", "tongue", "weekday", "clock")  # countries, languages, days and times: CLDR has their names
KEYWORDS = ("Text", "say", "_")
TEMPLATE_KEYWORDS = ("_", "s")
ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-zA-Z0-9_]+)+")
FILE = re.compile(r".*\.(html|css|js|json|yml|po|mo|py|md|sqlite3)")
ANY = "*"


@dataclass
class Uses:
    """Ids and families (with `*` for a part that varies), each with the places that use it.

    `others` are literals that only look like ids: they are, if they begin like one.
    """

    ids: dict[str, list[str]] = field(default_factory=dict)
    families: dict[str, list[str]] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)

    def add(self, text_id: str, place: str) -> None:
        """Take in an id or a family; what is neither (a lone `*`, plain words) is left out."""
        if ANY in text_id and text_id.strip(".*"):
            self.families.setdefault(text_id, []).append(place)
        elif ID.fullmatch(text_id):
            self.ids.setdefault(text_id, []).append(place)

    def keep(self, belongs: Callable[[str], bool]) -> None:
        """Leave out what belongs elsewhere."""
        self.ids = {text_id: places for text_id, places in self.ids.items() if belongs(text_id)}
        self.families = {family: places for family, places in self.families.items() if belongs(family)}

    def settle(self, known: Iterable[str]) -> None:
        """Decide about the others: what begins like a known id is one."""
        beginnings = {text_id.split(".")[0] for text_id in (*known, *self.ids)}
        for text_id, place in self.others.items():
            if text_id.split(".")[0] in beginnings:
                self.add(text_id, place)
        self.others.clear()


def used(domain: str, content: Content, known: Iterable[str], root: Path = ROOT) -> Uses:
    """All that the sources of a domain use; `known` are the ids that have a text.

    Raises SyntaxError or jinja2.TemplateSyntaxError on a broken source.
    """
    uses = Uses()
    for folder in SOURCES[domain]:
        for path in sorted((root / folder).rglob("*.py")):
            _python(path.read_text(encoding="utf-8"), path.relative_to(root), uses)
        for pattern in ("*.html", "*.jinja"):
            for path in sorted((root / folder).rglob(pattern)):
                _template(path.read_text(encoding="utf-8"), path.relative_to(root), uses)
    ours = SOURCES[domain] == CITIZEN
    if ours:
        for text_id, place in in_content(content):
            uses.add(text_id, place)
    uses.settle(known)
    uses.keep(lambda text_id: (_domain(text_id) if ours else _municipal(text_id)) == domain)
    return uses


def _municipal(text_id: str) -> str:
    return "poster" if text_id.split(".")[0] == "poster" else "handoff"


def _domain(text_id: str) -> str:
    beginning, _, rest = text_id.partition(".")
    if beginning in NAMED:
        return ""
    if beginning == "sector" and rest.startswith(ANY):
        return ""  # the content files say which there are
    if beginning == "sector" and (own := f"sector_{rest.partition('.')[0]}") in DOMAINS:
        return own
    return next((domain for domain, begin in BEGINNINGS.items() if beginning in begin), "bot")


def members(family: str, known: Mapping[str, Any]) -> list[str]:
    """The known ids that belong to a family."""
    pattern = re.compile(".+".join(re.escape(part) for part in family.split(ANY)))
    return [text_id for text_id in known if pattern.fullmatch(text_id)]


# --- content -----------------------------------------------------------------------------------------


def in_content(content: Content) -> Iterator[tuple[str, str]]:
    """The ids that the content files call for, with the file."""
    for question in content.questions:
        for text_id in _question(question):
            yield text_id, "actions/content/questions.yml"
    for topic in content.topics:
        for part in ("title", "answer", *(("example", "next", "who") if topic.group else ())):
            yield f"topic.{topic.id}.{part}", f"actions/content/{'guidance' if topic.group else 'topics'}.yml"
    for text_id in _guidance(content):
        yield text_id, "actions/content/guidance.yml"
    for sector in content.sectors.values():
        for text_id in _sector(sector):
            yield text_id, f"actions/content/sectors/{sector.id}.yml"
    for text_id in _rules(content.rules):
        yield text_id, "actions/content/assessment.yml"
    for numbers in content.municipality["help_numbers"].values():
        for number in numbers:
            yield f"urgent.{number['id']}", "actions/content/municipality.yml"

    for text_id in _life(content):
        yield text_id, "actions/content/life_events.yml"


def _life(content: Content) -> Iterator[str]:
    """What is asked of an event, stage by stage, and what comes of it."""
    life = content.life
    for template in (*lifeline.TYPES, "more"):
        yield from (f"q.{template}.{text}" for text in ("why", "label"))
        if template != "how":
            yield f"q.{template}.ask"
    yield from (f"q.long.o.{option.id}" for option in lifeline.LONG)
    yield f"q.event.o.{OTHER}"
    for way, steps in lifeline.HOW.items():
        yield from (f"how.{way}.{step}" for step in ("ask", *(option.id for option in steps)))
    for stage in life.stages.values():
        yield from (f"stage.{stage.id}.{text}" for text in ("title", "ask", "more"))
        yield from (f"when.{stage.id}.{tile.id}" for tile in stage.when)
    for event in life.events.values():
        yield f"event.{event.id}.title"
        if "did" in event.parts:  # what hurts is in no letter
            yield f"event.{event.id}.place"
        if "did" in event.parts:
            yield f"event.{event.id}.did"
    yield from (f"activity.{activity}" for activity in life.activities)
    for competence in life.competences:
        yield from (f"competence.{competence}.{text}" for text in ("name", "about", "phrase"))
    yield from (f"occupation.{occupation}" for occupation in life.occupations)
    yield from (f"comp.group.{group}" for group in GROUPS)
    yield from (f"paper.{label}" for label in LABELS)


def _guidance(content: Content) -> Iterator[str]:
    yield from (f"guide.group.{group.id}" for group in content.groups)
    for story in content.stories:
        yield f"story.{story.id}.title"
        yield from (f"story.{story.id}.text.{number}" for number in range(1, guidance.STORY + 1))


def _sector(sector: Sector) -> Iterator[str]:
    """What is told of a sector, and what a visit asks."""
    text = f"sector.{sector.id}"
    yield from (f"{text}.card.{card}" for card in CARDS)
    yield from (f"{text}.path.{step}" for step in STEPS)
    for name in ("task", "skill", "word"):
        yield from (f"{text}.{name}.{entry.id}" for entry in getattr(sector, f"{name}s"))
    yield from (f"{text}.say.{word.id}" for word in sector.words if word.say)
    for name in ("employer", "course"):
        yield from (f"{text}.{name}.{entry}" for entry in getattr(sector, f"{name}s"))
    yield from (f"q.{key}.o.{o.id}" for key, tiles in explore.ASKS.items() for o in tiles)
    yield from (f"q.{key}.{part}" for key in (*explore.ASKS, "can", "word") for part in ("ask", "why"))
    yield from (f"q.{key}.label" for key in ("like", "can"))
    yield from (f"path.step.{step}" for step in STEPS)
    yield from (f"compare.{name}" for name in (*SKILLS_OF_LANGUAGE, *CONDITIONS))
    yield from (f"level.danish.{level}" for level in get_args(Danish))
    yield from (f"level.often.{level}" for level in get_args(Often))


def _question(question: Question) -> Iterator[str]:
    if question.type == "path" or question.module == "asked":  # never asked
        if has_line(question):
            yield f"q.{question.key}.label"
        return
    if question.type not in ("review", "stage", "line", "visit"):
        yield f"q.{question.key}.ask"
    if question.id != "language":
        yield f"q.{question.key}.why"
    if question.personal == "contact" or has_line(question):
        yield f"q.{question.key}.label"
    for option in options(question):
        if not option.text:
            yield f"q.{question.key}.o.{option.id}"
        if option.say:
            yield option.say
    yield from question.say
    if question.thanks:
        yield question.thanks


def _rules(rules: Mapping[str, Any]) -> Iterator[str]:
    for parameter in rules["parameters"]:
        yield f"parameter.{parameter['id']}"
        yield from (f"rule.{rule['id']}" for rule in parameter["rules"])
    for group, signs in rules["subgroups"]["signs"].items():
        yield from (f"subgroup.{group}", f"plain.subgroup.{group}")
        yield from (f"rule.{sign['id']}" for sign in signs)
    for effort in rules["effort"]["rules"]:
        yield from (f"effort.{effort['id']}", f"plain.effort.{effort['id']}")
        yield from (f"rule.{sign['id']}" for sign in effort["signs"])
    for rule in rules["legal_group"]["rules"]:
        yield from (f"legal.{rule['group']}", f"rule.{rule['id']}")
    for need in rules["needs"]:
        for rule in need["rules"]:
            yield from (f"need.{rule['id']}", f"rule.{rule['id']}")
            if not rule["id"].endswith("_none"):  # "no mentor needed" is not said to her
                yield f"plain.need.{rule['id']}"


# --- Python ------------------------------------------------------------------------------------------


def _python(source: str, path: Path, uses: Uses) -> None:
    tree = ast.parse(source, filename=str(path))
    constants = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in KEYWORDS:
                for text_id in _values(node.args[0], constants):
                    uses.add(text_id, f"{path}:{node.lineno}")
            elif name == "menu":  # speech.menu names its buttons by their commands
                for argument in node.args:
                    for command in _values(argument, constants):
                        uses.add(f"menu.{command}", f"{path}:{node.lineno}")
        elif isinstance(node, (ast.Constant, ast.JoinedStr)):
            for text_id in _values(node, constants):
                if ID.fullmatch(text_id.replace(ANY, "x")) and not FILE.fullmatch(text_id):
                    uses.others[text_id] = f"{path}:{node.lineno}"


def _values(node: ast.expr, constants: Mapping[str, str]) -> Iterator[str]:
    """What an expression can be, with `*` for what only running it would tell."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _values(node.body, constants)
        yield from _values(node.orelse, constants)
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from _values(value, constants)
    elif isinstance(node, ast.Name) and node.id in constants:
        yield constants[node.id]
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else ANY for part in node.values)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        yield from (a + b for a in _values(node.left, constants) for b in _values(node.right, constants))
    else:
        yield ANY


# --- templates ---------------------------------------------------------------------------------------


def _template(source: str, path: Path, uses: Uses) -> None:
    try:
        tree = Environment(autoescape=True, extensions=["jinja2.ext.do"]).parse(source)
    except TemplateSyntaxError as error:
        error.filename = str(path)
        raise
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in TEMPLATE_KEYWORDS and call.args:
            for text_id in _expressions(call.args[0]):
                uses.add(text_id, f"{path}:{call.lineno}")


def _expressions(node: nodes.Expr) -> Iterator[str]:
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, nodes.CondExpr):
        yield from _expressions(node.expr1)
        if node.expr2 is not None:
            yield from _expressions(node.expr2)
    elif isinstance(node, nodes.Concat):
        yield "".join(part.value if isinstance(part, nodes.Const) else ANY for part in node.nodes)
    elif isinstance(node, nodes.Add):
        yield from (a + b for a in _expressions(node.left) for b in _expressions(node.right))
    else:
        yield ANY
