# SPDX-License-Identifier: EUPL-1.2
"""The diagnosis: every calculating room once, put together into a dossier with its tables."""

from dataclasses import dataclass, replace

import polars as pl

from schakel.dataroom.checks import Finding
from schakel.diagnosis.cannot_say import comparison_limits, picture_limits, point_limits, statement_limits
from schakel.diagnosis.changing import Retellings, changes_since
from schakel.diagnosis.code_version import code_version
from schakel.diagnosis.contradictions import findings_up_to
from schakel.diagnosis.coverage_part import (
    changes_table,
    contradiction_of,
    contradictions_table,
    coverage_cells,
    coverage_holes,
)
from schakel.diagnosis.dossier import Area, Change, Dossier, Note, Provenance
from schakel.diagnosis.figures_used import figures_known, shares_of_status, snapshots_used
from schakel.diagnosis.inputs import Inputs, printed_figures
from schakel.diagnosis.key_points import choose_points, element_candidates, picture_candidates
from schakel.diagnosis.picture_part import (
    dossier_item,
    dossier_peers,
    picture_series_table,
    printed_checks_table,
)
from schakel.diagnosis.placing import PlacedEcosystem, Run, place_ecosystem
from schakel.diagnosis.steps import STEPS, Report, silent
from schakel.diagnosis.storage import Diagnosis, StoredMeasurement
from schakel.economy.areas import PictureArea, PictureAreas
from schakel.economy.choosing import peers_by_rule
from schakel.economy.figure_source import FigureSource, picture_areas
from schakel.economy.peers import PeerChoice
from schakel.economy.picture import ItemPicture, make_item
from schakel.economy.printed_checks import CheckResult, check_item
from schakel.koers.coverage import cover


@dataclass(frozen=True, slots=True)
class EconomicPicture:
    """The picture of a year: areas, peers, items and the verdicts on what the course prints."""

    areas: PictureAreas
    peers: tuple[PeerChoice, ...]
    items: tuple[ItemPicture, ...]
    checks: tuple[tuple[CheckResult, ...], ...]


def diagnose(
    inputs: Inputs,
    *,
    year: int,
    seed: int = 2022,
    n_runs: int = 1000,
    previous: StoredMeasurement | None = None,
    report: Report = silent,
) -> Diagnosis:
    """Make the diagnosis of one year.

    The result depends on the arguments only: the same inputs, year, seed and number of runs
    give the same dossier and tables, byte for byte once stored.

    Parameters
    ----------
    inputs : Inputs
        Course, framework, figures, regions and rules (see :func:`schakel.diagnosis.inputs.load_inputs`).
    year : int
        Figures of later periods are not used.
    seed : int
        Seed of every draw.
    n_runs : int
        Number of uncertainty runs.
    previous : StoredMeasurement, optional
        The measurement of the year before, for what moved.
    report : callable
        Called as ``report(done, total, label)`` at each step.
    """
    figures = figures_known(inputs.observations, year, inputs.wanted)
    made = _tell(inputs, figures, Run(year, seed, n_runs), report)
    if previous is None:
        note = Note("first_year", {})
        dossier = replace(made.dossier, cannot_say=(*made.dossier.cannot_say, note))
        return Diagnosis(dossier, {**made.tables, "changes": changes_table(())})
    report(5, len(STEPS), STEPS[5])
    changes = _changes(inputs, made.dossier, previous, seed)
    provenance = replace(made.dossier.provenance, previous_measurement_id=previous.id)
    limits = (*made.dossier.cannot_say, *_limits_of_previous(made.dossier, previous.dossier))
    dossier = replace(made.dossier, changes=changes, provenance=provenance, cannot_say=limits)
    return Diagnosis(dossier, {**made.tables, "changes": changes_table(changes)})


def _changes(inputs: Inputs, now: Dossier, previous: StoredMeasurement, seed: int) -> tuple[Change, ...]:
    """Tell the previous year again with today's method and figures where these differ."""
    stated, then = previous.dossier, previous.table("observations")
    today = figures_known(inputs.observations, stated.year, inputs.wanted)
    same_figures = _numbers(then).equals(_numbers(today))
    same_method = (
        stated.provenance.code_version == now.provenance.code_version
        and stated.provenance.framework_sha256 == now.provenance.framework_sha256
    )

    def retell(figures: pl.DataFrame) -> Dossier:
        return _tell(
            inputs, figures, Run(stated.year, seed, now.provenance.n_runs, is_retold=True), silent
        ).dossier

    remade = stated if same_method else retell(then)
    revised = remade if same_figures else retell(today)
    noise = {item.code: item.noise for item in inputs.picture.items}
    return changes_since(now, Retellings(stated, remade, revised), noise)


def _limits_of_previous(now: Dossier, previous: Dossier) -> tuple[Note, ...]:
    """Say when the previous year rests on today's files: then no revision can show."""
    files_now = {s.snapshot_id for s in now.provenance.snapshots}
    files_then = {s.snapshot_id for s in previous.provenance.snapshots}
    if not files_then <= files_now:
        return ()
    return (Note("previous_made_afterwards", {"previous_year": previous.year}),)


def _numbers(figures: pl.DataFrame) -> pl.DataFrame:
    return figures.select("measure", "region_code", "period", "value", "lower", "upper", "status").sort(
        "measure", "region_code", "period"
    )


def _tell(inputs: Inputs, figures: pl.DataFrame, run: Run, report: Report) -> Diagnosis:
    """Make the dossier of a year from given figures, without what moved."""
    report(1, len(STEPS), STEPS[1])
    picture = picture_of(inputs, figures, run.year)
    report(2, len(STEPS), STEPS[2])
    placed = place_ecosystem(inputs, figures, tuple(p.code for p in picture.peers), run)
    report(3, len(STEPS), STEPS[3])
    findings = () if run.is_retold else findings_up_to(inputs, run.year)
    report(4, len(STEPS), STEPS[4])
    return _written(inputs, figures, picture, placed, findings, run)


def picture_of(inputs: Inputs, figures: pl.DataFrame, year: int) -> EconomicPicture:
    """Make the economic picture of a year from given figures."""
    source = FigureSource(figures, inputs.measures, inputs.regions)
    areas = areas_of(inputs, figures, year)
    peers = peers_by_rule(inputs.picture.peers, source, areas) if inputs.picture.peers else ()
    items = tuple(make_item(i, source, areas, [p.code for p in peers]) for i in inputs.picture.items)
    printed = printed_figures(inputs.printed)
    checks = tuple(check_item(item, printed, source, areas) for item in items)
    return EconomicPicture(areas, peers, items, checks)


def areas_of(inputs: Inputs, figures: pl.DataFrame, year: int) -> PictureAreas:
    """Return the areas of the picture: the region's default boundary, its larger areas and its country."""
    region, regions = inputs.course.region, inputs.regions
    members = tuple(m.code for m in region.members_of())

    def parts_in(period: int) -> tuple[str, ...]:
        return tuple(dict.fromkeys(p for m in members for p in regions.predecessors(m, period) or (m,)))

    own = PictureArea(region.code, region.label, "region", (), parts_in)
    people = figures.filter(
        (pl.col("measure") == (inputs.picture.inhabitants or "")) & pl.col("value").is_not_null()
    ).sort("period")
    population = dict(people.select("region_code", "value").iter_rows())
    return picture_areas(own, regions, population, regions.country(members[0]), year)


def _written(
    inputs: Inputs,
    figures: pl.DataFrame,
    picture: EconomicPicture,
    placed: PlacedEcosystem,
    findings: tuple[Finding, ...],
    run: Run,
) -> Diagnosis:
    """Write everything that was found into the dossier and its tables."""
    items = tuple(dossier_item(i, c) for i, c in zip(picture.items, picture.checks, strict=True))
    elements = [c for x in placed.comparisons for c in element_candidates(x, placed.scores_of(x.code))]
    strong, attention = choose_points([*elements, *picture_candidates(picture.items, run.year)])
    coverage = cover(inputs.course, inputs.framework.element_codes)
    dossier = Dossier(
        course_id=inputs.course.id,
        course_label=inputs.course.label,
        region=Area(picture.areas.region.code, picture.areas.region.label, "region"),
        members=tuple(
            Area(m.code, inputs.regions.label(m.code), "municipality")
            for m in inputs.course.region.members_of()
        ),
        year=run.year,
        comparisons=placed.comparisons,
        weakest=placed.weakest,
        picture=items,
        peers=dossier_peers(picture.peers, picture.areas.corops),
        strong_points=strong,
        attention_points=attention,
        changes=(),
        cannot_say=(
            *comparison_limits(placed.comparisons),
            *picture_limits(items, run.year),
            *statement_limits(items),
            *point_limits(strong, attention),
        ),
        contradictions=tuple(contradiction_of(f) for f in findings),
        coverage=coverage_cells(coverage),
        coverage_holes=coverage_holes(coverage),
        provenance=_provenance(inputs, figures, placed, run),
        units={**inputs.picture.units, **{i.unit.en: i.unit for i in inputs.framework.indicators}},
    )
    tables = {
        **placed.tables,
        "picture_series": picture_series_table(picture.items),
        "printed_checks": printed_checks_table(items),
        "contradictions": contradictions_table(findings),
        "observations": figures,
    }
    return Diagnosis(dossier, tables)


def _provenance(inputs: Inputs, figures: pl.DataFrame, placed: PlacedEcosystem, run: Run) -> Provenance:
    _, suppressed = shares_of_status(figures)
    return Provenance(
        code_version=code_version(),
        course_version=inputs.course.version,
        framework_sha256=inputs.method_sha256,
        seed=run.seed,
        n_runs=run.n_runs,
        choices=placed.choices,
        snapshots=snapshots_used(figures, inputs.tables, inputs.file_hashes, run.year),
        imputed_share=placed.missing_share,
        national_value_share=placed.national_share,
        suppressed_share=suppressed,
        previous_measurement_id=None,
    )
