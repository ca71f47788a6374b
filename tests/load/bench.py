"""`make bench`: a whole screening at 1, 16 and 50 chats at once, and stock Rasa in the same run; then what a life line,
its papers and a turn through Telegram cost.

Both get the same words for the same questions over their REST channel, on this machine, one after the other; client and
servers share its cores. The ratio is what counts: absolute figures are this machine's. Prints a table (Markdown).
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from actions.catalogue import strings
from actions.content_loader import load_content
from actions.journey.model import Context, Journey, Message
from actions.journey.speech import options
from actions.journey.step import step
from tests.conftest import House
from tests.load import life, stock, telegram
from tests.load.client import Load, play
from tests.load.servers import Server

AT_ONCE = (1, 16, 50)
FLAT_TURNS = 300
CHATS_BESIDE = 5  # through Telegram's webhook and the page, one at a time


@dataclass
class Figures:
    """What one system gave."""

    name: str
    first_answer: float  # seconds from the start of the process
    megabytes: float  # resident, after the load
    loads: dict[int, Load]

    def row(self, at_once: int) -> str:
        load = self.loads[at_once]
        return (
            f"| {self.name} | {at_once} | {len(load.seconds)} | {load.rate:.0f} | {load.percentile(0.5):.1f} | "
            f"{load.percentile(0.95):.1f} | {load.unanswered} |"
        )


def screening_words() -> tuple[list[str], list[str]]:
    """A screening in Danish words, as the core asks for it: (script from hello to the life line, its answers)."""
    content, labels = load_content(), strings("da")
    journey, now = Journey(id="script", language="da"), datetime.now(timezone.utc)
    script, answers = ["hej"], []
    journey = step(content, journey, Message(text="hej"), Context(now, "0" * 12)).journey
    while journey.asking and journey.asking != "lifeline":
        question = content.question(journey.asking)
        assert question is not None
        words = _words(question.id, [labels[f"q.{question.id}.o.{o.id}"] for o in options(question)])
        after = step(content, journey, Message(text=words), Context(now, "0" * 12)).journey
        assert question.id in after.answers, f"{question.id}: {words!r} was not understood"
        journey = after
        script.append(words)
        if question.module == "screening":
            answers.append(words)
    return script, answers


def _words(question: str, labels: Sequence[str]) -> str:
    said = {"hope": "jeg vil gerne have kolleger", "health_ok": "ja tak", "adult": "ja", "keep": "ja tak"}
    return said.get(question, labels[min(1, len(labels) - 1)])


def measure(
    name: str, server: Server, url: str, script: Sequence[str], metadata: dict[str, str], chats: int
) -> Figures:
    """First answer, then the loads, then memory."""
    first = server.answered(url, "hej", metadata)
    play(url, script, metadata, 1, 1)
    loads = {n: play(url, script, metadata, n, max(n, chats)) for n in AT_ONCE}
    return Figures(name, first, server.megabytes(), loads)


def flat(url: str) -> tuple[float, float]:
    """Median milliseconds of messages 6-15 and of the last ten of 300 in one conversation."""
    words = ["hej", *(["hvem ser mine svar?", "blåbærgrød"] * FLAT_TURNS)][:FLAT_TURNS]
    seconds = play(url, words, {"language": "da"}, 1, 1).seconds
    return statistics.median(seconds[5:15]) * 1000, statistics.median(seconds[-10:]) * 1000


def ours(folder: Path, chats: int) -> tuple[Figures, tuple[float, float], list[str]]:
    """Min Vej, as `make up` runs it (the municipality's side, which no turn waits for, only for the papers)."""
    script, _ = screening_words()
    house = House(folder)
    folder.mkdir(parents=True)
    house.prepare()
    with Server([sys.executable, "-m", "bot"], folder / "bot.log", house.environment) as server:
        url = f"http://127.0.0.1:{house.bot_port}/webhooks/rest/webhook"
        figures = measure("Min Vej", server, url, script, {"language": "da"}, chats)
        flatness = flat(url)
        told, journey = life.told_life()
        load = play(url, told, {"language": "da"}, 1, 5)
    turns = f"A life of {len(journey.events)} events, {len(told)} messages: {load.percentile(0.5):.1f} ms each (p50)"
    channels = telegram.rows(telegram.beside(house, script, CHATS_BESIDE))
    with house.running("handoff_api", f"http://127.0.0.1:{house.handoff_port}/v1/health"):
        lines = [f"{turns}, {load.percentile(0.95):.1f} (p95).", "", *life.paper_times(house, journey), "", *channels]
    return figures, flatness, lines


def theirs(folder: Path, chats: int) -> Figures:
    """Stock Rasa with DIET and TED, trained in `folder` unless it holds a model already."""
    _, answers = screening_words()
    stock.write(folder)
    if not (folder / "models" / "stock.tar.gz").exists():
        stock.train(folder)
    actions, rasa, url = stock.serve(folder)
    with actions, rasa:
        return measure("stock Rasa", rasa, url, ["hej", *answers], {}, chats)


def report(mine: Figures, flatness: tuple[float, float], stock_figures: Figures | None) -> Iterator[str]:
    """The table, line by line."""
    yield "| system | chats at once | messages | messages/s | p50 ms | p95 ms | unanswered |"
    yield "|---|---|---|---|---|---|---|"
    systems = [mine, *([stock_figures] if stock_figures else [])]
    for figures in systems:
        yield from (figures.row(n) for n in AT_ONCE)
    yield ""
    for figures in systems:
        yield f"{figures.name}: first answer after {figures.first_answer:.1f} s, {figures.megabytes:.0f} MB resident."
    early, late = flatness
    yield f"Min Vej, a conversation of {FLAT_TURNS} messages: {early:.1f} ms at message 10, {late:.1f} ms at the end."
    if stock_figures:
        ratios = (f"{mine.loads[n].rate / stock_figures.loads[n].rate:.1f} x at {n}" for n in AT_ONCE)
        yield f"Messages/s, Min Vej against stock Rasa: {', '.join(ratios)}."


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--chats", type=int, default=32, help="conversations at each load (at least as many as at once)"
    )
    parser.add_argument("--no-stock", action="store_true", help="leave stock Rasa out (its training takes minutes)")
    parser.add_argument("--stock-folder", type=Path, help="keep stock Rasa's project and model here between runs")
    given = parser.parse_args()
    os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", RASA_TELEMETRY_ENABLED="false")
    with tempfile.TemporaryDirectory(prefix="minvej-bench-") as scratch:
        mine, flatness, lives = ours(Path(scratch) / "ours", given.chats)
        folder = given.stock_folder or Path(scratch) / "stock"
        stock_figures = None if given.no_stock else theirs(folder, given.chats)
    print("\n".join([*report(mine, flatness, stock_figures), "", *lives]))


if __name__ == "__main__":
    main()
