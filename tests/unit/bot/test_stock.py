"""What Rasa itself would load by bot/endpoints.yml and bot/credentials.yml, and the settings for several processes."""

from pathlib import Path

import yaml
from rasa.core.lock_store import LockStore
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.run import create_http_input_channels
from rasa.core.tracker_store import TrackerStore
from rasa.core.utils import AvailableEndpoints
from rasa.shared.core.domain import Domain

from bot.channels.rest import DevelopmentRest
from bot.nlg import CatalogueNLG
from bot.remote import InProcessActions, action_server
from bot.stores import ForgetfulTrackerStore, ProcessLocks, RedisLocks

BOT = Path(__file__).resolve().parents[3] / "bot"


def test_rasas_own_commands_load_our_parts() -> None:
    endpoints = AvailableEndpoints.read_endpoints(str(BOT / "endpoints.yml"))
    assert isinstance(TrackerStore.create(endpoints.tracker_store), ForgetfulTrackerStore)
    assert isinstance(LockStore.create(endpoints.lock_store), ProcessLocks)
    assert isinstance(NaturalLanguageGenerator.create(endpoints.nlg, Domain.empty()), CatalogueNLG)
    assert endpoints.action.url.endswith("/webhook")
    [channel] = create_http_input_channels(None, str(BOT / "credentials.yml"))
    assert isinstance(channel, DevelopmentRest)


def test_every_intent_has_its_rule_and_no_intent_bears_one_of_rasas_names() -> None:
    domain = yaml.safe_load((BOT / "domain.yml").read_text(encoding="utf-8"))
    rules = yaml.safe_load((BOT / "rules.yml").read_text(encoding="utf-8"))["rules"]
    intents = {name for entry in domain["intents"] for name in entry}
    assert {rule["steps"][0]["intent"] for rule in rules} == intents
    assert all(rule["steps"][1:] == [{"action": "action_step"}] for rule in rules)
    assert not intents & {"back", "restart", "session_start"}


def test_the_actions_are_not_sent_the_domain() -> None:
    for endpoint in (InProcessActions(), action_server("http://127.0.0.1:5055/webhook")):
        assert endpoint.kwargs["enable_selective_domain"] is True


def test_a_redis_address_is_understood() -> None:
    kwargs = RedisLocks("rediss://her:secret@locks.example.org:6380/3").red.connection_pool.connection_kwargs
    assert (kwargs["host"], kwargs["port"], kwargs["db"]) == ("locks.example.org", 6380, 3)
    assert (kwargs["username"], kwargs["password"]) == ("her", "secret")
    assert RedisLocks("redis://localhost").red.connection_pool.connection_kwargs["port"] == 6379
