# SPDX-License-Identifier: EUPL-1.2
"""Every unit's rank with the interval in which it falls in most runs."""

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


def draw_ranks(
    ranks: Floats,
    bounds: tuple[Floats, Floats],
    *,
    units: Sequence[str],
    coverage: float = 0.9,
    named: Sequence[str] = (),
    groups: Sequence[int] | None = None,
    look: Look = ENGLISH,
) -> Chart:
    """Draw each unit's rank as a dot on the interval of its ranks over many runs.

    Up to 60 units get a row each; more become a strip in which only the named ones have words.

    Parameters
    ----------
    ranks
        Rank as built, shape (n_units,); NaN is unranked and listed below the picture.
    bounds
        Lowest and highest rank, each of shape (n_units,); NaN where unknown.
    units, named
        Words for all units, and those to point out.
    coverage
        Share of the runs between the bounds, for the words.
    groups
        Number per unit, shape (n_units,); units that follow each other and share one are shaded together.
    look
        Language, width and title.

    Raises
    ------
    WrongShape, NotInPicture
        When the arrays do not fit, or a named unit is not there.
    """
    say = look.say
    rows, without = ranked_units(ranks, bounds, units=units, named=named, groups=groups)
    share = percent(coverage, look.language)
    how = say(
        "Each line runs from the best to the worst rank that a unit takes in {share} of the runs; the dot is "
        "its rank in the index as it is, 1 is the highest.",
        share=share,
    )
    if groups is not None:
        how += " " + say("Units on the same background share a group.")
    alt = say("Ranks of {n} units, with the interval of {share} of the runs.", n=len(rows), share=share)
    return finish_chart(
        "index-ranks",
        draw_strip(rows, without, look, as_sets=False),
        PictureWords(say("Ranks and how far the choices move them"), how,
                     f"{alt} {strip_words(rows, without, look)}"),
        strip_table(rows, without, look),
        look,
    )  # fmt: skip
