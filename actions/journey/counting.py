"""Which milestones a journey has reached, for anonymous figures: each is counted once a journey, however she turns.

    started       a language is chosen
    consented     her answers may be kept: the welcome is done
    screening, lifeline, summary   all that this module asks of her is behind her (answered or skipped)
    handed_over   a case or a contact wish was sent

"opened" is no milestone of a journey: on the page it is counted before there is one.
"""

from __future__ import annotations

from dataclasses import replace

from actions.journey.flow import next_question
from actions.journey.model import Content, Journey

OPENED, STARTED = "opened", "started"
MODULES = ("screening", "lifeline", "summary")


def count(content: Content, before: Journey, after: Journey) -> tuple[Journey, tuple[str, ...]]:
    """The journey after a turn, knowing what has been counted, and what this turn adds."""
    fresh = tuple(milestone for milestone in milestones(content, after) if milestone not in before.counted)
    return replace(after, counted=(*before.counted, *fresh)), fresh


def milestones(content: Content, journey: Journey) -> tuple[str, ...]:
    """All that the journey has reached as it stands."""
    reached = [STARTED] if journey.language else []
    if journey.consents.get("keep") and not journey.closed:
        reached += ["consented", *_behind(content, journey)]
    return (*reached, "handed_over") if journey.sent_revision else tuple(reached)


def _behind(content: Content, journey: Journey) -> list[str]:
    """The modules without an open question. One that she is asked again is no step back."""
    flow = content.flows["main"]
    ahead = next_question(content, replace(journey, flow="main", revisit=()))
    at = len(flow) if ahead is None else flow.index(ahead.module)
    return [module for module in MODULES if module in flow[:at]]
