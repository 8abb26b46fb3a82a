# SPDX-License-Identifier: EUPL-1.2
"""The tables of progress: of elements, of actions of the course and of initiatives."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from schakel.cycle.models import SubjectKind
from schakel.cycle.queries.action_progress import ActionDone, OutputSum
from schakel.cycle.queries.element_progress import ElementReading
from schakel.cycle.queries.evaluation_content import ElementProgress
from schakel.cycle.queries.initiative_progress import InitiativeMoved
from schakel.cycle.queries.judgements import JudgementState
from schakel.diagnosis.dossier import Interval
from schakel.documents import formats
from schakel.documents.cycle_papers import evaluation_words as words
from schakel.documents.cycle_papers.evaluation_sentences import work_sentence
from schakel.documents.sentences.names import upper_first
from schakel.programme.queries.claims import STEPS
from schakel.web.cycle.evaluation.around import Around
from schakel.web.programme.words import money_words
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell

TONES = {"ahead": "good", "behind": "bad", "unknown": "unknown", "same": ""}
Judged = Mapping[tuple[str, str], JudgementState]


def element_name(around: Around, element: ElementProgress) -> str:
    """Return the name of an element, also of one that the diagnosis does not have."""
    code = element.moved.element
    label = element.moved.label.in_language(around.reading.language)
    return upper_first(around.element(code) if label == code else label)


def elements_table(around: Around, elements: Iterable[ElementProgress], judged: Judged) -> Table:
    """Return every element: what the figures say, how it was judged, and how it was worked on."""
    columns = (
        Column("element", _("Element")),
        Column("chosen", _("Chosen")),
        Column("figures", _("The figures say")),
        Column("judgement", _("Judgement")),
        Column("work", _("Worked on")),
        Column("decisions", _("Decisions")),
    )
    rows = []
    for element in elements:
        code, work = element.moved.element, element.work
        told = work_sentence(work.agreements, work.activities, around.say)
        rows.append(
            Row(
                (
                    text_cell(element_name(around, element), around.reading.url("element", code)),
                    text_cell(_("yes") if work.is_chosen else "–"),
                    figures_cell(around, element.moved.says, element.moved.because),
                    judgement_cell(around, judged.get((SubjectKind.ELEMENT, code))),
                    text_cell(told) if told else Cell("–", None),
                    text_cell(", ".join(work.decisions)) if work.decisions else Cell("–", None),
                ),
                "target" if work.is_chosen else "",
            )
        )
    return Table("elements", _("Each element: moved, judged, worked on"), columns, tuple(rows))


def figures_cell(around: Around, says: str, because: str) -> Cell:
    """Return what the figures say, with the reason below it."""
    text = words.verdict_words(says, around.say)
    return Cell(text, text, tone=TONES.get(says, ""), detail=words.reason_words(because, around.say))


def judgement_cell(around: Around, judgement: JudgementState | None) -> Cell:
    """Return a judgement with its reason; one against the figures says so."""
    if judgement is None:
        return Cell(_("not judged yet"), None, tone="unknown")
    text = words.verdict_words(judgement.verdict, around.say)
    if judgement.contradicts:
        text = _("%(verdict)s, against the figures") % {"verdict": text}
    tone = "bad" if judgement.contradicts else ""
    return Cell(text, text, tone=tone, detail=judgement.because)


def moved_table(around: Around, elements: Iterable[ElementProgress]) -> Table:
    """Return every element in every area: then, now, and the parts of the change."""
    columns = (
        Column("element", _("Element")),
        Column("area", _("Area")),
        Column("then", _("Score then"), True),
        Column("now", _("Score now"), True),
        Column("total", _("Total"), True),
        Column("real", _("Real change"), True),
        Column("revision", _("Revision"), True),
        Column("method", _("Method"), True),
        Column("rank_then", _("Place then"), True),
        Column("rank_now", _("Place now"), True),
        Column("figures", _("The figures say")),
    )
    rows = tuple(
        _moved_row(around, element, reading) for element in elements for reading in element.moved.readings
    )
    note = _("Scores and places with the bounds between which they lie in 90 per cent of the runs.")
    return Table("moved", _("Progress of each element in each area"), columns, rows, note=note)


def _moved_row(around: Around, element: ElementProgress, reading: ElementReading) -> Row:
    language = around.reading.language
    cells = (
        text_cell(element_name(around, element), around.reading.url("element", element.moved.element)),
        text_cell(
            f"{reading.area_label.in_language(language)} ({reading.comparison_label.in_language(language)})"
        ),
        _interval_cell(reading.before, language, 2),
        _interval_cell(reading.now, language, 2),
        *(
            _change_cell(value, language)
            for value in (reading.total, reading.real, reading.revision, reading.method)
        ),
        _interval_cell(reading.rank_before, language, 0),
        _interval_cell(reading.rank_now, language, 0),
        figures_cell(around, reading.says, reading.because),
    )
    return Row(cells, "target" if element.work.is_chosen else "")


def _interval_cell(value: Interval, language: str, decimals: int) -> Cell:
    tone = "" if value.value is not None else "unknown"
    return Cell(formats.interval(value, language, decimals), value.value, tone=tone)


def _change_cell(value: float | None, language: str) -> Cell:
    return Cell(formats.signed(value, language, 2), value, tone="" if value is not None else "unknown")


def actions_table(around: Around, actions: Iterable[ActionDone], judged: Judged) -> Table:
    """Return what was done for each action of the course, and how it was judged."""
    columns = (
        Column("action", _("Action")),
        Column("activities", _("Activities")),
        Column("hours", _("Hours spent"), True),
        Column("initiatives", _("Initiatives"), True),
        Column("granted", _("Granted"), True),
        Column("spent", _("Spent"), True),
        Column("outputs", _("Made or done")),
        *(Column(step, upper_first(words.step_words(step, around.say)), True) for step in STEPS),
        Column("judgement", _("Judgement")),
    )
    rows = tuple(_action_row(around, action, judged) for action in actions)
    note = _(
        "Money and results are those of the initiatives that name the action; an initiative with several "
        "actions stands at each of them, so this column does not add up. Each result stands at the furthest "
        "step that it came to."
    )
    return Table("actions", _("Each action of the course: what was done"), columns, rows, note=note)


def _action_row(around: Around, action: ActionDone, judged: Judged) -> Row:
    language = around.reading.language
    done = ", ".join(f"{n} {words.activity_words(status, around.say)}" for status, n in action.activities)
    name = f"{action.action} {action.label.in_language(language)}"
    shared = _("also at other actions") if action.is_shared else ""
    outputs = "; ".join(_output_words(around, output) for output in action.outputs)
    return Row(
        (
            text_cell(name),
            text_cell(done) if done else Cell("–", None),
            _number_cell(action.spent_hours, language),
            Cell(str(len(action.initiatives)), len(action.initiatives)),
            _euro_cell(around, action.granted_eur, shared),
            _euro_cell(around, action.spent_eur, shared),
            text_cell(outputs) if outputs else Cell("–", None),
            *(Cell(str(n), n) for n in (action.n_results(step) for step in STEPS)),
            judgement_cell(around, judged.get((SubjectKind.ACTION, action.action))),
        )
    )


def _output_words(around: Around, output: OutputSum) -> str:
    if output.amount is None:
        return f"{output.n} {output.unit}".strip()
    return f"{formats.plain_number(float(output.amount), around.reading.language)} {output.unit}".strip()


def _number_cell(value: Decimal | None, language: str) -> Cell:
    if value is None:
        return Cell(formats.UNKNOWN[language], None, tone="unknown")
    return Cell(formats.number(float(value), language, 0), float(value))


def _euro_cell(around: Around, value: Decimal | None, detail: str) -> Cell:
    if value is None:
        return Cell(formats.UNKNOWN[around.reading.language], None, tone="unknown")
    return Cell(money_words(value, around.reading.language), float(value), detail=detail)


def initiatives_table(around: Around, initiatives: Iterable[InitiativeMoved], judged: Judged) -> Table:
    """Return each initiative then and now, and how it was judged."""
    columns = (
        Column("initiative", _("Initiative")),
        Column("stage_then", _("Stage then")),
        Column("stage", _("Stage now")),
        Column("lights_then", _("Lights then"), hint=_("quality, time, money")),
        Column("lights", _("Lights now"), hint=_("quality, time, money")),
        Column("promised", _("Promised"), True),
        Column("came_back", _("Came back"), True),
        Column("verified", _("Verified"), True),
        Column("lessons", _("Lessons"), True),
        Column("decisions", _("Decisions")),
        Column("judgement", _("Judgement")),
    )
    rows = tuple(_initiative_row(around, initiative, judged) for initiative in initiatives)
    return Table("initiatives", _("Each initiative, then and now"), columns, rows)


def _initiative_row(around: Around, row: InitiativeMoved, judged: Judged) -> Row:
    say = around.say
    mark = _("invented") if row.invented else ""
    return Row(
        (
            Cell(row.name, row.name, around.reading.url("initiative", row.code), detail=mark),
            text_cell(words.stage_words(row.stage_before, say)),
            text_cell(words.stage_words(row.stage, say)),
            _lights_cell(around, row.lights_before),
            _lights_cell(around, row.lights),
            *(Cell(str(n), n) for n in (row.n_promised, row.n_came_back, row.n_verified, row.n_lessons)),
            text_cell(", ".join(row.decisions)) if row.decisions else Cell("–", None),
            judgement_cell(around, judged.get((SubjectKind.INITIATIVE, row.code))),
        )
    )


def _lights_cell(around: Around, lights: tuple[str, str, str] | None) -> Cell:
    if lights is None:
        return Cell(_("no update"), None, tone="unknown")
    return text_cell(", ".join(words.light_words(light, around.say) for light in lights))
