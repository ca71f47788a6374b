"""Our NLU parts without Rasa's graph: normal form, words, the gazetteer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.nlu.training_data.message import Message

from actions.content_loader import load_content
from bot.nlu.gazetteer import Phrases
from bot.nlu.normaliser import normal_form, script_language
from bot.nlu.tokenizer import ScriptTokenizer


def _tokens(text: str) -> list[str]:
    tokenizer = ScriptTokenizer(ScriptTokenizer.get_default_config())
    return [token.text for token in tokenizer.tokenize(Message({"text": text}), "text")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jeg ER 25 år!", "jeg er 25 aar"),
        ("Hvem ser det?", "hvem ser det ?"),
        ("من يرى هذا؟", "من يري هذا ?"),
        ("٢٥ سنة", "25 سنه"),
    ],
)
def test_normal_form(text: str, expected: str) -> None:
    assert normal_form(text) == expected


def test_the_same_words_however_they_are_typed() -> None:
    assert _tokens("Det KOSTER ikke noget") == _tokens("det koster ikke noget.")
    assert _tokens("أُريدُ أن أعملَ") == _tokens("اريد ان اعمل")


@pytest.mark.parametrize(
    ("text", "expected"), [("hej", "da"), ("  ... مرحبا", "ar"), ("ሰላም", "am"), ("123", "da"), ("", "da"), ("🙂", "da")]
)
def test_the_script_tells_the_segmentation(text: str, expected: str) -> None:
    assert script_language(text) == expected


@given(st.text(min_size=1))
def test_every_message_has_tokens(text: str) -> None:
    assert _tokens(text)


def test_the_gazetteer_finds_every_option_by_its_name_inside_a_sentence() -> None:
    phrases = Phrases(
        {
            "da": {
                "options": {
                    "home": {"mostly_me": ["arbejde"]},
                    "sectors": {"childcare": ["børnehave", "pasning af børn"], "cleaning": ["rengøring"]},
                }
            },
            "ar": {"options": {"sectors": {"childcare": ["روضة أطفال"]}}},
        },
        {"sectors"},
    )
    assert phrases.find("Jeg vil gerne arbejde i en BØRNEHAVE, eller med rengoering") == (
        "sectors/childcare",
        "sectors/cleaning",
    )
    assert phrases.find("أريد العمل في رَوْضَة أطفال") == ("sectors/childcare",)
    assert phrases.find("børnehaver i hele byen") == ()
    assert phrases.find("") == ()


def test_the_gazetteer_of_the_real_content_knows_labels_of_sectors() -> None:
    content = load_content()
    phrases = Phrases(content.lexicon, {"sectors"})
    label = str(content.lexicon["da"]["options"]["sectors"]["cleaning"][0])
    assert "sectors/cleaning" in phrases.find(f"måske {label} en dag")
