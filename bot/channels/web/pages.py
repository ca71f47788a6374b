"""Views as HTML, in her language and its direction. All text comes from the catalogues; everything is escaped."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from babel.numbers import format_percent
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from actions.catalogue import LOCALES, Catalogue, rtl
from actions.journey import explore
from actions.journey.guidance import STORY
from actions.journey.model import Arg, Content, Text
from actions.journey.offers import offers
from actions.journey.sector import CARDS, CONDITIONS, SKILLS_OF_LANGUAGE, STEPS, Sector
from actions.journey.speech import facts, payload
from actions.store.sessions import REST
from bot.channels.web.arrival import Arrival
from bot.channels.web.assets import Assets
from bot.channels.web.guard import BESIDE_NOW
from bot.channels.web.view import MARKS, OPEN, Desk, View

TEMPLATES = Path(__file__).parent / "templates"
# What the help button offers, each with its picture. Hiding stands apart: it is a form of its own.
HELP = (
    ("back", "↩️"),
    ("skip", "⏭️"),
    ("why", "💬"),
    ("person", "🧑"),
    ("summary", "📋"),
    ("pause", "⏸️"),
    ("language", "🌐"),
    ("erase", "🗑️"),
)
# Arguments that are Danish in every language (journey/visiting.py), and where they stand until the text is HTML.
DANISH = ("heard", "word")
_BEGIN, _END = "\ue000", "\ue001"
_DANISH = re.compile(f"{_BEGIN}([^{_BEGIN}{_END}]*){_END}")
_SPAN = Markup('<span lang="da" dir="ltr">{}</span>')


class Pages:
    """Renders every page of the chat. Built once; holds no state of anybody."""

    def __init__(self, content: Content, catalogue: Catalogue, assets: Assets) -> None:
        self._content, self._catalogue = content, catalogue
        names = yaml.safe_load((LOCALES / "languages.yml").read_text("utf-8"))["languages"]
        self._languages = tuple((code, str(names[code]["name"])) for code in content.languages)
        self._jinja = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._jinja.globals.update(
            asset=assets.address, payload=payload, languages=self._languages, direction=direction, help_items=HELP
        )
        self._jinja.globals.update(marks=MARKS, danish_in=danish_in, open_pages=OPEN)
        self._jinja.globals.update(logo=assets.logo, municipality=content.municipality["municipality"])
        self._jinja.filters["dialled"] = dialled
        self._facts = facts(content)
        self._offers = {topic.id: offers(content, topic.offers) for topic in content.topics}

    def suggest(self, stated: str, accepted: str, first: tuple[str, ...] = ()) -> str:
        """The first language to show: one asked for in the address, else the browser's first that is live; of a
        campaign's languages (`first`), where it has some."""
        live = self._content.languages
        offered = tuple(code for code in first if code in live)
        if offered and stated not in live:
            live = offered
        wishes = [stated, *(part.split(";")[0].strip() for part in accepted.split(","))]
        codes = (wish.split("-")[0].lower() for wish in wishes)
        return next((code for code in codes if code in live), live[0])

    def chat(self, view: View, *, typed: str = "", notice: str = "") -> str:
        """The conversation. `typed` is put back in the field; `notice` is the message id of a line above it."""
        return self._render("chat.html", view.language, view=view, typed=typed, notice=notice, journey=True)

    def start(self, language: str, arrival: Arrival) -> str:
        """The first page: who this is, and the languages, a campaign's first."""
        names = dict(self._languages)
        order = [code for code in dict.fromkeys((language, *arrival.languages, *names)) if code in names]
        context = {"path": arrival.path, "campaign": arrival.campaign, "notice": arrival.notice}
        return self._render("start.html", language, order=[(code, names[code]) for code in order], **context)

    def resume(self, language: str, notice: str = "") -> str:
        """The form for a receipt."""
        return self._render("resume.html", language, path="/chat/resume", notice=notice)

    def pin(self, language: str, notice: str = "", saved: bool = False) -> str:
        """The form for choosing a PIN."""
        return self._render("pin.html", language, path="/chat/pin", notice=notice, saved=saved)

    def papers(self, language: str, desk: Desk, notice: str = "", good: bool = True) -> str:
        """The page of her papers. `notice` is the message id of what became of the last form, good or not."""
        home = f"/p/{desk.token}"
        return self._render("papers.html", language, path=home, home=home, desk=desk, notice=notice, good=good)

    def sectors(self, language: str) -> str:
        """The sectors that are shown here, for everybody."""
        shown = [(s, explore.picture(self._content, s), demand) for s, demand in explore.shown(self._content).items()]
        return self._render("sectors.html", language, path="/sectors", shown=shown)

    def sector(self, language: str, sector: Sector) -> str:
        """All that there is to read of a sector, for everybody."""
        return self._render(
            "sector.html",
            language,
            path=f"/sectors/{sector.id}",
            sector=sector,
            image=explore.picture(self._content, sector.id),
            demand=explore.shown(self._content).get(sector.id, ""),
            cards=CARDS,
            steps=STEPS,
            levels=(("danish", SKILLS_OF_LANGUAGE), ("often", CONDITIONS)),
        )

    def topics(self, language: str) -> str:
        """All topics and the stories, for everybody."""
        return self._render(
            "topics.html", language, path="/topics", content=self._content, story=STORY, offers=self._offers
        )

    def notice(self, language: str, text_id: str) -> str:
        """One kind line and the way on."""
        return self._render("notice.html", language, path="/chat", notice=text_id)

    def _render(self, template: str, language: str, **context: Any) -> str:
        say = partial(self._say, language)
        return self._jinja.get_template(template).render(
            {
                "language": language,
                "dir": direction(language),
                "t": partial(self._text, language),
                "s": say,
                "message": partial(Text, args=self._facts),
                "danish": partial(self._text, "da"),
                "welcome": partial(self._say, text_id="page.start.title"),
                "percent": partial(format_percent, locale=language),
                "phone": partial(self._phone, language),
                "mid": uuid.uuid4().hex,
                "journey": False,
                "beside": BESIDE_NOW.get(),
                "rest": int(REST.total_seconds()),
                "path": "/chat",
                "neutral": str(self._content.municipality["neutral_url"]),
                **context,
            }
        )

    def _text(self, language: str, text: Text) -> Markup:
        """The text, with the Danish in it marked as such: for the ear, and for its direction."""
        danish = {name: f"{_BEGIN}{value}{_END}" for name, value in text.args.items() if _is_danish(name, value)}
        said = self._catalogue.text(Text(text.id, {**text.args, **danish}) if danish else text, language)
        return Markup("").join(_SPAN.format(part) if i % 2 else part for i, part in enumerate(_DANISH.split(said)))

    def _say(self, language: str, text_id: str, args: Mapping[str, Arg] | None = None) -> str:
        return self._catalogue.text(Text(text_id, {**self._facts, **(args or {})}), language)

    def _phone(self, language: str, text: Text) -> str:
        """A phone number that the text tells her, so that it can be tapped; empty where it tells none."""
        number = str(text.args.get("phone", ""))
        return number if number and number in self._text(language, text) else ""


def danish_in(text: Text) -> str:
    """The Danish word or sentence that the text is about; empty where it is about none."""
    return next((str(text.args[name]) for name in DANISH if _is_danish(name, text.args.get(name))), "")


def _is_danish(name: str, value: Arg | None) -> bool:
    return name in DANISH and isinstance(value, str)


def direction(language: str | None) -> str:
    """`dir` of a text in this language."""
    return "rtl" if rtl(language) else "ltr"


def dialled(number: str) -> str:
    """A phone number as a `tel:` address wants it."""
    return re.sub(r"[^0-9+]", "", number)
