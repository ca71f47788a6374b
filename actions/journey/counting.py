"""Which milestones a journey has reached, for anonymous figures: each is counted once a journey, however she turns.

    started       a language is chosen
    consented     her answers may be kept: the welcome is done
    screening, lifeline, explore, summary   all that this module asks of her is behind her (answered or skipped)
    handed_over   a case or a contact wish was sent

"opened" is no milestone of a journey: on the page it is counted before there is one.
"""

from __future__ import annotations

from dataclasses import replace

from actions.journey.flow import find, next_question
from actions.journey.model import Content, Journey

OPENED, STARTED = "opened", "started"
MODULES = ("screening", "lifeline", "explore", "summary")


def count(content: Content, before: Journey, after: Journey) -> tuple[Journey, tuple[str, ...]]:
    """The journey after a turn, knowing what has been counted, and what this turn adds."""
    reached = [STARTED] if after.language else []
    if after.consents.get("keep") and not after.closed:
        reached += ["consented", *_behind(content, after, before.counted)]
    if after.sent_revision:
        reached.append("handed_over")
    fresh = tuple(milestone for milestone in reached if milestone not in before.counted)
    return replace(after, counted=(*before.counted, *fresh)), fresh


def _behind(content: Content, journey: Journey, counted: tuple[str, ...]) -> list[str]:
    """The modules without an open question, unless they are counted. One that she is asked again is no step back."""
    left = [module for module in MODULES if module not in counted]
    asked = find(content, journey, journey.asking)
    if not left or (asked and asked.module == left[0] and asked.id not in journey.answers):
        return []  # as in nearly every turn: the open question stands in the first of them
    flow = content.flows["main"]
    ahead = next_question(content, replace(journey, flow="main", revisit=()))
    at = len(flow) if ahead is None else flow.index(ahead.module)
    return [module for module in left if module in flow[:at]]
