# SPDX-License-Identifier: EUPL-1.2
"""The sentences of an evaluation: what the figures say, what was judged, and how the criteria stand."""

from collections import Counter
from collections.abc import Iterable

from schakel.cycle.models import SubjectKind, Verdict
from schakel.cycle.queries.assessments import HelixAnswers
from schakel.cycle.queries.criteria import CriterionState
from schakel.cycle.queries.evaluation_content import ElementsPart
from schakel.cycle.queries.judgements import JudgementState
from schakel.documents.cycle_papers.evaluation_words import activity_words, agreement_words, reason_words
from schakel.documents.formats import enumeration, percent
from schakel.documents.messages import Words
from schakel.documents.sentences.names import lower_first


def progress_answer(part: ElementsPart, say: Words) -> str:
    """Return in one sentence what the figures say of the chosen links, never why."""
    chosen = part.chosen
    if part.now is None:
        return say("There is no measurement of this year yet, so nothing can be said about progress.")
    if not chosen:
        return say("The board has not chosen links to work on this year.")
    if part.before is None:
        return say(
            "There is no measurement of a year before, so whether the chosen links moved cannot be said."
        )
    counts = Counter(e.moved.says for e in chosen)
    told = [
        (counts[Verdict.AHEAD], say.choose("{n} moved forward", "{n} moved forward", counts[Verdict.AHEAD])),
        (counts[Verdict.SAME], say.choose("{n} did not move", "{n} did not move", counts[Verdict.SAME])),
        (counts[Verdict.BEHIND], say.choose("{n} moved back", "{n} moved back", counts[Verdict.BEHIND])),
        (
            counts[Verdict.UNKNOWN],
            say.choose("of {n} it cannot be said", "of {n} it cannot be said", counts[Verdict.UNKNOWN]),
        ),
    ]
    parts = [text for n, text in told if n]
    if len(chosen) == 1:
        name = chosen[0].moved.label.in_language(say.language)
        return say(
            "Of the one chosen link, {name}: {parts}.",
            name=lower_first(name),
            parts=_one(chosen[0].moved.says, say),
        )
    return say("Of the {n} chosen links {parts}.", n=len(chosen), parts=enumeration(parts, say.language))


def _one(says: str, say: Words) -> str:
    names = {
        Verdict.AHEAD.value: say("it moved forward"),
        Verdict.SAME.value: say("it did not move"),
        Verdict.BEHIND.value: say("it moved back"),
    }
    return names.get(says, say("whether it moved cannot be said"))


def why_unknown(part: ElementsPart, say: Words) -> str:
    """Return why it cannot be said of the chosen links where it cannot; empty where it can of all."""
    reasons = [e.moved for e in part.chosen if e.moved.says == Verdict.UNKNOWN]
    if part.now is None or part.before is None or not reasons:
        return ""
    told = [
        f"{lower_first(moved.label.in_language(say.language))} ({reason_words(moved.because, say)})"
        for moved in reasons
    ]
    return say("It cannot be said of {links}.", links=enumeration(told, say.language))


def judged_answer(judgements: Iterable[JudgementState], n_unjudged: int, say: Words) -> str:
    """Return in one sentence how far the judging is."""
    found = list(judgements)
    against = sum(j.contradicts for j in found)
    if n_unjudged:
        text = say.choose(
            "{n} chosen link or criterion has no judgement yet.",
            "{n} chosen links and criteria have no judgement yet.",
            n_unjudged,
        )
    elif found:
        text = say("Every chosen link and every criterion has a judgement.")
    else:
        text = say("Nothing was judged yet.")
    if against:
        text += " " + say.choose(
            "{n} judgement goes against the figures.", "{n} judgements go against the figures.", against
        )
    return text


def criteria_answer(criteria: Iterable[CriterionState], say: Words) -> str:
    """Return in one sentence how the criteria stand."""
    found = list(criteria)
    if not found:
        return say("The criteria of the course are not known here.")
    counts = Counter(c.verdict for c in found)
    told = [
        (counts["reached"], say.choose("{n} is reached", "{n} are reached", counts["reached"])),
        (counts["on_course"], say.choose("{n} is on course", "{n} are on course", counts["on_course"])),
        (counts["behind"], say.choose("{n} is behind", "{n} are behind", counts["behind"])),
        (
            counts["unknown"],
            say.choose("of {n} it cannot be said", "of {n} it cannot be said", counts["unknown"]),
        ),
        (
            counts[""],
            say.choose(
                "for {n} no yardstick was agreed yet", "for {n} no yardstick was agreed yet", counts[""]
            ),
        ),
    ]
    parts = enumeration([text for n, text in told if n], say.language)
    return say.choose(
        "Of the one criterion of satisfaction: {parts}.",
        "Of the {n} criteria of satisfaction {parts}.",
        len(found),
        parts=parts,
    )


def response_answer(answers: Iterable[HelixAnswers], say: Words) -> str:
    """Return in one sentence how many partners answered."""
    whole = next(iter(answers), None)
    if whole is None or not whole.n_asked:
        return say("There are no partners in the register whom this could be asked.")
    if not whole.n_answered:
        return say.choose(
            "The one partner has not answered yet.",
            "Of the {n} partners nobody has answered yet.",
            whole.n_asked,
        )
    return say.choose(
        "The one partner answered.",
        "{answered} of the {n} partners answered ({share}).",
        whole.n_asked,
        answered=whole.n_answered,
        share=percent(whole.response, say.language),
    )


def work_sentence(
    agreements: Iterable[tuple[str, int]], activities: Iterable[tuple[str, int]], say: Words
) -> str:
    """Return in a few words what was agreed and done about an element."""
    agreed = [f"{n} {agreement_words(status, say)}" for status, n in agreements]
    done = [f"{n} {activity_words(status, say)}" for status, n in activities]
    parts = []
    if agreed:
        parts.append(say("agreements: {parts}", parts=", ".join(agreed)))
    if done:
        parts.append(say("activities: {parts}", parts=", ".join(done)))
    return "; ".join(parts)


def is_about_element(judgement: JudgementState, element: str) -> bool:
    """Say whether a judgement is about an element."""
    return (judgement.kind, judgement.subject) == (SubjectKind.ELEMENT, element)
