# SPDX-License-Identifier: EUPL-1.2
"""Confidence sets of ranks: which places the error in the data leaves possible."""

from collections.abc import Sequence

from schakel.composite.bad_input import Floats
from schakel.documents.charts.chart import Chart
from schakel.documents.charts.index_pictures.look import ENGLISH, Look, PictureWords, finish_chart
from schakel.documents.charts.index_pictures.rank_strips import (
    draw_strip,
    ranked_units,
    strip_table,
    strip_words,
)
from schakel.documents.formats import percent


def draw_rank_sets(
    ranks: Floats,
    bounds: tuple[Floats, Floats],
    *,
    units: Sequence[str],
    coverage: float = 0.95,
    named: Sequence[str] = (),
    groups: Sequence[int] | None = None,
    look: Look = ENGLISH,
) -> Chart:
    """Draw each unit's confidence set of ranks as a bar, with its rank as a dot.

    Parameters
    ----------
    ranks
        Shape (n_units,); NaN is unranked and listed below the picture.
    bounds
        Best and worst rank that cannot be excluded, each of shape (n_units,), as from ``infer_ranks``.
    units, named
        Words for all units, and those to point out.
    coverage
        Probability that all ranks lie in their sets together, for the words.
    groups
        Number per unit, as from ``group_by_leader``: units that are not told apart from the first of theirs.
    look
        Language, width and title.

    Raises
    ------
    WrongShape, NotInPicture
        When the arrays do not fit, or a named unit is not there.
    """
    say = look.say
    rows, without = ranked_units(ranks, bounds, units=units, named=named, groups=groups)
    how = say(
        "Each bar holds the ranks that the error in the data leaves possible; all ranks lie in their bars "
        "together with a probability of {share}. The dot is the rank as it is, 1 is the highest.",
        share=percent(coverage, look.language),
    )
    n_first = sum(row.low is not None and row.low <= 1 for row in rows)
    alt = say.choose(
        "Possible ranks of {total} units. {n} unit may be the first.",
        "Possible ranks of {total} units. {n} units may be the first.",
        n_first,
        total=len(rows),
    )
    if groups is not None:
        n_groups = len({row.group for row in rows})
        how += " " + say("Units on the same background cannot be told apart from the first of their group.")
        alt += " " + say.choose(
            "There is {n} group of units that cannot be told apart from their first.",
            "There are {n} groups of units that cannot be told apart from their first.",
            n_groups,
        )
    return finish_chart(
        "index-rank-sets",
        draw_strip(rows, without, look, as_sets=True),
        PictureWords(say("Which ranks the data leave possible"), how,
                     f"{alt} {strip_words(rows, without, look)}"),
        strip_table(rows, without, look),
        look,
    )  # fmt: skip
