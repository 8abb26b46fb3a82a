# SPDX-License-Identifier: EUPL-1.2
"""Error in the data: draw the numbers again within their error, and carry every draw through all steps.

This is kept apart from choices of method (:mod:`varying.variation`): the one says how far the
figures may be off, the other what an equally reasonable analyst would have got.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from schakel.composite.bad_input import N_, BadInput, Floats, Reason, WrongShape, filled
from schakel.composite.building.build import Build, build_index
from schakel.composite.imputing.draws import TooFewDraws
from schakel.composite.ranking.rank import rank_scores
from schakel.composite.ranking.rank_inference import RankSets, infer_ranks
from schakel.composite.structure.indicator_data import IndicatorData, Period, place_of_period, with_values
from schakel.composite.structure.tree import Tree
from schakel.composite.varying.combinations import place_units

CELLS_AT_ONCE = 2_000_000
ErrorKind = Literal["absolute", "relative", "count", "share", "revision"]


@dataclass(frozen=True, slots=True, eq=False)
class ErrorModel:
    """How far the values of an indicator may be off.

    Attributes
    ----------
    kind
        "absolute": normal with standard deviation ``size`` in the indicator's unit; "relative":
        lognormal with ``size`` as a share of the value; "count": the value is a number of cases
        (Poisson); "share": the value times ``cases`` over ``per`` is a number of cases out of
        ``cases`` (binomial); "revision": relative revisions are drawn from those seen before. No cases,
        or nothing but cases, is no certainty: the rate behind it is first drawn from Jeffreys' posterior.
    size
        One number, or one per period and unit, shape (n_periods, n_units).
    cases
        Number of cases behind a share, shape (n_periods, n_units).
    per
        What a share is expressed in: 1 for fractions, 100 for per cent.
    revisions
        Relative revisions of the past: (later - first) / first.
    lowest, highest
        Bounds of the indicator; a draw beyond one is set to it.
    """

    kind: ErrorKind
    size: float | Floats = 0.0
    cases: Floats | None = None
    per: float = 1.0
    revisions: tuple[float, ...] = ()
    lowest: float = -np.inf
    highest: float = np.inf


@dataclass(frozen=True, slots=True, eq=False)
class ErrorSpread:
    """Scores under draws of the data.

    Attributes
    ----------
    scores, ranks
        Shape (n_draws, n_periods, n_units).
    nominal_scores
        As built, shape (n_periods, n_units).
    units, periods
        Codes along the last axes.
    without_error
        Indicators for which no error is stated: taken as exact, so intervals are too narrow by them.
    """

    scores: Floats
    ranks: Floats
    nominal_scores: Floats
    units: tuple[str, ...]
    periods: tuple[Period, ...]
    without_error: tuple[str, ...]

    def standard_errors(self) -> Floats:
        """Return the standard deviation of each score over the draws, shape (n_periods, n_units).

        Over the draws in which the unit has a score; NaN where these are fewer than two.
        """
        known = np.isfinite(self.scores)
        counts = known.sum(axis=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = filled(self.scores, known).sum(axis=0) / counts
            squares = np.square(filled(self.scores - mean, known)).sum(axis=0)
            return np.where(counts > 1, np.sqrt(squares / (counts - 1)), np.nan)

    def rank_sets(self, *, period: Period | None = None, coverage: float = 0.9) -> RankSets:
        """Return simultaneous confidence sets of the ranks in a period, the last unless one is named.

        Raises
        ------
        UnknownEstimate
            When a unit has no score in some draw; leave it out first.
        UnknownPeriod
            When there is no such period.
        """
        row = place_of_period(self.periods, period)
        errors = self.scores[:, row] - self.scores[:, row].mean(axis=0)
        return infer_ranks(self.nominal_scores[row], errors, coverage=coverage, units=self.units)


class NothingToDraw(BadInput):
    """Draws of data of which nothing is said to have error."""

    template = N_("No indicator has an error, so nothing can be drawn.")
    cure = N_("State a standard error or a relative error for at least one indicator.")


class WrongErrorModel(BadInput):
    """An error model that does not fit the values."""

    template = N_("The error of indicator '{indicator}' cannot be drawn: {reason}.")
    cure = N_("Correct the error model of this indicator.")


def models_of_tree(tree: Tree) -> dict[str, ErrorModel]:
    """Return an error model for every indicator whose standard or relative error the tree states."""
    found = {}
    for indicator in tree.indicators:
        if indicator.standard_error is not None:
            found[indicator.code] = ErrorModel(kind="absolute", size=indicator.standard_error)
        elif indicator.relative_error is not None:
            found[indicator.code] = ErrorModel(kind="relative", size=indicator.relative_error)
    return found


def draw_values(
    data: IndicatorData, models: Mapping[str, ErrorModel], *, n_draws: int, rng: np.random.Generator
) -> IndicatorData:
    """Return the data with draws in front, shape (n_draws, n_periods, n_units, k).

    Unknown values stay unknown; indicators without a model are the same in every draw.

    Raises
    ------
    UnknownColumn, WrongErrorModel
        When a model belongs to no column, or cannot produce these values.
    """
    if n_draws < 1:
        raise TooFewDraws(n_draws=n_draws, least=1)
    drawn = np.repeat(data.values[None], n_draws, axis=0)
    for code, model in models.items():
        place = data.position(code)
        found = _draw(data.values[..., place], model, n_draws, rng, code)
        drawn[..., place] = np.clip(found, model.lowest, model.highest)
    return with_values(data, drawn)


def carry_error(
    build: Build,
    *,
    n_draws: int,
    rng: np.random.Generator,
    models: Mapping[str, ErrorModel] | None = None,
    code: str | None = None,
) -> ErrorSpread:
    """Draw the raw indicators again and build the whole index for each draw.

    Error models come from the tree unless given. Every unit that came in is drawn and goes through every
    step, screening too; the scores are those of the units of the index, NaN in a draw that screens one
    out. Draws are made in blocks, so that memory stays in proportion to the data.

    Raises
    ------
    NothingToDraw
        When no indicator has an error.
    WrongShape, TooFewDraws
        When the index holds draws already, or none are asked for.
    BadInput
        When a draw cannot be built.
    """
    raw = build.raw
    if raw.values.ndim != 3:
        raise WrongShape(name="values", found=raw.values.shape, expected="(n_periods, n_units, k)")
    chosen = models_of_tree(build.tree) if models is None else dict(models)
    if not chosen:
        raise NothingToDraw()
    drawn = (
        build_index(draw_values(raw, chosen, n_draws=n, rng=rng), build.tree, build.steps)
        for n in block_sizes(n_draws, raw.values.size)
    )
    without = tuple(indicator for indicator in build.tree.indicator_codes if indicator not in chosen)
    return spread_over_draws(build, drawn, without_error=without, code=code)


def spread_over_draws(
    build: Build, drawn: Iterable[Build], *, without_error: tuple[str, ...], code: str | None = None
) -> ErrorSpread:
    """Gather the scores of builds of drawn data for the units of an index."""
    scores = np.concatenate([place_units(each.scores(code), each.units, build.units) for each in drawn])
    return ErrorSpread(
        scores=scores,
        ranks=rank_scores(scores),
        nominal_scores=build.scores(code),
        units=build.units,
        periods=build.final.periods,
        without_error=without_error,
    )


def block_sizes(n_draws: int, n_cells: int) -> Iterator[int]:
    """Return how many draws to make at a time, so that a block holds about ``CELLS_AT_ONCE`` cells."""
    at_once = max(1, CELLS_AT_ONCE // max(n_cells, 1))
    for start in range(0, n_draws, at_once):
        yield min(at_once, n_draws - start)


def _draw(values: Floats, model: ErrorModel, n_draws: int, rng: np.random.Generator, code: str) -> Floats:
    shape = (n_draws, *values.shape)
    size = np.broadcast_to(np.asarray(model.size, dtype=np.float64), values.shape)
    _refuse(code, bool((np.isfinite(values) & ~(size >= 0)).any()), N_("its size is negative or unknown"))
    unknown = Reason(N_("there is no kind of error '{kind}'"), {"kind": model.kind})
    _refuse(code, model.kind not in get_args(ErrorKind), unknown)
    match model.kind:
        case "absolute":
            return np.asarray(values + rng.standard_normal(shape) * model.size)
        case "relative":
            spread = np.sqrt(np.log1p(np.square(model.size)))
            return np.asarray(values * np.exp(spread * rng.standard_normal(shape) - np.square(spread) / 2))
        case "count":
            _refuse(code, bool((values < 0).any()), N_("a number of cases is negative"))
            rates = np.broadcast_to(np.where(np.isfinite(values), values, 1.0), shape)
            counts = rng.poisson(np.where(rates > 0, rates, rng.gamma(0.5, size=shape)))
            return np.where(np.isfinite(values), counts, np.nan)
        case "share":
            return _draw_share(values, model, shape, rng, code)
        case "revision":
            _refuse(code, not model.revisions, N_("there are no revisions to draw from"))
            return np.asarray(values * (1 + rng.choice(np.array(model.revisions), size=shape)))


def _draw_share(
    values: Floats, model: ErrorModel, shape: tuple[int, ...], rng: np.random.Generator, code: str
) -> Floats:
    _refuse(code, model.cases is None, N_("the number of cases is not given"))
    cases = np.broadcast_to(np.asarray(model.cases, dtype=np.float64), values.shape)
    share = values / model.per
    told = Reason(N_("a share is not between 0 and {high}"), {"high": f"{model.per:g}"})
    _refuse(code, bool(((share < 0) | (share > 1)).any()), told)
    known = np.isfinite(share) & np.isfinite(cases) & (np.rint(cases) > 0)
    _refuse(code, bool((np.isfinite(share) & ~known).any()), N_("a unit has no number of cases"))
    whole = np.broadcast_to(np.where(known, np.rint(cases), 1).astype(np.int64), shape)
    at_zero = rng.beta(0.5, whole + 0.5)
    chance = np.broadcast_to(np.where(known, share, 0.5), shape)
    chance = np.where(chance == 0, at_zero, np.where(chance == 1, 1 - at_zero, chance))
    counts = rng.binomial(whole, chance)
    return np.where(known, counts / np.where(known, np.rint(cases), 1.0) * model.per, np.nan)


def _refuse(code: str, wrong: bool, reason: str | Reason) -> None:
    if wrong:
        raise WrongErrorModel(indicator=code, reason=reason)
