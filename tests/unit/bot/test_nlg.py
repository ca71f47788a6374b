"""What Rasa speaks: text and buttons of a reply, in its language; never an id, never nothing."""

from rasa.shared.core.trackers import DialogueStateTracker

from actions.codec import dump_reply
from actions.content_loader import load_content
from actions.journey.model import Journey
from actions.journey.speech import ask
from bot.nlg import CHOSEN, CatalogueNLG


async def test_a_question_is_spoken_with_its_buttons_in_each_language() -> None:
    content, nlg = load_content(), CatalogueNLG()
    question = content.question("worked")
    assert question is not None
    reply = ask(content, Journey("j"), question, masked=False)
    said = {}
    for language in content.languages:
        tracker = DialogueStateTracker("j", [])
        said[language] = await nlg.generate(reply.text.id, tracker, "rest", language=language, reply=dump_reply(reply))
        assert [b["payload"] for b in said[language]["buttons"]] == [b.payload for b in reply.buttons]
        assert all(b["title"] and not b["title"].startswith(("q.", "menu.")) for b in said[language]["buttons"])
    assert len({s["text"] for s in said.values()}) == len(said)


async def test_a_ticked_option_shows_its_tick() -> None:
    content = load_content()
    question = content.question("hope")
    assert question is not None
    reply = ask(content, Journey("j", asking="hope", picked=("money",)), question, masked=False)
    buttons = CatalogueNLG().render(reply, "da")["buttons"]
    assert [b["title"].startswith(CHOSEN) for b in buttons].count(True) == 1


async def test_a_name_without_a_reply_is_spoken_too() -> None:
    said = await CatalogueNLG().generate("error.failed", DialogueStateTracker("j", []), "rest", language="da")
    assert said["text"] and said["text"] != "error.failed" and "buttons" not in said
