# SPDX-License-Identifier: EUPL-1.2
"""What each part of the index adds to every unit's score, as stacked bars."""

from collections.abc import Mapping, Sequence

import numpy as np

from schakel.composite.bad_input import Floats
from schakel.documents.charts.chart import Chart
from schakel.documents.charts.index_pictures.look import ENGLISH, Look, PictureWords, finish_chart
from schakel.documents.charts.index_pictures.stacks import (
    Stacks,
    draw_stacks,
    stack_parts,
    stacks_table,
    told_units,
)
from schakel.documents.formats import plain_number


def draw_contributions(
    parts: Mapping[str, Floats], *, units: Sequence[str], named: Sequence[str] = (), look: Look = ENGLISH
) -> Chart:
    """Draw a bar per unit, cut into what each part adds to its score, from the highest score down.

    Of more than 40 units the two ends and those around the named ones are drawn; the table has all.

    Parameters
    ----------
    parts
        Name of a part (a child of the root) to what it adds, shape (n_units,), as from
        ``contributions_to_score``; NaN where it is unknown. Parts below zero go to the left.
    units, named
        Words for all units, and those to point out.
    look
        Language, width and title.

    Raises
    ------
    WrongShape, NotInPicture
        When a part does not fit, or a named unit is not there.
    """
    say = look.say
    stacks = stack_parts(parts, units=units, named=named)
    how = say(
        "The length of a bar is the score; each piece is what a part of the index adds to it. A dashed frame "
        "is a unit without a score."
    )
    return finish_chart(
        "index-contributions",
        draw_stacks(stacks, look, differences=False),
        PictureWords(say("What adds up to the score"), how, _alt(stacks, look)),
        stacks_table(stacks, say("Score"), look),
        look,
    )


def _alt(stacks: Stacks, look: Look) -> str:
    say, n = look.say, len(stacks.units)
    found = [say("Scores of {n} units in {k} parts, from high to low.", n=n, k=len(stacks.names))]
    for unit in told_units(stacks):
        pieces = ", ".join(
            f"{name} {plain_number(value, look.language)}"
            for name, value in zip(stacks.names, stacks.parts[unit], strict=True)
        )
        score = plain_number(stacks.totals[unit], look.language)
        found.append(f"{stacks.units[unit]} {score} ({pieces}).")
    without = int((~np.isfinite(stacks.totals)).sum())
    if without:
        found.append(say.choose("{n} unit has no score.", "{n} units have no score.", without))
    return " ".join(found)
