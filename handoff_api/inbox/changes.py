"""What differs between two revisions of a case, line by line, for the caseworker who has read the earlier one. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handoff_api.i18n import Translator
from handoff_api.inbox.casepage import value_text
from handoff_api.inbox.lifepage import years

Payload = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """`before` or `after` is "" when there was, or is, nothing; `language` is that of own words, else Danish."""

    label: str
    before: str
    after: str
    language: str = "da"


def changes(earlier: Payload, later: Payload, _: Translator) -> list[Change]:
    """What is not the same in both: answers, own words, suggestions, life line, sectors and contact, a line each."""
    before, after = _facts(earlier, _), _facts(later, _)
    return [
        Change(label, before.get(key, (label, "", ""))[1], after.get(key, (label, "", ""))[1], language)
        for key, (label, _text, language) in {**before, **after}.items()
        if before.get(key, ("", "", ""))[1] != after.get(key, ("", "", ""))[1]
    ]


def _facts(payload: Payload, _: Translator) -> dict[str, tuple[str, str, str]]:
    """Key -> label, text, language."""
    facts: dict[str, tuple[str, str, str]] = {}
    for answer in payload["answers"]:
        code, label = answer["question"]["code"], answer["question"]["display"]
        given = value_text(answer, _) if answer["status"] == "answered" else _("case.unanswered")
        facts[f"answer:{code}"] = (label, given, "da")
        if answer.get("words"):
            facts[f"words:{code}"] = (label, answer["words"]["text"], answer["words"]["language"])
    assessment = payload.get("assessment") or {}
    for about, label in (
        ("subgroup", _("case.subgroup")),
        ("effort", _("case.effort")),
        ("legal_group", _("case.legal_group")),
    ):
        if about in assessment:
            suggested = assessment[about]["suggested"]
            facts[about] = (label, suggested["display"] if suggested else _("case.unknown"), "da")
    for need in assessment.get("needs", ()):
        if need["suggested"]:
            facts[f"need:{need['suggested']['code']}"] = (_("case.need"), need["suggested"]["display"], "da")
    for disagreement in payload["disagreements"]:
        label = f"{_('case.differs')}: {disagreement['about']['display']}"
        facts[f"differs:{disagreement['about']['code']}"] = (
            label,
            disagreement["words"]["text"],
            disagreement["words"]["language"],
        )
    return {**facts, **_explored_facts(payload, _), **_life_facts(payload, _), **_contact_facts(payload["contact"], _)}


def _life_facts(payload: Payload, _: Translator) -> dict[str, tuple[str, str, str]]:
    facts: dict[str, tuple[str, str, str]] = {}
    line = payload.get("life_line") or {"stages": (), "events": (), "competences": (), "spoken": ()}
    stages = {stage["code"]: stage["title"]["da"] for stage in line["stages"]}
    for event in line["events"]:
        label = f"{_('life.event')}: {event['title']['da']}"
        told = [event["when"], event["long"], event["place"], *(job["title"] for job in event["jobs"])]
        told += [*(activity["title"] for activity in event["activities"]), event["how"]]
        texts = [stages[event["stage"]], years(event), *(text["da"] for text in told if text)]
        facts[f"event:{event['id']}"] = (label, ", ".join(filter(None, dict.fromkeys(texts))), "da")
        if event["words"]:
            facts[f"event:{event['id']}:words"] = (label, event["words"]["text"], event["words"]["language"])
    for competence in line["competences"]:
        facts[f"competence:{competence['code']}"] = (_("life.competence"), competence["name"]["da"], "da")
    for spoken in line["spoken"]:
        level = f" ({spoken['level']['da']})" if spoken["level"] else ""
        facts[f"spoken:{spoken['code']}"] = (_("life.spoken"), spoken["title"]["da"] + level, "da")
    if payload.get("photo"):
        facts["photo"] = (_("case.photo"), _("case.photo_sent"), "da")
    return facts


def _explored_facts(payload: Payload, _: Translator) -> dict[str, tuple[str, str, str]]:
    """Without local demand, which is the municipality's to know, and why a sector was suggested, which her answers
    and her life line say."""
    found = payload.get("explored")
    if not found:
        return {}
    facts: dict[str, tuple[str, str, str]] = {}
    if found["chosen"]:
        facts["chosen"] = (_("explored.chosen"), _names(found["chosen"]), "da")
    for path in found["paths"]:
        label = f"{_('explored.start')}: {path['sector']['display']}"
        why = f" ({'; '.join(path['reasons'])})" if path["reasons"] else ""
        facts[f"path:{path['sector']['code']}"] = (label, path["step"]["display"] + why, "da")
    if found["first_visit"]:
        facts["visit"] = (_("explored.visit"), found["first_visit"]["employer"]["display"], "da")
    for sector in found["sectors"]:
        code, name = sector["sector"]["code"], sector["sector"]["display"]
        said = ((_("explored.like"), sector["like"]), (_("explored.before"), sector["before"]))
        texts = [f"{asked}: {answer['display']}" for asked, answer in said if answer]
        facts[f"sector:{code}"] = (f"{_('explored.sector')}: {name}", "; ".join(texts) or _("case.unanswered"), "da")
        if sector["skills"]:
            facts[f"skills:{code}"] = (f"{_('explored.can')}: {name}", _names(sector["skills"]), "da")
        if sector["words"]:
            facts[f"learnt:{code}"] = (f"{_('explored.learnt')}: {name}", ", ".join(sector["words"]), "da")
    if found["topics"]:
        facts["topics"] = (_("explored.topics"), _names(found["topics"]), "da")
    if found["asked"]:
        facts["asked"] = (_("explored.asked"), found["asked"]["text"], found["asked"]["language"])
    return facts


def _names(codings: Sequence[Payload]) -> str:
    return ", ".join(coding["display"] for coding in codings)


def _contact_facts(contact: Payload, _: Translator) -> dict[str, tuple[str, str, str]]:
    interpreters = {True: _("case.interpreter.yes"), False: _("case.interpreter.no"), None: ""}
    texts = (
        ("reach", _("case.reach"), contact["reach"]["display"]),
        ("name", _("case.name"), contact.get("name") or ""),
        ("phone", _("case.phone"), contact.get("phone") or ""),
        ("email", _("case.email"), contact.get("email") or ""),
        ("times", _("case.times"), ", ".join(time["display"] for time in contact.get("times", ()))),
        ("interpreter", _("case.interpreter"), interpreters[contact.get("interpreter")]),
    )
    return {f"contact:{key}": (label, text, "da") for key, label, text in texts}
