# SPDX-License-Identifier: EUPL-1.2
"""The questions for a conversation in words: one fixed sentence for each code, filled with the facts."""

from schakel.cycle.queries.conversation_questions import Question
from schakel.documents.formats import year
from schakel.documents.messages import Words


def question_sentence(question: Question, say: Words) -> str:
    """Return a question as it is put to people who do not know the figures.

    Raises
    ------
    KeyError
        When there is no sentence for its code.
    """
    about = {"subject": question.subject.rstrip("."), "year": year(question.year, say.language)}
    sentences = {
        "agreement": say("It was agreed: “{subject}”. What has become of it?", **about),
        "no_figure": say("No figure tells how this is in the region. What do you see yourself?"),
        "falling": say("The figure has fallen. Do you notice that, and what lies behind it?"),
        "old_figure": say("The newest figure is of {year}. What has changed since then?", **about),
        "seen_stronger": say(
            "Those who were asked see this as stronger than the figures say. What do the figures miss?"
        ),
        "seen_weaker": say(
            "Those who were asked see this as weaker than the figures say. What do they notice in daily work?"
        ),
        "no_cause": say("No cause is known yet. What do you think is the most important one?"),
        "supposed_cause": say(
            "We suppose this is a cause: “{subject}”. Is that so, and what shows it?", **about
        ),
        "uncovered_cause": say(
            "Nothing that runs takes this cause away: “{subject}”. Who could do that?", **about
        ),
        "no_activity": say("Nothing in the programme works on this now. Should that change, and by whom?"),
        "cause_not_named": say("Which cause does “{subject}” take away, and does it work?", **about),
        "no_owner": say("Who should answer for this in the region?"),
        "recognise": say("Do you recognise this picture? What is missing?"),
        "first_step": say("If one thing could be better within a year, what should it be?"),
        "other_view": say("Who sees this quite differently, and should be heard?"),
        "own_part": say("What can your own organisation do, and before when?"),
    }
    return sentences[question.code]
