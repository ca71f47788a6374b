"""One process with Rasa, the channels and the actions in it, that answers its first message as fast as the next.

Rasa's own `rasa run` is not used: it would add its HTTP API (which reads trackers and takes commands), CORS headers
and its welcome page, and could take neither our agent nor our stores as they are. Everything is loaded and has
answered once before the port opens.
"""

from __future__ import annotations

import asyncio
import logging
import socket

from pydantic import ValidationError
from rasa.core.channels.channel import InputChannel, UserMessage, register
from rasa.exceptions import ModelNotFound
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from actions.manage import explain
from actions.settings import settings as store_settings
from actions.store import Store, open_store
from bot import logs
from bot.agent import JourneyAgent
from bot.channels.rest import DevelopmentRest
from bot.channels.web import WebChannel
from bot.logs import where
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
    store = make_store()
    agent = make_agent(settings)
    asyncio.run(warm_up(agent))
    app = make_app(settings, agent, store)
    logger.info("ready on %s:%s", settings.bot_host, settings.bot_port)
    app.run(sock=sock, motd=False, access_log=False)


def make_store() -> Store:
    """The journey store, to know that it can be reached. Raises NotReady."""
    try:
        return open_store(store_settings())
    except ValidationError as error:
        raise NotReady(explain(error)) from None
    except RuntimeError as error:
        raise NotReady(str(error)) from None


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


def _actions(place: str) -> EndpointConfig:
    if place != INPROCESS:
        return action_server(place)
    from actions.actions import ActionStep, turns

    turns()
    return InProcessActions(ActionStep())


async def warm_up(agent: JourneyAgent) -> None:
    """Everything once that the first message would otherwise wait for: reading, predicting, speaking."""
    processor = agent.processor
    if processor is None:
        raise NotReady("the model was not loaded")
    for words in ("ja tak", "مرحبا"):
        parsed = await processor.parse_message(UserMessage(words))
        heard = UserUttered(words, parsed["intent"], parsed["entities"], parsed)
        tracker = DialogueStateTracker.from_events("warm-up", [ActionExecuted("action_listen"), heard])
        processor.predict_next_with_tracker_if_should(tracker)


def make_app(settings: BotSettings, agent: JourneyAgent, store: Store) -> Sanic:
    """The web application: the channels, and `/ready` for whoever starts or watches this process."""
    app = Sanic("minvej", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = MAX_BODY
    app.config.FALLBACK_ERROR_FORMAT = "text"
    app.ctx.agent = agent
    channels: list[InputChannel] = [WebChannel()]
    if settings.telegram_token:
        # Not imported otherwise: a municipality that leaves it off has none of its code running.
        from bot.channels.telegram.channel import TelegramChannel

        channels.append(TelegramChannel(settings))
    if settings.development:
        channels.append(DevelopmentRest())
    register(channels, app, route="/webhooks/")

    @app.get("/ready")
    async def ready(_: Request) -> HTTPResponse:
        try:
            await asyncio.to_thread(store.database.require_schema)
        except Exception as error:  # whatever it was, messages cannot be answered now
            logger.error("the journey store cannot be reached: %s", where(error))
            return json({"status": "the journey store cannot be reached"}, status=503)
        return json({"status": "ready"})

    return app
