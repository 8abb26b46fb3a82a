# SPDX-License-Identifier: EUPL-1.2
"""The data of the pictures of evaluation, in the words of the reader."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from schakel.cycle.queries.criteria import YardstickState
from schakel.cycle.queries.evaluation_content import ElementsPart
from schakel.cycle.queries.yardsticks import Aim, wanted_on
from schakel.documents.cycle_papers import evaluation_words as words
from schakel.documents.cycle_pictures.progress import MovedLine, ProgressPicture, draw_progress
from schakel.documents.cycle_pictures.yardsticks import YardstickBar, YardstickBars, draw_yardsticks
from schakel.web.cycle.evaluation.around import Around
from schakel.web.cycle.evaluation.tables import element_name
from schakel.web.programme.showing import Picture

MOST_LINES = 12


def progress_picture(around: Around, part: ElementsPart) -> list[Picture]:
    """Return the picture of how far elements moved: the chosen ones, else all; none without two years."""
    if part.now is None or part.before is None:
        return []
    language = around.reading.language
    lines = [
        MovedLine(
            f"{element_name(around, element)}, {reading.area_label.in_language(language)}",
            reading.before,
            reading.now,
            reading.real,
            None if reading.revision is None or reading.method is None else reading.revision + reading.method,
            _says(around, reading.says, reading.because),
            reading.beyond_noise is True,
        )
        for element in (part.chosen or part.elements)
        for reading in element.moved.readings
        if reading.before.value is not None or reading.now.value is not None
    ]
    if not lines:
        return []
    told = [
        _("diagnosis of %(year)s") % {"year": part.before.year},
        _("diagnosis of %(year)s") % {"year": part.now.year},
    ]
    data = ProgressPicture(told[0], told[1], tuple(lines[:MOST_LINES]), max(len(lines) - MOST_LINES, 0))
    return [Picture("progress", data, draw_progress)]


def _says(around: Around, says: str, because: str) -> str:
    return f"{words.verdict_words(says, around.say)} ({words.reason_words(because, around.say)})"


def yardstick_picture(around: Around, yardsticks: Iterable[YardstickState]) -> list[Picture]:
    """Return the picture of the yardsticks that have a target; none where no one has."""
    bars = tuple(_bar(around, y) for y in yardsticks if y.target is not None)
    return [Picture("yardsticks", YardstickBars(bars), draw_yardsticks)] if bars else []


def _bar(around: Around, yardstick: YardstickState) -> YardstickBar:
    sign = -1 if yardstick.direction == "-" else 1
    aim = Aim(sign, yardstick.baseline, yardstick.baseline_on, yardstick.target, yardstick.due_on)
    shown = yardstick.shown
    wanted = wanted_on(aim, shown.on) if shown.on else None
    return YardstickBar(
        yardstick.title,
        words.unit_words(yardstick.unit, around.say),
        None if yardstick.baseline is None else float(yardstick.baseline),
        float(yardstick.target or 0),
        None if wanted is None else float(wanted),
        None if shown.value is None else float(shown.value),
        words.yardstick_words(yardstick.verdict, around.say),
        yardstick.is_agreed,
    )
