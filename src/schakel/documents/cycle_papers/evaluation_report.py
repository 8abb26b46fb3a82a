# SPDX-License-Identifier: EUPL-1.2
"""The evaluation of a year as a paper for the board; one that was adopted, from what was frozen alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from schakel.cycle.queries.evaluation_content import EvaluationContent
from schakel.cycle.queries.figure_ages import OldFigure
from schakel.cycle.queries.judgements import JudgementState
from schakel.documents.cycle_papers import evaluation_sentences as sentences
from schakel.documents.cycle_papers import evaluation_words as words
from schakel.documents.cycle_papers.paper import Grid, Head, Paper, PaperPart, Points, Text
from schakel.documents.formats import UNKNOWN, day, interval, number, percent, plain_number, signed
from schakel.documents.messages import Words

MOST_RECOMMENDATIONS = 40


@dataclass(frozen=True, slots=True)
class AdoptedBy:
    """By which decision an evaluation was adopted, and the mark of its content; ``number`` may be empty."""

    number: str
    on: date
    sha256: str


def evaluation_paper(
    content: EvaluationContent, *, whose: str, adopted: AdoptedBy | None, made_on: date, say: Words
) -> Paper:
    """Return the paper; a draft says on every page that it is one."""
    state = say("adopted") if adopted else say("draft")
    title = say("Evaluation of {year}", year=content.year)
    return Paper(
        language=say.language,
        title=title if adopted else say("Draft: {title}", title=title),
        above=whose,
        facts=_facts(content, adopted, say),
        parts=tuple(_parts(content, say)),
        foot=f"{title} · {state} · {day(made_on, say.language)}",
        page_words=(say("page"), say("of")),
    )


def _facts(content: EvaluationContent, adopted: AdoptedBy | None, say: Words) -> tuple[tuple[str, str], ...]:
    found = [
        (say("Year"), f"{day(content.starts_on, say.language)} – {day(content.ends_on, say.language)}"),
        (say("As it was on"), day(content.as_of, say.language)),
    ]
    for name, measured in (
        (say("Diagnosis"), content.elements.now),
        (say("Year before"), content.elements.before),
    ):
        if measured is not None:
            found.append((name, f"{measured.year} ({measured.identity})"))
    if adopted is not None:
        told = day(adopted.on, say.language)
        if adopted.number:
            told = say("{day}, decision {number}", day=told, number=adopted.number)
        found += [(say("Adopted on"), told), (say("Mark of the content (SHA-256)"), adopted.sha256)]
    return tuple(found)


def _parts(content: EvaluationContent, say: Words) -> list[PaperPart]:
    lines = [
        sentences.progress_answer(content.elements, say),
        sentences.why_unknown(content.elements, say),
        sentences.criteria_answer(content.criteria, say),
        sentences.response_answer(content.answers, say),
    ]
    parts: list[PaperPart] = [Text("\n".join(line for line in lines if line), "lead")]
    parts += _elements(content, say)
    parts += _criteria(content, say)
    parts += _answers(content, say)
    parts += _actions(content, say)
    parts += _initiatives(content, say)
    parts += _learnt(content, say)
    return parts


def _elements(content: EvaluationContent, say: Words) -> list[PaperPart]:
    rows, language = [], say.language
    for element in content.elements.elements:
        name = element.moved.label.in_language(language)
        if element.work.is_chosen:
            name = say("{name} (chosen)", name=name)
        for reading in element.moved.readings:
            rows.append(
                (
                    f"{name}, {reading.area_label.in_language(language)}",
                    interval(reading.before, language, 2),
                    interval(reading.now, language, 2),
                    _change(reading.real, say),
                    _change(_sum(reading.revision, reading.method), say),
                    f"{words.verdict_words(reading.says, say)} ({words.reason_words(reading.because, say)})",
                )
            )
    parts: list[PaperPart] = [Head(say("The elements of the ecosystem"))]
    parts += [_judgement(j, _element_name(content, j.subject, say), say) for j in _of(content, "element")]
    if rows:
        columns = (
            say("Element and area"),
            say("Then"),
            say("Now"),
            say("Real change"),
            say("Revision and method"),
            say("The figures say"),
        )
        parts.append(
            Grid(say("Progress since the year before"), columns, (3, 2, 2, 1.2, 1.2, 2.4), tuple(rows))
        )
    parts.append(
        Text(
            say("That something was done and something moved does not show that the one made the other."),
            "quiet",
        )
    )
    return parts


def _sum(first: float | None, second: float | None) -> float | None:
    return None if first is None or second is None else first + second


def _change(value: float | None, say: Words) -> str:
    return UNKNOWN[say.language] if value is None else signed(value, say.language, 2)


def _of(content: EvaluationContent, kind: str) -> list[JudgementState]:
    return [j for j in content.judgements if j.kind == kind]


def _element_name(content: EvaluationContent, code: str, say: Words) -> str:
    labels = {e.moved.element: e.moved.label for e in content.elements.elements}
    return labels[code].in_language(say.language) if code in labels else code


def _judgement(judgement: JudgementState, name: str, say: Words) -> Text:
    told = f"{words.verdict_words(judgement.verdict, say)}. {judgement.because}"
    if judgement.contradicts:
        told += " " + say(
            "The figures say the opposite: {verdict}.",
            verdict=words.verdict_words(judgement.figures_say, say),
        )
    if judgement.next_step:
        told += " " + say("Next: {step}", step=judgement.next_step)
    return Text(told, mark=f"{name}:")


def _criteria(content: EvaluationContent, say: Words) -> list[PaperPart]:
    language = say.language
    parts: list[PaperPart] = [Head(say("When are we satisfied?"))]
    for criterion in content.criteria:
        parts.append(Head(f"{criterion.code} {criterion.label.in_language(language)}", 2))
        parts.append(Text(words.yardstick_words(criterion.verdict, say)))
        parts += [
            _judgement(j, say("Judgement"), say)
            for j in _of(content, "criterion")
            if j.subject == criterion.code
        ]
        rows = tuple(
            (
                y.title if y.is_agreed else say("{title} (proposed)", title=y.title),
                _amount(y.shown.value, y.unit, say),
                _amount(y.target, y.unit, say),
                day(y.due_on, language) if y.due_on else UNKNOWN[language],
                words.yardstick_words(y.verdict, say),
            )
            for y in criterion.yardsticks
        )
        if rows:
            columns = (say("Yardstick"), say("Value"), say("Target"), say("Last day"), say("Verdict"))
            parts.append(Grid(say("Yardsticks"), columns, (3, 1.6, 1.6, 1.6, 1.6), rows))
    return parts


def _amount(value: Decimal | None, unit: str, say: Words) -> str:
    if value is None:
        return UNKNOWN[say.language]
    return f"{plain_number(float(value), say.language)} {words.unit_words(unit, say)}".strip()


def _answers(content: EvaluationContent, say: Words) -> list[PaperPart]:
    language = say.language
    rows = tuple(
        (
            words.helix_words(answers.helix, say),
            f"{answers.n_answered} / {answers.n_asked}",
            percent(answers.response, language),
            *(
                UNKNOWN[language] if mean is None else number(mean, language, 1)
                for _, mean, _ in answers.means
            ),
        )
        for answers in content.answers
    )
    if not rows or not content.answers[0].n_asked:
        return []
    questions = [words.question_words(code, say) for code, _, _ in content.answers[0].means]
    columns = (say("Strand"), say("Answered"), say("Response"), *questions)
    widths = (2.0, 1.2, 1.2, *(1.3 for _ in questions))
    caption = say("Means from 1 to 5; fewer than three answers are not shown")
    return [Head(say("What partners say of their own part")), Grid(caption, columns, widths, rows)]


def _actions(content: EvaluationContent, say: Words) -> list[PaperPart]:
    rows = tuple(
        (
            f"{a.action} {a.label.in_language(say.language)}",
            ", ".join(f"{n} {words.activity_words(status, say)}" for status, n in a.activities) or "–",
            UNKNOWN[say.language] if a.spent_hours is None else number(float(a.spent_hours), say.language, 0),
            UNKNOWN[say.language] if a.spent_eur is None else number(float(a.spent_eur), say.language, 0),
            ", ".join(f"{n} {words.step_words(step, say)}" for step, n in a.results) or "–",
        )
        for a in content.actions
    )
    if not rows:
        return []
    columns = (say("Action"), say("Activities"), say("Hours spent"), say("Euros spent"), say("Results"))
    caption = say("What was done; an initiative with several actions stands at each of them")
    return [Head(say("The actions of the course")), Grid(caption, columns, (3, 2, 1, 1.2, 2), rows)]


def _initiatives(content: EvaluationContent, say: Words) -> list[PaperPart]:
    rows = tuple(
        (
            i.name,
            words.stage_words(i.stage_before, say),
            words.stage_words(i.stage, say),
            _lights(i.lights, say),
            f"{i.n_came_back} / {i.n_promised}" if i.n_promised else "–",
            str(i.n_lessons),
        )
        for i in content.initiatives
    )
    if not rows:
        return []
    columns = (
        say("Initiative"),
        say("Stage then"),
        say("Stage now"),
        say("Lights now"),
        say("Came back / promised"),
        say("Lessons"),
    )
    caption = say("Lights in this order: quality, time, money")
    return [Head(say("The initiatives")), Grid(caption, columns, (3, 1.4, 1.4, 2.4, 1.2, 0.8), rows)]


def _lights(lights: Sequence[str] | None, say: Words) -> str:
    return "–" if lights is None else ", ".join(words.light_words(light, say) for light in lights)


def _learnt(content: EvaluationContent, say: Words) -> list[PaperPart]:
    parts: list[PaperPart] = [Head(say("What was learnt"))]
    if content.lessons:
        told = (f"{x.text} ({x.initiative_name})" if x.initiative_name else x.text for x in content.lessons)
        parts.append(Points(tuple(told)))
    else:
        parts.append(Text(say("No lesson was written down in the year."), "quiet"))
    if content.recommendations:
        rows = tuple(
            (r.text, r.report, words.advice_words(r.status, say), r.what_was_done or "–")
            for r in content.recommendations[:MOST_RECOMMENDATIONS]
        )
        columns = (say("Recommendation"), say("Report"), say("Status"), say("What was done"))
        parts += [
            Head(say("Recommendations")),
            Grid(say("Of audits and advice"), columns, (3, 2, 1, 3), rows),
        ]
    doubted = [a for a in content.assumptions if a.flagged or a.status != "holds"]
    if doubted:
        parts.append(Head(say("Assumptions of the course")))
        parts.append(
            Points(
                tuple(_assumption(a.statement, a.status, a.status_reason, a.flagged, say) for a in doubted)
            )
        )
    if content.old_figures:
        parts += [Head(say("Old figures")), Points(tuple(_old(f, say) for f in content.old_figures))]
    return parts


def _assumption(statement: str, status: str, reason: str, flagged: bool, say: Words) -> str:
    told = f"{statement}: {words.assumption_words(status, say)}"
    told += f" ({reason})" if reason else ""
    return told + (" – " + say("a newer signal goes against it") if flagged else "")


def _old(figure: OldFigure, say: Words) -> str:
    return say.choose(
        "{name}: of {period}, {n} year old",
        "{name}: of {period}, {n} years old",
        figure.age_years,
        name=figure.label.in_language(say.language),
        period=figure.period,
    )
