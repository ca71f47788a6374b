"""Her life on the phone: events from tiles, the drawn line, competences and what speaks for them, the way to papers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Chat

Phone = Callable[..., Chat]

WORDS = "Jeg bagte brød til hele gården"
SMALLEST = 47.5  # px: what a thumb hits


def serious(chat: Chat) -> list[str]:
    """What axe finds serious or critical on the page as it stands."""
    found = Axe().run(chat.page).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:120]}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]


def to_the_line(chat: Chat, language: str = "da", **own: str) -> None:
    chat.start(language)
    chat.walk(until="line", lifeline="yes", **own)
    assert chat.asking == "line"


def order(chat: Chat) -> list[str]:
    """The events' ids, as they stand on the line."""
    return [point.get_attribute("id") or "" for point in chat.page.locator(".way .point").all()]


def fits(chat: Chat) -> bool:
    return bool(chat.page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def small_targets(chat: Chat) -> list[str]:
    found = []
    for target in chat.page.locator("main button, main summary, main .tick, main a").all():
        box = target.bounding_box() if target.is_visible() else None
        if box and (box["height"] < SMALLEST or box["width"] < SMALLEST):
            found.append(f"{target.inner_text()}: {box}")
    return found


@pytest.mark.parametrize(("language", "scheme"), [("da", "light"), ("ar", "dark")])
def test_a_life_is_told_with_taps_and_drawn(phone: Phone, language: str, scheme: str) -> None:
    chat = phone(color_scheme=scheme)
    chat.start(language)
    chat.walk(until="stage_childhood", lifeline="yes")
    assert chat.page.locator("#now .tiles .choice").count() >= 8
    assert fits(chat) and small_targets(chat) == [] and serious(chat) == []
    chat.answer()
    chat.walk(until="e1_did")
    assert chat.page.locator("#now .tiles .tick").count() >= 8
    assert fits(chat) and small_targets(chat) == [] and serious(chat) == []
    chat.walk(until="line")
    assert len(order(chat)) == 5, "an event in each stage of life"
    assert chat.page.locator(".way .stage h2").count() == 5
    assert fits(chat) and small_targets(chat) == [] and serious(chat) == []
    middle, text = (
        chat.page.locator(".way .point > .picture").first.bounding_box(),
        chat.page.locator(".way .point .told").first.bounding_box(),
    )
    assert middle and text
    assert (middle["x"] < text["x"]) == (language == "da"), "the line stands where reading begins"


def test_an_event_can_be_moved_struck_and_taken_back_in(phone: Phone) -> None:
    chat = phone()
    to_the_line(chat)
    first, second, *others = order(chat)
    chat.tap("line", f"down:{first}")
    stage = chat.page.locator(".way .stage")
    assert stage.first.inner_text() != "Barndom", "it has come to the stage of the next"
    assert chat.page.evaluate("document.activeElement.closest('.point')?.id") == first, "she stays at what she moves"
    chat.tap("line", f"down:{first}")
    assert order(chat) == [second, first, *others]
    assert chat.page.evaluate("document.activeElement.value").endswith(f'"down:{first}"}}')
    chat.tap("line", f"strike:{second}")
    assert chat.page.locator(f"#{second}.struck").count() == 1
    chat.tap("line", f"restore:{second}")
    assert chat.page.locator(".way .struck").count() == 0
    chat.tap("line", f"edit:{second}")
    assert chat.page.locator("#now .choice").count() >= 3
    chat.tap("review", f"fix:{second}_did")
    assert chat.asking == f"{second}_did"
    assert chat.page.locator("#now .tick input:checked").count() == 1, "what she told stands"
    chat.tick([])
    assert chat.asking == "line"


def test_a_competence_shows_what_it_means_and_what_speaks_for_it(phone: Phone) -> None:
    chat = phone()
    to_the_line(chat, words=WORDS)
    chat.walk(until="comp_professional")
    ticks = chat.page.locator("#now .tick")
    assert ticks.count() >= 2
    assert chat.page.locator("#now .tiles").count() == 0, "with their reasons they stand one a row"
    for tick in ticks.all():
        box = tick.locator("input")
        assert box.is_checked(), "suggested until she says otherwise"
        name, all_ = (box.get_attribute("aria-labelledby"), box.get_attribute("aria-describedby"))
        assert chat.page.inner_text(f"#{name}") and chat.page.locator(f"#{all_} .note").count() >= 2
    quote = chat.page.locator("#now .note.words").first
    assert quote.inner_text() == WORDS and quote.get_attribute("lang") == "da"
    assert fits(chat) and small_targets(chat) == [] and serious(chat) == []
    struck = ticks.first.locator("input").input_value()
    ticks.first.click()
    chat.moved(lambda: chat.page.click("#now .done"))
    chat.page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
    chat.menu("back")
    kept = chat.page.locator("#now .tick input:checked").evaluate_all("boxes => boxes.map(b => b.value)")
    assert struck not in kept and len(kept) == ticks.count() - 1


def test_it_all_works_without_scripts(phone: Phone) -> None:
    chat = phone(java_script_enabled=False)
    to_the_line(chat, "en")
    first, second, *_ = order(chat)
    chat.tap("line", f"strike:{first}")
    assert chat.page.locator(f"#{first}.struck").count() == 1
    chat.walk(until="papers")
    chat.tap("papers", "make")
    chat.page.click("a.done[href^='/p/']")
    assert chat.page.url.startswith(f"{chat.base}/p/")
    assert chat.page.locator("h1").inner_text() == "My papers"


def test_a_found_receipt_shows_nothing_of_a_life(phone: Phone) -> None:
    chat = phone()
    to_the_line(chat, words=WORDS)
    chat.walk(until="papers")
    chat.tap("papers", "make")
    assert chat.page.locator("a[href^='/p/']").count() == 1
    chat.menu("pause")
    code = chat.page.locator(".receipt .digits").inner_text()

    finder = phone()
    finder.open("/chat/resume")
    finder.page.fill("#code", code)
    finder.page.click(".done")
    finder.page.wait_for_selector("#say")
    seen = [finder.page.content()]
    for value in ("show", "add", "edit:e1"):
        # Not in any page of hers, but nobody keeps a finder from sending it.
        finder.page.evaluate(
            """value => {
                const button = document.createElement('button');
                Object.assign(button, {name: 'payload', value, id: 'own', textContent: 'own'});
                document.getElementById('main').append(button);
            }""",
            f'/answer{{"q":"line","v":"{value}"}}',
        )
        finder.moved(lambda: finder.page.click("#own"))
        seen.append(finder.page.content())
    finder.menu("summary")
    seen.append(finder.page.content())
    for page in seen:
        assert WORDS not in page
        assert 'class="point' not in page and "/p/" not in page and "e1_" not in page
