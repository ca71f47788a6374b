"""Sectors: which are shown and why, and what a visit to one asks.

A visit is questions made from templates, as an event of her life line is: seven cards to read, then whether she has
done it before, whether she would like to, and what she can already. So going back, skipping, correcting and another
language need nothing of their own here. What is told: DBI (Vejle's packages), KIT and IPL; at least two sectors are
chosen in the end (KIT, Hjørring).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from actions.journey.competences import kept
from actions.journey.model import Answer, Content, Journey, Line, Option, Question, Text
from actions.journey.sector import CARDS, CONDITIONS, SKILLS_OF_LANGUAGE, Sector

MODULE = "explore"
VISIT, CHOSEN, PATH, COMPANY = "visit", "chosen", "path", "company"
BESIDE = "beside"  # never asked: what can be done instead of answering
ASIDES = ("leave", "enough", "play", "compare", "stop")
CARD = "card"  # the template of what is only read
NEXT = Option("next", "➡️")
ASKS = {
    "before": (Option("paid", "💼"), Option("home", "🏠"), Option("no", "✖️")),
    "like": (Option("yes", "😊"), Option("maybe", "🤔"), Option("no", "🙅")),
}
SUGGESTED = 3  # sectors suggested, the best founded first
REASONS = 2  # reasons shown with one
EMPLOYERS = 3  # tiles of a chosen sector, when the first company visit is asked about
LATER = "later"
ROUND = 5  # words of a game
DANISH = "da"  # who reads Danish is not told in Danish what the word is


# --- which sectors -----------------------------------------------------------------------------------


def shown(content: Content) -> Mapping[str, str]:
    """The sectors this municipality shows, in its order, each with its local demand ("" is unknown)."""
    listed = content.municipality["sectors"]
    return {entry["id"]: entry["demand"] or "" for entry in listed if entry["id"] in content.sectors}


def called(sector_id: str) -> Text:
    """The sector's name."""
    return Text(f"q.sectors.o.{sector_id}")


def picture(content: Content, sector_id: str) -> str:
    """The sector's picture: the one of the screening."""
    question = content.question("sectors")
    option = question.option(sector_id) if question else None
    return option.picture if option else ""


def suggested(content: Content, journey: Journey) -> Mapping[str, tuple[Text, ...]]:
    """Sectors that what she has told speaks for, the best founded first, with the reasons. Struck answers and events
    speak for nothing. What she has said she cannot lift or stand is no suggestion of ours, and stays her own wish."""
    found: dict[str, list[tuple[int, Text]]] = {sector: [] for sector in shown(content)}
    answers = {q: a for q, a in journey.answers.items() if q not in journey.struck}
    wished = answers.get("sectors", Answer()).options
    for sector in wished:
        found.get(sector, []).append((6, Text("suggest.wished")))
    for sector, job in worked(content, journey).items():
        found.get(sector, []).append((5, Text("suggest.job", {"job": Text(f"occupation.{job}")})))
    for sector, names in _able(content, journey).items():
        if len(names) > 1:
            found.get(sector, []).append((len(names), Text("suggest.can", {"what": names[:2]})))
    hard = answers.get("considerations", Answer()).options
    best = {
        sector: why
        for sector, why in found.items()
        if why and (sector in wished or not _too_hard(content.sectors[sector], hard))
    }
    order = sorted(best, key=lambda sector: -sum(weight for weight, _ in best[sector]))
    return {sector: tuple(text for _, text in best[sector]) for sector in order[:SUGGESTED]}


def worked(content: Content, journey: Journey) -> Mapping[str, str]:
    """Sector -> an occupation of hers that belongs to it, from her life line."""
    found: dict[str, str] = {}
    for event in journey.events:
        answer = journey.answers.get(f"{event.id}_job")
        if event.id in journey.struck or answer is None:
            continue
        for job in (content.life.occupations.get(option) for option in answer.options):
            if job:
                found = {**dict.fromkeys(job.sectors, job.id), **found}
    return found


def _able(content: Content, journey: Journey) -> Mapping[str, tuple[Text, ...]]:
    """What she can that a sector has use for, by sector. What every second sector wants tells them apart no more."""
    found: dict[str, tuple[Text, ...]] = {}
    for suggestion in kept(content, journey):
        competence = suggestion.competence
        if 2 * len(competence.sectors) <= len(content.sectors):
            for sector in competence.sectors:
                found[sector] = (*found.get(sector, ()), Text(f"competence.{competence.id}.name"))
    return found


def _too_hard(sector: Sector, considerations: tuple[str, ...]) -> bool:
    return any(getattr(sector, hard) == "often" for hard in ("lifting", "standing") if hard in considerations)


# --- what is asked -----------------------------------------------------------------------------------


def hub(content: Content, journey: Journey, question: Question) -> Question:
    """ "Where would you like to look?" as it is now: suggested sectors first, each with its reasons."""
    why = suggested(content, journey)
    demand = shown(content)
    order = dict.fromkeys((*why, *demand))
    return replace(
        question,
        options=tuple(
            _tile(content, sector, (*why.get(sector, ())[:REASONS], *_demand(demand[sector]))) for sector in order
        ),
        asks="visit.more" if journey.visits else "visit.first",
    )


def _tile(content: Content, sector: str, notes: tuple[Text, ...] = ()) -> Option:
    return Option(sector, picture(content, sector), text=called(sector), notes=notes)


def _demand(demand: str) -> tuple[Text, ...]:
    return (Text(f"sector.demand.{demand}"),) if demand == "many" else ()


def parts(content: Content, journey: Journey, sector_id: str) -> tuple[Question, ...]:
    """The questions of a visit, in order. What she can already is asked only where she might like to."""
    likes = journey.answers.get(f"s_{sector_id}_like", Answer()).options
    names = (*CARDS, "before", "like", *(("can",) if likes and likes != ("no",) else ()))
    return tuple(part(content, journey, content.sectors[sector_id], name) for name in names)


def part(content: Content, journey: Journey, sector: Sector, name: str) -> Question:
    """One question of a visit, made from its template."""
    question = Question(
        id=f"s_{sector.id}_{name}",
        type="several" if name == "can" else "one",
        module=MODULE,
        options=ASKS.get(name, (NEXT,)),
        factor="resources",
        template=name if name in (*ASKS, "can") else CARD,
        about={"sector": called(sector.id)},
        source=sector.source,
    )
    if name == "can":
        did = {a for q, answer in journey.answers.items() if q.endswith("_did") for a in answer.options}
        tiles = tuple(Option(s.id, text=Text(f"sector.{sector.id}.skill.{s.id}")) for s in sector.skills)
        return replace(question, options=tiles, ticked=tuple(s.id for s in sector.skills if s.activity in did))
    if name in CARDS:
        return replace(question, asks=f"sector.{sector.id}.card.{name}", lines=_listed(sector, name))
    return question


def _listed(sector: Sector, card: str) -> tuple[Line, ...]:
    """What stands below a card: the tasks with their pictures, the employers and courses."""
    if card == "tasks":
        return tuple(Line(t.id, Text(f"sector.{sector.id}.task.{t.id}"), (), picture=t.picture) for t in sector.tasks)
    if card != "entry":
        return ()
    employers = tuple(Text(f"sector.{sector.id}.employer.{e}") for e in sector.employers)
    courses = tuple(Text(f"sector.{sector.id}.course.{c}") for c in sector.courses)
    return (
        Line("employers", Text("explore.employers"), employers, picture="🏢"),
        Line("courses", Text("explore.courses"), courses, picture="🎓"),
    )


def part_named(content: Content, journey: Journey, question_id: str) -> Question | None:
    """The question of this id, if it is one of a visit of hers."""
    prefix, _, rest = question_id.partition("_")
    sector_id, _, name = rest.rpartition("_")
    if prefix != "s" or sector_id not in content.sectors or name not in (*CARDS, *ASKS, "can"):
        return None
    return part(content, journey, content.sectors[sector_id], name) if sector_id in journey.visits else None


def looked_at(content: Content, journey: Journey) -> tuple[str, ...]:
    """The sectors she has looked at, those that are gone from the content left out."""
    return tuple(sector for sector in journey.visits if sector in content.sectors)


def seen(content: Content, journey: Journey) -> tuple[str, ...]:
    """Of these, the ones she is through with: they stand in the summary, and are handed over."""
    return tuple(sector for sector in looked_at(content, journey) if f"s_{sector}_like" in journey.answers)


def said(content: Content, journey: Journey, sector_id: str) -> tuple[Text, ...]:
    """What she has said of a sector: whether she has done it, whether she would like to, what she can; and the words
    she got in the game."""
    asked = (q for q in parts(content, journey, sector_id) if q.template != CARD and q.id in journey.answers)
    told = tuple(
        option.text or Text(f"said.{question.key}.{option.id}")
        for question in asked
        for option in question.options
        if option.id in journey.answers[question.id].options
    )
    words = tuple(Text("word.is", {"word": word}) for word in learnt(journey, content.sectors[sector_id]))
    return (*told, Text("explore.words", {"words": words})) if words else told


def likes(journey: Journey, *degrees: str) -> tuple[str, ...]:
    """The sectors she has visited and would like to such a degree."""
    return tuple(s for s in journey.visits if set(journey.answers.get(f"s_{s}_like", Answer()).options) & set(degrees))


def chosen(content: Content, journey: Journey) -> tuple[str, ...]:
    """The sectors she has chosen to go on with, without those that she has struck or that are gone from the content."""
    options = journey.answers.get(CHOSEN, Answer()).options
    return tuple(s for s in options if s in content.sectors and f"s_{s}_like" not in journey.struck)


def choice(content: Content, journey: Journey, question: Question) -> Question:
    """ "Which will you go on with?" as it is now: what she would like is ticked. What she has chosen stays, also where
    it is not shown any more."""
    visited = looked_at(content, journey)
    order = dict.fromkeys((*visited, *suggested(content, journey), *shown(content), *chosen(content, journey)))
    return replace(question, options=tuple(_tile(content, sector) for sector in order), ticked=likes(journey, "yes"))


def companies(content: Content, journey: Journey, question: Question) -> Question:
    """ "Where would you like to have a look first?": employers of what she has chosen, if she has."""
    tiles = tuple(
        Option(f"{sector}:{employer}", picture(content, sector), text=Text(f"sector.{sector}.employer.{employer}"))
        for sector in chosen(content, journey)
        for employer in content.sectors[sector].employers[:EMPLOYERS]
    )
    return replace(question, options=(*tiles, Option(LATER, "🤷")) if tiles else ())


def left(question: Question, options: tuple[str, ...]) -> tuple[str, ...]:
    """Of the options she chose those that have a name: a sector or an employer may be gone from the content."""
    return tuple(o for o in options if question.option(o)) if question.id in (CHOSEN, COMPANY) else options


# --- comparing ---------------------------------------------------------------------------------------


def compared(content: Content, journey: Journey, first: str, second: str) -> tuple[Line, ...]:
    """Two sectors beside each other, a line for each thing they can be compared by."""
    found = []
    for name in (*SKILLS_OF_LANGUAGE, *CONDITIONS):
        kind = "danish" if name in SKILLS_OF_LANGUAGE else "often"
        values = tuple(
            Text(
                "compare.of", {"sector": called(s), "value": Text(f"level.{kind}.{getattr(content.sectors[s], name)}")}
            )
            for s in (first, second)
        )
        found.append(Line(name, Text(f"compare.{name}"), values))
    liked = tuple(
        Text("compare.of", {"sector": called(s), "value": Text(f"q.like.o.{answer.options[0]}")})
        for s in (first, second)
        if (answer := journey.answers.get(f"s_{s}_like")) and answer.options
    )
    return (*found, Line("like", Text("compare.like"), liked)) if liked else tuple(found)


# --- words -------------------------------------------------------------------------------------------


def word_named(content: Content, journey: Journey, question_id: str) -> Question | None:
    """A word of the game: the picture, and three Danish words to choose from. Which two others, and in which order,
    hangs on the word alone, so that a reload shows the same."""
    for sector in content.sectors.values():
        if not question_id.startswith(f"w_{sector.id}_"):
            continue
        ids = [word.id for word in sector.words]
        name = question_id.removeprefix(f"w_{sector.id}_")
        if name not in ids:
            continue
        at, many = ids.index(name), len(ids)
        three = [sector.words[(at + step) % many] for step in (0, many // 3, many // 2)]
        turned = at % len(three)
        word = sector.words[at]
        return Question(
            id=question_id,
            type="one",
            module="words",
            options=tuple(
                Option(w.id, text=Text("word.is", {"word": w.danish})) for w in (*three[turned:], *three[:turned])
            ),
            template="word",
            asks="word.ask_danish" if journey.language == DANISH else "",
            about={
                "picture": word.picture,
                "word": Text(f"sector.{sector.id}.word.{word.id}"),
                "sector": called(sector.id),
            },
        )
    return None


def game(journey: Journey, sector: Sector) -> tuple[str, ...]:
    """The questions of a round: words she has not got yet, else the first ones again."""
    every = [f"w_{sector.id}_{word.id}" for word in sector.words]
    fresh = [q for q in every if q not in journey.answers] or [q for q in every if not _got(journey, q, sector)]
    return tuple((fresh or every)[:ROUND])


def learnt(journey: Journey, sector: Sector) -> tuple[str, ...]:
    """The Danish words of a sector that she has got in the game."""
    return tuple(w.danish for w in sector.words if _got(journey, f"w_{sector.id}_{w.id}", sector))


def _got(journey: Journey, question_id: str, sector: Sector) -> bool:
    answer = journey.answers.get(question_id)
    return answer is not None and answer.options == (question_id.removeprefix(f"w_{sector.id}_"),)
