# SPDX-License-Identifier: EUPL-1.2
"""Why scores moved: the parts of each unit's change, to both sides of zero."""

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


def draw_change(
    parts: Mapping[str, Floats], *, units: Sequence[str], named: Sequence[str] = (), look: Look = ENGLISH
) -> Chart:
    """Draw a row per unit with the parts of its change of score, from the largest rise to the largest fall.

    Of more than 40 units the two ends and those around the named ones are drawn; the table has all.

    Parameters
    ----------
    parts
        Name of a part (figures, revision, weights, method) to its share in the change, shape (n_units,), as
        from ``split_change``; NaN where it is unknown.
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
        "Pieces to the right raise the score, pieces to the left lower it; the diamond is what is left of "
        "both. A dashed frame is a unit whose change is not known."
    )
    return finish_chart(
        "index-change",
        draw_stacks(stacks, look, differences=True),
        PictureWords(say("Why the scores moved"), how, _alt(stacks, look)),
        stacks_table(stacks, say("Change"), look),
        look,
    )


def _alt(stacks: Stacks, look: Look) -> str:
    say = look.say
    up, down = (int((sign * stacks.totals > 0).sum()) for sign in (1, -1))
    found = [
        say("Change of score of {n} units: {up} rose, {down} fell.", n=len(stacks.units), up=up, down=down)
    ]
    sizes = np.nanmean(np.abs(stacks.parts), axis=0) if np.isfinite(stacks.parts).any(axis=0).all() else None
    if sizes is not None:
        most = int(np.argmax(sizes))
        size = plain_number(float(sizes[most]), look.language)
        found.append(
            say("On average “{part}” moved a score most, by {size}.", part=stacks.names[most], size=size)
        )
    for unit in told_units(stacks):
        pieces = ", ".join(
            f"{name} {plain_number(value, look.language)}"
            for name, value in zip(stacks.names, stacks.parts[unit], strict=True)
        )
        change = plain_number(stacks.totals[unit], look.language)
        found.append(f"{stacks.units[unit]} {change} ({pieces}).")
    return " ".join(found)
