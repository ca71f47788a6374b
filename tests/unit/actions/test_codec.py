"""What is stored comes back as it was, also when the code has changed in between."""

from __future__ import annotations

import json
from dataclasses import fields

from hypothesis import given
from hypothesis import strategies as st

from actions.codec import dump_journey, dump_reply, load_journey, load_reply
from actions.journey.model import Answer, Button, Journey, Line, Reply, Text

names = st.text(min_size=1, max_size=8)
flat = st.builds(Text, names, st.dictionaries(names, st.one_of(st.text(max_size=8), st.integers(-9, 9)), max_size=2))
texts = st.recursive(
    flat,
    lambda inner: st.builds(
        Text, names, st.dictionaries(names, st.one_of(inner, st.lists(inner, max_size=2).map(tuple)), max_size=2)
    ),
    max_leaves=4,
)
answers = st.builds(
    Answer,
    st.sampled_from(["answered", "skipped", "unknown"]),
    st.one_of(st.none(), names, st.lists(names, max_size=3).map(tuple)),
    st.one_of(st.none(), st.integers(0, 3000)),
    st.one_of(st.none(), st.text(max_size=20)),
    st.sampled_from([None, "ar", "da"]),
)
replies = st.builds(
    Reply,
    texts,
    st.lists(st.builds(Button, texts, names, names, st.booleans(), st.booleans()), max_size=2).map(tuple),
    st.one_of(st.none(), names),
    st.booleans(),
    st.lists(
        st.builds(Line, names, texts, st.lists(texts, max_size=2).map(tuple), st.none() | names, st.booleans()),
        max_size=2,
    ).map(tuple),
)
some_names = st.lists(names, max_size=3).map(tuple)
journeys = st.builds(
    Journey,
    id=names,
    language=st.sampled_from([None, "ar"]),
    campaign=st.none() | names,
    flow=st.sampled_from(["main", "contact"]),
    answers=st.dictionaries(names, answers, max_size=3),
    consents=st.dictionaries(names, st.none() | names, max_size=2),
    asking=st.none() | names,
    revisit=some_names,
    picked=some_names,
    misses=st.integers(0, 3),
    struck=some_names,
    closed=st.sampled_from(["", "young", "refused", "erased"]),
    sent_revision=st.integers(0, 9),
    sent_kind=st.sampled_from(["", "screening", "contact"]),
    status=st.sampled_from(["", "sent", "received", "read"]),
    turn=st.integers(0, 999),
    last_key=st.text(max_size=8),
    replies=st.lists(replies, max_size=2).map(tuple),
)


def through_json(data: object) -> dict:
    return json.loads(json.dumps(data))


@given(journeys)
def test_a_journey_comes_back_as_it_was(given_journey: Journey) -> None:
    actual = load_journey(through_json(dump_journey(given_journey)))
    assert actual == given_journey
    assert list(actual.answers) == list(given_journey.answers)  # in the order they were given


@given(replies)
def test_a_reply_comes_back_as_it_was(given_reply: Reply) -> None:
    assert load_reply(through_json(dump_reply(given_reply))) == given_reply


@given(journeys, st.sampled_from([f.name for f in fields(Journey) if f.name != "id"]))
def test_a_journey_stored_before_a_field_was_added_takes_its_default(given_journey: Journey, missing: str) -> None:
    stored = through_json(dump_journey(given_journey))
    del stored[missing]
    assert getattr(load_journey(stored), missing) == getattr(Journey(id="x"), missing)


@given(journeys)
def test_fields_that_this_code_does_not_know_are_dropped(given_journey: Journey) -> None:
    stored = through_json(dump_journey(given_journey))
    stored["later"] = 1
    for answer in stored["answers"].values():
        answer["later"] = 1
    for reply in stored["replies"]:
        reply["later"] = 1
        reply["text"]["later"] = 1
        for part in (*reply["buttons"], *reply["lines"]):
            part["later"] = 1
    assert load_journey(stored) == given_journey
