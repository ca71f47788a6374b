"""Stock Rasa, to measure against: the same questions as a form, with the pipeline that `rasa init` gives (DIET and
TED), an action server over HTTP that checks each answer, and the SQL tracker store. Written to a folder, trained and
served from there."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from actions.catalogue import strings
from actions.content_loader import load_content
from actions.journey.flow import ordered
from tests.load.servers import Server, free_port

ROOT = Path(__file__).resolve().parents[2]
PIPELINE = [
    {"name": "WhitespaceTokenizer"},
    {"name": "RegexFeaturizer"},
    {"name": "LexicalSyntacticFeaturizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
    {"name": "DIETClassifier", "epochs": 100, "constrain_similarities": True},
    {"name": "EntitySynonymMapper"},
    {"name": "ResponseSelector", "epochs": 100, "constrain_similarities": True},
    {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
]
POLICIES = [
    {"name": "MemoizationPolicy"},
    {"name": "RulePolicy"},
    {"name": "UnexpecTEDIntentPolicy", "max_history": 5, "epochs": 100},
    {"name": "TEDPolicy", "max_history": 5, "epochs": 100, "constrain_similarities": True},
]
ACTIONS = '''"""Checks each answer of the form, as a stock action server does."""
from rasa_sdk import FormValidationAction


class Validate(FormValidationAction):
    def name(self):
        return "validate_screening_form"


def _check(slot):
    return lambda self, value, dispatcher, tracker, domain: {slot: value.strip() or None}


for slot in SLOTS:
    setattr(Validate, f"validate_{slot}", _check(slot))
'''


def write(folder: Path) -> list[str]:
    """Write the project; returns the questions of its form, in order."""
    folder.mkdir(parents=True, exist_ok=True)
    content = load_content()
    questions = [q.id for q in ordered(content, "main") if q.module == "screening"]
    nlu = [yaml.safe_load(p.read_text(encoding="utf-8")) for p in sorted((ROOT / "nlu_data" / "da").glob("*.yml"))]
    examples = [entry for file in nlu for entry in file["nlu"] if "intent" in entry]
    domain = {
        "version": "3.1",
        "intents": sorted({entry["intent"] for entry in examples}),
        "slots": {q: _slot(q) for q in questions},
        "responses": {
            **{f"utter_ask_{q}": [{"text": strings("da")[f"q.{q}.ask"]}] for q in questions},
            "utter_done": [{"text": strings("da")["done.kept"]}],
            "utter_topic": [{"text": strings("da")["topic.privacy.answer"]}],
        },
        "forms": {"screening_form": {"required_slots": questions}},
        "actions": ["validate_screening_form"],
    }
    begin = {
        "rule": "begin",
        "steps": [{"intent": "greet"}, {"action": "screening_form"}, {"active_loop": "screening_form"}],
    }
    end = {
        "rule": "end",
        "condition": [{"active_loop": "screening_form"}],
        "steps": [{"action": "screening_form"}, {"active_loop": None}, {"action": "utter_done"}],
    }
    story = {"story": "topic", "steps": [{"intent": "ask_privacy"}, {"action": "utter_topic"}]}
    files: dict[str, Any] = {
        "config.yml": {"recipe": "default.v1", "language": "da", "pipeline": PIPELINE, "policies": POLICIES},
        "domain.yml": domain,
        "data.yml": {"version": "3.1", "nlu": examples, "rules": [begin, end], "stories": [story]},
        "credentials.yml": {"rest": None},
    }
    for name, data in files.items():
        (folder / name).write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    (folder / "actions.py").write_text(ACTIONS.replace("SLOTS", repr(questions)), encoding="utf-8")
    return questions


def _slot(question: str) -> dict[str, Any]:
    condition = [{"active_loop": "screening_form", "requested_slot": question}]
    return {
        "type": "text",
        "influence_conversation": False,
        "mappings": [{"type": "from_text", "conditions": condition}],
    }


def train(folder: Path) -> None:
    """Train it. Raises CalledProcessError with what Rasa printed."""
    shutil.rmtree(folder / "models", ignore_errors=True)
    command = [sys.executable, "-m", "rasa", "train", "--data", "data.yml", "--fixed-model-name", "stock"]
    with (folder / "train.log").open("w") as log:
        subprocess.run(command, cwd=folder, check=True, stdout=log, stderr=subprocess.STDOUT)


def serve(folder: Path) -> tuple[Server, Server, str]:
    """Start the action server and Rasa; returns both and the REST channel's address."""
    action_port, port = free_port(), free_port()
    endpoints = {
        "action_endpoint": {"url": f"http://127.0.0.1:{action_port}/webhook"},
        "tracker_store": {"type": "SQL", "dialect": "sqlite", "db": str(folder / "tracker.sqlite"), "query": {}},
    }
    (folder / "endpoints.yml").write_text(yaml.safe_dump(endpoints), encoding="utf-8")
    action = [sys.executable, "-m", "rasa_sdk", "--actions", "actions", "-p", str(action_port)]
    rasa = [sys.executable, "-m", "rasa", "run", "-m", "models/stock.tar.gz", "-i", "127.0.0.1", "-p", str(port)]
    rasa += ["--endpoints", "endpoints.yml", "--credentials", "credentials.yml"]
    actions = Server(action, folder / "actions.log", {}, folder)
    return actions, Server(rasa, folder / "rasa.log", {}, folder), f"http://127.0.0.1:{port}/webhooks/rest/webhook"
