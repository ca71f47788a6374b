"""The pure core: a journey, a message and the content go in; a new journey and replies come out.

    model.py       the nouns: content (Question, Option ...), state (Journey, Answer), talk (Message, Reply)
    flow.py        which question is next, progress, what a changed answer takes with it
    step.py        one turn: the order of reading
    buttons.py     what a tapped button does
    words.py       what her own words do
    answers.py     what becomes of an answer, however it came
    turn.py        a step while it is being made: what is said, what is asked next
    commands.py    the anywhere-words: language, back, skip, why, a person, pause, summary, erase, hide
    review.py      the summary: lines to strike or correct, "I see it differently"
    rules.py       conditions over answers, in three values: true, false, unknown
    assessment.py  parameters, subgroup, needs, effort: suggestions with their reasons
    case.py        what is handed over, in the words of the handoff contract
    transcript.py  the conversation as bubbles, rebuilt from state
    readers/       a text in a language -> an answer, or "unclear"

No Rasa, HTTP, SQL, clock or file access in here: the time and a fresh receipt come in with the message.
"""
