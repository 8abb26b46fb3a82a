# SPDX-License-Identifier: EUPL-1.2
"""A complete, invented dossier with its tables: every state that pages and documents must show.

Nothing in it is about a real place: the region is "Voorbeeldland (verzonnen)", its peers are
"Streek 01" and so on. ``made_up_measurement()`` gives an object with the members of a stored
measurement (``id``, ``folder``, ``dossier``, ``table(name)``), so that pages can be built
without computing anything. The scores and intervals come from seeded draws and agree with
each other; the economic picture is in :mod:`made_up_picture`.
"""

from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
from tests.made_up_picture import REGION, UNITS, make_changes, make_picture, picture_series_table

from schakel.diagnosis import dossier as d
from schakel.koers.label import Label

YEAR = 2024
N_RUNS = 200
LONG_NAME = "Zuidelijk Hoog-Voorbeeldland en Omliggende Waterschapsgebieden aan de Verzonnen Rivier"
ELEMENTS = {
    "formal_institutions": Label("Formele instituties", "Formal institutions"),
    "culture": Label("Cultuur", "Culture"),
    "networks": Label("Netwerken", "Networks"),
    "physical_infrastructure": Label("Fysieke infrastructuur", "Physical infrastructure"),
    "finance": Label("Financiering", "Finance"),
    "leadership": Label("Leiderschap", "Leadership"),
    "talent": Label("Talent", "Talent"),
    "knowledge": Label("Kennis", "Knowledge"),
    "intermediate_services": Label("Ondersteunende diensten", "Intermediate services"),
    "demand": Label("Vraag", "Demand"),
}
EUROPEAN_TARGETS = (
    d.Area("XA01", Label("Noordstreek", "North District"), "nuts2"),
    d.Area("XA02", Label(LONG_NAME, LONG_NAME), "nuts2"),
)
DUTCH_TARGETS = (
    d.Area("XC01", Label("Streek 01", "Streek 01"), "corop"),
    d.Area("XC02", Label("Streek 02", "Streek 02"), "corop"),
    REGION,
)
MEMBERS = tuple(
    d.Area(f"XM0{n}", Label(name, name), "municipality")
    for n, name in enumerate(["Aaderdam", "Beekveen", "Ceedijk", "'s-Voorbeeldhage-Buiten"], start=1)
)


@dataclass(frozen=True)
class World:
    """Regions of one comparison with scores per run: ``draws[run, region, element]``."""

    code: str
    targets: tuple[d.Area, ...]
    codes: list[str]
    names: list[str]
    measured: tuple[str, ...]
    data_draws: np.ndarray
    method_draws: np.ndarray

    @property
    def both(self) -> np.ndarray:
        return self.data_draws * self.method_draws

    @property
    def scores(self) -> np.ndarray:
        return np.median(self.data_draws, axis=0)


def make_world(
    code: str,
    targets: tuple[d.Area, ...],
    n_regions: int,
    not_measured: tuple[str, ...],
    weak: dict[str, float],
) -> World:
    rng = np.random.default_rng(7 if code == "european" else 11)
    measured = tuple(e for e in ELEMENTS if e not in not_measured)
    truth = np.exp(rng.normal(0, 0.28, (n_regions, len(measured))))
    for element, score in weak.items():
        truth[: len(targets), measured.index(element)] = score * np.linspace(1, 1.15, len(targets))
    truth /= truth.mean(axis=0)
    noise = 0.05 + 0.10 * rng.random(len(measured))
    data = truth * np.exp(rng.normal(0, 1, (N_RUNS, n_regions, len(measured))) * noise)
    method = np.exp(np.log(truth) * rng.normal(0, 0.25, (N_RUNS, 1, len(measured))))
    prefix = "XA" if code == "european" else "XC"
    names = [f"{'Gewest' if code == 'european' else 'Streek'} {i:02d}" for i in range(1, n_regions + 1)]
    codes = [f"{prefix}{i:02d}" for i in range(1, n_regions + 1)]
    for i, area in enumerate(targets):
        codes[i], names[i] = area.code, area.label.nl
    names[-1] = f"Région de {LONG_NAME}"
    return World(code, targets, codes, names, measured, data, method)


EUROPEAN = make_world(
    "european", EUROPEAN_TARGETS, 120, ("leadership",), {"finance": 0.55, "networks": 0.58, "knowledge": 0.64}
)
DUTCH = make_world(
    "dutch",
    DUTCH_TARGETS,
    41,
    ("formal_institutions", "networks", "finance", "leadership"),
    {"knowledge": 0.35},
)
WORLDS = (EUROPEAN, DUTCH)


def quantiles(draws: np.ndarray, value: float | None = None) -> d.Interval:
    low, middle, high = (float(q) for q in np.quantile(draws, [0.05, 0.5, 0.95]))
    return d.Interval(middle if value is None else value, low, high)


def ranks_of(draws: np.ndarray) -> np.ndarray:
    """Rank of each region in each run (1 is the highest value); regions on axis 1."""
    return (-draws).argsort(axis=1).argsort(axis=1) + 1


def rank_interval(draws: np.ndarray, region: int) -> d.Interval:
    ranks = ranks_of(draws)[:, region]
    low, high = np.quantile(ranks, [0.05, 0.95], method="nearest")
    return d.Interval(float(np.median(ranks)), float(low), float(high))


def weakest_shares(draws: np.ndarray, region: int) -> np.ndarray:
    """Share of runs in which each element is among the weakest one, two, three: (3, elements)."""
    order = draws[:, region, :].argsort(axis=1).argsort(axis=1)
    return np.stack([(order <= k).mean(axis=0) for k in range(3)])


def element_results(world: World) -> tuple[d.ElementResult, ...]:
    found = []
    for region, area in enumerate(world.targets):
        both, data, method = (
            weakest_shares(draws, region)
            for draws in (world.both, world.data_draws, world.data_draws[:1] * world.method_draws)
        )
        for element, label in ELEMENTS.items():
            common = {
                "element": element,
                "label": label,
                "area_code": area.code,
                "n_regions": len(world.codes),
                "n_indicators_declared": 3,
            }
            if element not in world.measured:
                unknown = d.Interval(None)
                would = Label(
                    f"Een jaarlijkse enquête onder bedrijven over {label.nl.lower()}",
                    f"A yearly survey of firms on {label.en.lower()}",
                )
                found.append(
                    d.ElementResult(
                        measured=False,
                        score=unknown,
                        rank=unknown,
                        peer_median=None,
                        probability_weakest=(),
                        probability_weakest_data=(),
                        probability_weakest_method=(),
                        n_indicators_used=0,
                        oldest_period=None,
                        newest_period=None,
                        would_measure=would,
                        **common,
                    )
                )
                continue
            k = world.measured.index(element)
            found.append(
                d.ElementResult(
                    measured=True,
                    score=quantiles(world.both[:, region, k], float(world.scores[region, k])),
                    rank=rank_interval(world.both[:, :, k], region),
                    peer_median=float(np.median(world.scores[:, k])),
                    probability_weakest=tuple(map(float, both[:, k])),
                    probability_weakest_data=tuple(map(float, data[:, k])),
                    probability_weakest_method=tuple(map(float, method[:, k])),
                    n_indicators_used=1 + k % 3,
                    oldest_period=2016 + k % 4,
                    newest_period=2021 + k % 3,
                    would_measure=None,
                    **common,
                )
            )
    return tuple(found)


def rank_results(world: World) -> tuple[d.RankResult, ...]:
    index, data, method = (
        world.both.mean(axis=2),
        world.data_draws.mean(axis=2),
        (world.scores * world.method_draws).mean(axis=2),
    )
    final = (-world.scores.mean(axis=1)).argsort().argsort() + 1
    return tuple(
        d.RankResult(
            area_code=area.code,
            n_regions=len(world.codes),
            index=quantiles(index[:, i], float(world.scores[i].mean())),
            rank=int(final[i]),
            rank_data=rank_interval(data, i),
            rank_method=rank_interval(method, i),
            rank_both=rank_interval(index, i),
            n_indistinguishable=31 if i == 0 else 4,
            group=2 if i == 0 else 3,
            n_groups=4,
            elements_measured=len(world.measured),
            elements_declared=10,
        )
        for i, area in enumerate(world.targets)
    )


def indicator_results(world: World) -> tuple[d.IndicatorResult, ...]:
    found = []
    for i, area in enumerate(world.targets):
        for k, (element, label) in enumerate(ELEMENTS.items()):
            used = element in world.measured
            reason = None if used else ("national_value", "missing", "not_at_this_level")[k % 3]
            found.append(
                d.IndicatorResult(
                    code=f"{element}_{world.code}",
                    label=Label(
                        f"Voorbeeldcijfer voor {label.nl.lower()}", f"Example figure for {label.en.lower()}"
                    ),
                    element=element,
                    area_code=area.code,
                    value=None if reason == "missing" else 12.5 + k + i,
                    unit="%",
                    direction="-" if k == 4 else "+",
                    period=None if reason == "missing" else 2016 + k % 8,
                    percentile=round(0.1 + 0.08 * k, 2) if used else None,
                    measured_at_level="country"
                    if reason == "national_value"
                    else ("nuts2" if world.code == "european" else "corop"),
                    n_regions=len(world.codes),
                    used=used,
                    reason=reason,
                    error_basis="afronding van de uitgever",
                    source_table="XBS 10001",
                    figure=d.FigureKey(
                        f"xbs_{element}", area.code, 2016 + k % 8, "XBS 10001", "00aa11bb22cc33dd"
                    )
                    if used
                    else None,
                    effective_weight=1 / len(world.measured) if used else None,
                )
            )
    return tuple(found)


def comparison(world: World) -> d.Comparison:
    european = world.code == "european"
    flips = (
        d.Flip(
            "aggregation",
            "geometric",
            Label(
                "Elementen vermenigvuldigen in plaats van optellen",
                "Multiply the elements instead of adding them",
            ),
            world.targets[0].code,
            "networks",
            71,
            False,
        ),
        d.Flip(
            "scaling",
            "minmax",
            Label(
                "Schalen tussen laagste en hoogste waarde", "Scale between the lowest and the highest value"
            ),
            world.targets[0].code,
            "knowledge",
            88,
            True,
        ),
    )
    return d.Comparison(
        code=world.code,
        label=Label("Europa", "Europe") if european else Label("Nederland", "The Netherlands"),
        level="nuts2" if european else "corop",
        targets=world.targets,
        is_bracket=european,
        n_regions=len(world.codes),
        ranks=rank_results(world),
        elements=element_results(world),
        indicators=indicator_results(world),
        flips=flips,
        choices={"scaling": "z_exp", "aggregation": "additive", "weights": "equal"},
        notes=(),
    )


def verdict(world: World, codes: tuple[str, ...], *, single: bool) -> d.WeakestVerdict:
    first, three = (weakest_shares(world.both, 0)[k] for k in (0, 2))
    links = [
        d.WeakestLink(
            e,
            ELEMENTS[e],
            world.code,
            float(first[world.measured.index(e)]),
            float(three[world.measured.index(e)]),
        )
        for e in codes
    ]
    links.sort(key=lambda link: -link.probability)
    return d.WeakestVerdict(
        world.code, 0.9, tuple(links), single, tuple(e for e in ELEMENTS if e not in world.measured), ()
    )


def provenance(previous: str | None) -> d.Provenance:
    snapshot = d.SnapshotUse(
        "00aa11bb22cc33dd",
        "XBS 10001",
        Label("Banen naar bedrijfstak (verzonnen)", "Jobs by sector (invented)"),
        "Verzonnen Bureau voor de Statistiek",
        "CC BY 4.0",
        "https://example.org/xbs/10001",
        "xbs-10001.csv",
        "0" * 64,
        "2025-11-03",
        2024,
        12_345,
        0,
    )
    old = replace(
        snapshot,
        snapshot_id="11bb22cc33dd44ee",
        source_table="XBS 20002",
        file_name="xbs-20002.csv",
        newest_period=2016,
        age_years=8,
        retrieved_date=None,
        title=Label(
            "Vertrouwen in bestuur, een uitzonderlijk lange titel van een verzonnen tabel",
            "Trust in government, an exceptionally long title of an invented table",
        ),
    )
    return d.Provenance(
        "0.1.0+invented",
        "2022-2025",
        "f" * 64,
        2022,
        N_RUNS,
        {"scaling": "z_exp", "aggregation": "additive"},
        (snapshot, old),
        0.0,
        0.12,
        0.03,
        previous,
    )


def contradictions() -> tuple[d.Contradiction, ...]:
    return (
        d.Contradiction(
            "same_quantity",
            "two_values",
            "contradiction",
            Label("Banen in de industrie, 2020", "Jobs in industry, 2020"),
            "course",
            ("jobs_2020_a", "jobs_2020_b"),
            9_400.0,
            9_200.0,
            None,
            None,
            "jobs_2020_a",
            9_400.0,
            d.Note(
                "same_quantity_two_values",
                {
                    "first": 9400,
                    "second": 9200,
                    "period": 2020,
                    "label_nl": "banen",
                    "label_en": "jobs",
                    "probability_percent": 81.0,
                },
            ),
        ),
        d.Contradiction(
            "share_of_parts",
            "share",
            "contradiction",
            Label("Aandeel van de industrie, 2020", "Share of industry, 2020"),
            "course",
            ("share_2020",),
            15.6,
            14.9,
            14.6,
            15.2,
            None,
            None,
            d.Note(
                "share_above_parts",
                {
                    "first": 9400,
                    "second": 63000,
                    "second_qualifier": "at_least",
                    "period": 2020,
                    "computed": 14.9,
                    "high": 15.2,
                    "stated": 15.6,
                    "needed": 60256,
                },
            ),
        ),
        d.Contradiction(
            "national_repeated",
            "level",
            "warning",
            Label("Regelkwaliteit (verzonnen)", "Quality of regulation (invented)"),
            "figures",
            ("xbs_rules",),
            None,
            None,
            None,
            None,
            None,
            None,
            d.Note(
                "national_values_repeated",
                {
                    "source_table": "XBS 1",
                    "n_measures": 2,
                    "n_of_measures": 5,
                    "n_regions": 12,
                    "area_nl": "Verzonnen Koninkrijk",
                    "area_en": "Invented Kingdom",
                    "measures": "a, b",
                },
            ),
        ),
    )


def coverage() -> tuple[d.CoverageCell, ...]:
    strong = {"1": ("knowledge", "networks"), "2": ("talent", "networks"), "3": ("culture",)}
    possibly = {("1", "finance"): "possibly", ("3", "talent"): "implicit"}
    return tuple(
        d.CoverageCell(line, e, "yes" if e in strong[line] else possibly.get((line, e), "no"))
        for line in "123"
        for e in ELEMENTS
    )


def key_points() -> tuple[tuple[d.KeyPoint, ...], tuple[d.KeyPoint, ...]]:
    def point(kind, subject_kind, subject, label, strength, certainty):
        return d.KeyPoint(
            kind,
            subject_kind,
            subject,
            label,
            "european" if subject_kind == "element" else "",
            strength,
            certainty,
            d.Note(f"{kind}_{subject_kind}", {"subject": subject}),
        )

    strong = (
        point("strong", "element", "demand", ELEMENTS["demand"], 0.4, 0.97),
        point(
            "strong",
            "picture",
            "industry_share",
            Label("Aandeel van de industrie", "Share of industry"),
            0.3,
            1.0,
        ),
    )
    weak = (
        point("attention", "element", "finance", ELEMENTS["finance"], 0.5, 0.91),
        point(
            "attention",
            "picture",
            "participation",
            Label("Arbeidsdeelname", "Labour participation"),
            0.2,
            None,
        ),
        point("attention", "element", "networks", ELEMENTS["networks"], 0.4, 0.72),
    )
    return strong, weak


def make_dossier(*, first_year: bool = True) -> d.Dossier:
    """An invented dossier; ``first_year`` False adds a predecessor and what moved since."""
    strong, attention = key_points()
    return d.Dossier(
        course_id="made-up",
        course_label=Label("Verzonnen koers 2022-2025", "Invented course 2022-2025"),
        region=REGION,
        members=MEMBERS,
        year=YEAR,
        comparisons=tuple(comparison(w) for w in WORLDS),
        weakest=(
            verdict(EUROPEAN, ("finance", "networks", "knowledge"), single=False),
            verdict(DUTCH, ("knowledge",), single=True),
        ),
        picture=make_picture(),
        peers=tuple(
            d.PeerRegion(
                d.Area(f"XC{n:02d}", Label(f"Streek {n:02d}", f"Streek {n:02d}"), "corop"),
                0.1 * n,
                {"industry_share": 14.0 + n, "jobs": 60.0, "density": None},
            )
            for n in (4, 9, 15, 22, 33)
        ),
        strong_points=strong,
        attention_points=attention,
        changes=() if first_year else make_changes(),
        cannot_say=(
            d.Note("element_not_measured", {"element": "leadership", "comparison": "european"}),
            d.Note("region_is_bracket", {"comparison": "european"}),
        ),
        contradictions=contradictions(),
        coverage=coverage(),
        coverage_holes=(
            d.Note("element_without_line", {"element": "demand"}),
            d.Note("action_without_owner", {"action": "1a"}),
        ),
        provenance=provenance(None if first_year else "0123456789abcdef"),
        units=UNITS,
    )


def ranking_table(world: World) -> pl.DataFrame:
    index, data, method = (
        world.both.mean(axis=2),
        world.data_draws.mean(axis=2),
        (world.scores * world.method_draws).mean(axis=2),
    )
    spread = {
        name: np.quantile(ranks_of(draws), [0.05, 0.95], axis=0, method="nearest").astype(int)
        for name, draws in (("data", data), ("method", method), ("both", index))
    }
    n, score = len(world.codes), world.scores.mean(axis=1)
    return pl.DataFrame(
        {
            "comparison": [world.code] * n,
            "region_code": world.codes,
            "region_name": world.names,
            "country": [c[:2] for c in world.codes],
            "is_target": [i < len(world.targets) for i in range(n)],
            "is_peer": [i in (4, 9, 15) for i in range(n)],
            "index": score,
            "rank": (-score).argsort().argsort() + 1,
            "rank_data_low": spread["data"][0],
            "rank_data_high": spread["data"][1],
            "rank_method_low": spread["method"][0],
            "rank_method_high": spread["method"][1],
            "rank_low": spread["both"][0],
            "rank_high": spread["both"][1],
            "group": 1 + (-score).argsort().argsort() * 4 // n,
        }
    )


def scores_table(world: World) -> pl.DataFrame:
    frames = []
    for element in ELEMENTS:
        n = len(world.codes)
        frame = {
            "comparison": [world.code] * n,
            "region_code": world.codes,
            "region_name": world.names,
            "country": [c[:2] for c in world.codes],
            "element": [element] * n,
        }
        if element in world.measured:
            k = world.measured.index(element)
            low, high = np.quantile(world.both[:, :, k], [0.05, 0.95], axis=0)
            numbers = {
                "score": world.scores[:, k],
                "low": low,
                "high": high,
                "rank": (-world.scores[:, k]).argsort().argsort() + 1,
                "n_indicators": [1 + k % 3] * n,
            }
        else:
            numbers = {name: [None] * n for name in ("score", "low", "high", "rank")} | {
                "n_indicators": [0] * n
            }
        types = {
            "score": pl.Float64,
            "low": pl.Float64,
            "high": pl.Float64,
            "rank": pl.Int64,
            "n_indicators": pl.Int64,
        }
        frames.append(pl.DataFrame(frame | numbers, schema_overrides=types))
    return pl.concat(frames)


def make_tables(dossier: d.Dossier) -> dict[str, pl.DataFrame]:
    """The tables that lie beside the dossier, with the column names of the contract."""
    indicators = [
        {
            "comparison": c.code,
            "region_code": i.area_code,
            "indicator": i.code,
            "element": i.element,
            "value": i.value,
            "period": i.period,
            "measured_at_level": i.measured_at_level,
            "used": i.used,
            "source_table": i.source_table,
            "measure": i.figure and i.figure.measure,
            "snapshot_id": i.figure and i.figure.snapshot_id,
        }
        for c in dossier.comparisons
        for i in c.indicators
    ]
    pairs = [
        {
            "comparison": w.code,
            "target": w.codes[0],
            "other": other,
            "probability_above": float((w.both.mean(axis=2)[:, 0] > w.both.mean(axis=2)[:, i]).mean()),
        }
        for w in WORLDS
        for i, other in enumerate(w.codes)
        if i
    ]
    return {
        "index_ranking": pl.concat([ranking_table(w) for w in WORLDS]),
        "element_scores": pl.concat([scores_table(w) for w in WORLDS]),
        "pairwise": pl.DataFrame(pairs),
        "indicators": pl.DataFrame(indicators, infer_schema_length=None),
        "picture_series": picture_series_table(dossier.picture),
        "contradictions": pl.DataFrame(
            [
                {
                    "rule": c.rule,
                    "severity": c.severity,
                    "subject": c.subject.en,
                    "stated": c.stated,
                    "computed": c.computed,
                }
                for c in dossier.contradictions
            ]
        ),
        "changes": pl.DataFrame(
            [
                {
                    "subject": c.subject,
                    "total": c.total,
                    "real": c.real,
                    "revision": c.revision,
                    "method": c.method,
                }
                for c in dossier.changes
            ]
        ),
        "printed_checks": pl.DataFrame(
            [
                {"figure_id": p.figure_id, "verdict": p.verdict}
                for item in dossier.picture
                for p in item.printed
            ]
        ),
    }


def make_tiles() -> pl.DataFrame:
    """A tile map of the invented regions: code, name, tile_x, tile_y."""
    return pl.DataFrame(
        {
            "code": DUTCH.codes[3:] + DUTCH.codes[:2],
            "name": DUTCH.names[3:] + DUTCH.names[:2],
            "tile_x": [i % 7 for i in range(40)],
            "tile_y": [i // 7 for i in range(40)],
        }
    )


@dataclass(frozen=True)
class MadeUpMeasurement:
    """Has the members of a stored measurement."""

    id: str = "made-up-0001"
    folder: Path = Path("made-up")
    dossier: d.Dossier = field(default_factory=make_dossier)

    def table(self, name: str) -> pl.DataFrame:
        return tables_of(self.dossier.provenance.previous_measurement_id is None)[name]


@cache
def tables_of(first_year: bool) -> dict[str, pl.DataFrame]:
    return make_tables(make_dossier(first_year=first_year))


def made_up_measurement(*, first_year: bool = True) -> MadeUpMeasurement:
    return MadeUpMeasurement(dossier=make_dossier(first_year=first_year))
