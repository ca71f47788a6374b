"""One process with Rasa, the channels and the actions in it, that answers its first message as fast as the next.

Rasa's own `rasa run` is not used: it would add its HTTP API (which reads trackers and takes commands), CORS headers
and its welcome page, and could take neither our agent nor our stores as they are. Everything is loaded and has
answered once before the port opens.
"""

from __future__ import annotations

import asyncio
import logging
import socket

from rasa.core.channels.channel import InputChannel, UserMessage, register
from rasa.exceptions import ModelNotFound
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot import logs
from bot.agent import JourneyAgent
from bot.channels.rest import DevelopmentRest
from bot.channels.web import WebChannel
from bot.nlg import CatalogueNLG
from bot.remote import INPROCESS, InProcessActions, action_server
from bot.settings import BotSettings
from bot.stores import ForgetfulTrackerStore, ProcessLocks, RedisLocks
from bot.train import model_path

logger = logging.getLogger(__name__)

MAX_BODY = 256 * 1024  # bytes of a request: the longest message many times over


class NotReady(Exception):
    """What is missing before the bot can start, in one line."""


def serve(settings: BotSettings, sock: socket.socket) -> None:
    """Load, warm up, and serve on `sock` until told to stop. Raises NotReady."""
    logs.configure()
    agent = make_agent(settings)
    asyncio.run(warm_up(agent))
    app = make_app(settings, agent)
    logger.info("ready on %s:%s", settings.bot_host, settings.bot_port)
    app.run(sock=sock, motd=False, access_log=False)


def make_agent(settings: BotSettings) -> JourneyAgent:
    """The agent with its model. Raises NotReady when there is no model of these sources."""
    path = model_path()
    if not path.exists():
        raise NotReady("there is no model of these sources yet: run `python -m bot.train`")
    agent = JourneyAgent(
        generator=CatalogueNLG(),
        tracker_store=ForgetfulTrackerStore(),
        lock_store=RedisLocks(settings.redis_url) if settings.redis_url else ProcessLocks(),
        action_endpoint=_actions(settings.actions),
    )
    try:
        agent.load_model(path)
    except ModelNotFound:
        raise NotReady(f"the model {path.name} cannot be read: remove it and run `python -m bot.train`") from None
    return agent


def _actions(where: str) -> EndpointConfig:
    if where != INPROCESS:
        return action_server(where)
    from actions.actions import ActionStep

    return InProcessActions(ActionStep())


async def warm_up(agent: JourneyAgent) -> None:
    """Everything once that the first message would otherwise wait for: reading, predicting, speaking."""
    assert agent.processor is not None  # noqa: S101 (for the type checker: make_agent loaded it)
    for words in ("ja tak", "مرحبا"):
        parsed = await agent.processor.parse_message(UserMessage(words))
        heard = UserUttered(words, parsed["intent"], parsed["entities"], parsed)
        tracker = DialogueStateTracker.from_events("warm-up", [ActionExecuted("action_listen"), heard])
        agent.processor.predict_next_with_tracker_if_should(tracker)


def make_app(settings: BotSettings, agent: JourneyAgent) -> Sanic:
    """The web application: the channels, and `/ready` for whoever starts or watches this process."""
    app = Sanic("minvej", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = MAX_BODY
    app.config.FALLBACK_ERROR_FORMAT = "text"
    app.ctx.agent = agent
    channels: list[InputChannel] = [WebChannel()]
    if settings.development:
        channels.append(DevelopmentRest())
    register(channels, app, route="/webhooks/")

    @app.get("/ready")
    async def ready(_: Request) -> HTTPResponse:
        return json({"status": "ready"})

    return app
