# SPDX-License-Identifier: EUPL-1.2
"""Developer's tool: compiles the CSV tables of this folder from stored public statistics.

    python figures/compile_figures.py FOLDER_WITH_TIDY_TABLES [--out FOLDER]

Every table is checked against a second total before it is written; a table that does not
add up is not written. README.md in this folder says where the figures come from.
"""

import argparse
import sys
from pathlib import Path

import cross_checks
import polars as pl
from compile_european import (
    EDUCATION,
    ardeco,
    eqi,
    gdp,
    labour_force,
    population,
    rci_2022,
    rci_scores,
    ris_2023,
)
from compile_regions import compile_regions
from tidy_tables import Tidy, cbs_marks, family, rows

COLUMNS = [
    "measure",
    "region_code",
    "period",
    "value",
    "lower",
    "upper",
    "status",
    "note",
    "measured_at_level",
    "vintage",
]
LEFT_OUT_WHEN_EMPTY = COLUMNS[4:]
SIGNIFICANT_DIGITS = 6
REGION = ["GM0109", "GM0114", "GM0118", "GM0160", "GM1681"]
COROPS_OF_REGION = ["CR08", "CR09", "CR10"]


def jobs_corop(tidy: Tidy) -> pl.DataFrame:
    """CBS 83582NED; totals that were not published are our sum of the ten groups, within 0.5."""
    table = cbs_marks(
        family(
            tidy.read("cbs_banen_werknemers_corop_2010_2024.csv"),
            "banen_werknemers_december",
            "cbs_jobs_employees",
        )
    )
    summed = pl.col("flag").str.starts_with("sum of")
    return table.with_columns(
        pl.when(summed).then(pl.col("value") - 0.5).alias("lower"),
        pl.when(summed).then(pl.col("value") + 0.5).alias("upper"),
        pl.when(summed).then(pl.lit("estimated")).otherwise("status").alias("status"),
        pl.when(summed).then(pl.lit("sum of ten groups, rounding at most 0.5")).alias("note"),
    )


def jobs_2008(tidy: Tidy) -> pl.DataFrame:
    """CBS 81402NED for the municipalities of the region's three COROP areas, all COROP areas and up."""
    table = tidy.read("cbs_banen_werknemers_alle_regios_sbi_2008_2010.csv.gz")
    table = table.filter(pl.col("region_code").is_not_null())
    table = cbs_marks(family(table, "banen_werknemers_december", "cbs_jobs_employees_81402"))
    kept = [f"cbs_jobs_employees_81402:{c}" for c in ("A-U", "B-E", "B", "C", "D", "E")]
    near = [code for code, corop in tidy.corop_of.items() if corop in COROPS_OF_REGION]
    wanted = pl.col("region_code").is_in(near) | pl.col("region_code").str.contains("^(CR|PV|LD|NL$)")
    table = table.filter(pl.col("measure").is_in(kept) & wanted)
    provisional = pl.when(pl.col("status").is_null()).then(pl.lit("provisional")).otherwise("status")
    return table.with_columns(provisional.alias("status"))


def establishments(tidy: Tidy) -> pl.DataFrame:
    """CBS 81575NED, municipalities of the region and around it."""
    return family(
        tidy.read("cbs_vestigingen_gemeente_a10_2007_2025_selected.csv"),
        "vestigingen_1jan",
        "cbs_establishments",
    )


def establishments_corop(tidy: Tidy) -> pl.DataFrame:
    """CBS 81578NED, totals per COROP area."""
    table = tidy.read("cbs_vestigingen_oprichtingen_corop_2007_2025.csv")
    return family(table, "vestigingen_1jan", "cbs_establishments_corop")


def establishments_2012(tidy: Tidy) -> pl.DataFrame:
    """CBS 81575NED, edition of 2012: manufacturing (C), all provisional."""
    table = tidy.read("cbs_vestigingen_alle_regios_sbi_2007_2012.csv.gz")
    wanted = [*REGION, *COROPS_OF_REGION, "NL"]
    table = rows(table, {"vestigingen_1jan:C": "cbs_establishments_2012:C"})
    return table.filter(pl.col("region_code").is_in(wanted)).with_columns(status=pl.lit("provisional"))


def openings(tidy: Tidy) -> pl.DataFrame:
    """CBS 83631NED; before 2015 the publisher's nine groups without A and O-Q have a total of their own."""
    table = family(
        tidy.read("cbs_vestigingen_oprichtingen_corop_2007_2025.csv"), "oprichtingen_jaar", "cbs_openings"
    )
    return table.with_columns(pl.col("measure").str.replace("SOM_9_GROEPEN_VOOR_BREUK", "NINE_GROUPS"))


def commuting(tidy: Tidy) -> pl.DataFrame:
    """CBS 85481NED: out and within where a residence row is complete; in only where the work column is."""
    matrix = pl.read_csv(tidy.folder / "cbs_pendel_corop_dec2022_matrix.csv")
    home, work, jobs = pl.col("residence_corop"), pl.col("work_corop"), pl.col("jobs_x1000")
    complete_rows = (
        matrix.group_by("residence_corop").len().filter(pl.col("len") == 40)["residence_corop"].to_list()
    )
    full_columns = matrix.group_by("work_corop").len().filter(pl.col("len") >= 20)["work_corop"].to_list()
    lives = matrix.filter(home.is_in(complete_rows))
    parts = [
        lives.filter(home == work).select(
            region_code=home, measure=pl.lit("cbs_commuting:within"), value=jobs
        ),
        lives.filter(home != work)
        .group_by(region_code=home)
        .agg(value=jobs.sum())
        .with_columns(measure=pl.lit("cbs_commuting:out")),
        matrix.filter((home != work) & work.is_in(full_columns))
        .group_by(region_code=work)
        .agg(value=jobs.sum())
        .with_columns(measure=pl.lit("cbs_commuting:in")),
    ]
    pairs = lives.filter(home != work).select(
        region_code=home, measure=pl.lit("cbs_commuting_to:") + work, value=jobs
    )
    table = pl.concat([p.select("measure", "region_code", "value") for p in (*parts, pairs)])
    summed = pl.col("measure").is_in(["cbs_commuting:out", "cbs_commuting:in"])
    n_terms = 39
    return table.with_columns(
        period=pl.lit(2022),
        value=pl.col("value").round(1),
        status=pl.when(summed).then(pl.lit("estimated")),
        note=pl.when(summed).then(pl.lit("our sum of the published pairs")),
        lower=pl.when(summed).then((pl.col("value") - 0.05 * n_terms).round(2)),
        upper=pl.when(summed).then((pl.col("value") + 0.05 * n_terms).round(2)),
    )


def lisa(tidy: Tidy) -> pl.DataFrame:
    """LISA 2017, totals per municipality of that year."""
    table = tidy.read("lisa_banen_vestigingen_gemeente_2017.csv")
    return rows(
        table,
        {"lisa_banen_totaal": "lisa_jobs:TOTAL", "lisa_vestigingen_totaal": "lisa_establishments:TOTAL"},
    )


KEY_FIGURES = "cbs_kerncijfers_gemeente_2012_2025.csv"
AGES_2024 = {
    "inwoners": "TOTAL",
    "inwoners:0 tot 15 jaar": "Y_LT15",
    "inwoners:15 tot 25 jaar": "Y15-24",
    "inwoners:25 tot 45 jaar": "Y25-44",
    "inwoners:45 tot 65 jaar": "Y45-64",
    "inwoners:65 jaar of ouder": "Y_GE65",
}
AGES_2025 = {
    "inwoners": ["TOTAL"],
    "inwoners:Jonger dan 5 jaar": ["Y_LT15"],
    "inwoners:5 tot 10 jaar": ["Y_LT15"],
    "inwoners:10 tot 15 jaar": ["Y_LT15"],
    "inwoners:15 tot 20 jaar": ["Y15-24", "Y15-64"],
    "inwoners:20 tot 25 jaar": ["Y15-24", "Y15-64"],
    "inwoners:25 tot 45 jaar": ["Y25-44", "Y15-64"],
    "inwoners:45 tot 65 jaar": ["Y45-64", "Y15-64"],
    "inwoners:65 tot 80 jaar": ["Y_GE65"],
    "inwoners:80 jaar of ouder": ["Y_GE65"],
}


def key_figures(tidy: Tidy, source: str) -> pl.DataFrame:
    """Rows of one source of the key-figures table, with a region."""
    table = tidy.read(KEY_FIGURES).filter(pl.col("source_table").str.contains(source, literal=True))
    return table.filter(pl.col("region_code").is_not_null())


def regional_key_figures(tidy: Tidy) -> pl.DataFrame:
    """CBS 70072NED: 2021 (345 municipalities) and 2025 (342, ages added up to our groups)."""
    table = key_figures(tidy, "70072ned")
    plain = {
        "afstand_basisschool": "cbs_distance_primary_school",
        "afstand_ziekenhuis": "cbs_distance_hospital",
        "bevolkingsdichtheid": "cbs_density",
        "gem_gestandaardiseerd_inkomen_excl_studenten": "cbs_income_mean_standardised_excl_students",
        "mediaan_vermogen_excl_studenten": "cbs_wealth_median",
        "uitkeringsontvangers_tot_aow_leeftijd_pct_inwoners": "cbs_benefit_share",
        "huishoudens": "cbs_households",
        "aandeel_65plus": "cbs_population_share:Y_GE65",
        "inwoners": "cbs_population:TOTAL",
        "demografische_druk_totaal": "cbs_dependency_ratio",
    }
    ages = [
        rows(
            table.filter((pl.col("unit") == "aantal") & (pl.col("period") == 2025)),
            {i: f"cbs_population:{group}"},
        )
        for i, groups in AGES_2025.items()
        for group in groups
        if i != "inwoners"
    ]
    summed = (
        pl.concat(ages)
        .group_by("measure", "region_code", "period", "status", "note")
        .agg(pl.when(pl.col("value").null_count() == 0).then(pl.col("value").sum()).first().alias("value"))
    )
    found = pl.concat([rows(table, plain), summed], how="diagonal").filter(
        pl.col("value").is_not_null() | pl.col("region_code").is_in(list(tidy.corop_of))
    )
    return found.with_columns(
        pl.when(pl.col("value").is_null()).then(pl.lit("missing")).alias("status"),
        pl.when(pl.col("period") == 2025)
        .then(pl.lit("2025-12-11"))
        .otherwise(pl.lit("2023"))
        .alias("vintage"),
    ).pipe(drop_ghosts, tidy)


def drop_ghosts(table: pl.DataFrame, tidy: Tidy) -> pl.DataFrame:
    """Leave out empty rows of municipalities that did not exist in that year."""
    ghosts = (
        pl.read_csv(tidy.folder / "map_gemeente_corop_nuts.csv")
        .filter(pl.col("in_2022") == 0)["gm"]
        .to_list()
    )
    gone_2023 = ["GM0457", "GM0501", "GM0530", "GM0614"]
    late = pl.col("period") >= 2024
    ghost = pl.col("region_code").is_in(ghosts) | (late & pl.col("region_code").is_in(gone_2023))
    return table.filter(~(ghost & pl.col("value").is_null()))


def districts_2022(tidy: Tidy) -> pl.DataFrame:
    """CBS 85318NED, key figures of districts 2022, municipal rows."""
    return rows(
        key_figures(tidy, "85318NED"),
        {
            "aandeel_hbo_wo": "cbs_hbo_wo_share",
            "nettoarbeidsparticipatie": "cbs_net_participation",
            "gemiddelde_woz": "cbs_home_value",
            "landoppervlakte": "cbs_area_km2",
            "inwoners": "cbs_population:TOTAL",
            "huishoudens_laagste_40pct_inkomen": "cbs_low_income_share",
            "huishoudens_hoogste_20pct_inkomen": "cbs_high_income_share",
            "koopwoningen": "cbs_owner_occupied_share",
            "woningvoorraad": "cbs_dwellings",
            "aandeel_0_14": "cbs_population_share:Y_LT15",
            "aandeel_15_24": "cbs_population_share:Y15-24",
            "aandeel_25_44": "cbs_population_share:Y25-44",
            "aandeel_45_64": "cbs_population_share:Y45-64",
            "aandeel_65plus": "cbs_population_share:Y_GE65",
        },
    )


def districts_2024(tidy: Tidy) -> pl.DataFrame:
    """CBS 85984NED, key figures of districts 2024: population by age; 15-64 is our sum of three groups."""
    table = rows(key_figures(tidy, "85984NED"), {i: f"cbs_population:{c}" for i, c in AGES_2024.items()})
    middle = table.filter(pl.col("measure").str.contains("Y15-24|Y25-44|Y45-64"))
    working = (
        middle.group_by("region_code", "period")
        .agg(pl.col("value").sum())
        .with_columns(measure=pl.lit("cbs_population:Y15-64"))
    )
    return pl.concat([table, working], how="diagonal")


def household_income(tidy: Tidy) -> pl.DataFrame:
    """CBS income of households by region 2024, provisional."""
    table = rows(
        key_figures(tidy, "inkomen huishoudens"),
        {
            "gem_gestandaardiseerd_inkomen": "cbs_income_mean_standardised",
            "mediaan_gestandaardiseerd_inkomen": "cbs_income_median_standardised",
            "gem_besteedbaar_inkomen": "cbs_income_mean_disposable",
            "mediaan_besteedbaar_inkomen": "cbs_income_median_disposable",
            "particuliere_huishoudens": "cbs_private_households",
        },
    )
    table = table.with_columns(
        pl.when(pl.col("value").is_null())
        .then(pl.lit("missing"))
        .otherwise(pl.lit("provisional"))
        .alias("status")
    )
    return drop_ghosts(table, tidy)


TABLES = {
    "cbs_83582ned": jobs_corop,
    "cbs_81402ned": jobs_2008,
    "cbs_81575ned": establishments,
    "cbs_81578ned": establishments_corop,
    "cbs_81575ned_2012": establishments_2012,
    "cbs_83631ned": openings,
    "cbs_85481ned": commuting,
    "lisa_2017": lisa,
    "cbs_70072ned": regional_key_figures,
    "cbs_85318ned": districts_2022,
    "cbs_85984ned": districts_2024,
    "cbs_household_income": household_income,
    "eurostat_nama_10r_3gdp": gdp,
    "eurostat_demo_r_pjanaggr3": population,
    "eurostat_edat_lfse_04": lambda t: labour_force(t, "edat_lfse_04", EDUCATION),
    "eurostat_edat_lfse_22": lambda t: labour_force(t, "edat_lfse_22", {"neet_15_29": "eurostat_neet"}),
    "eurostat_lfst_r_lfe2emprt": lambda t: labour_force(
        t, "lfe2emprt", {"werkgelegenheidsgraad_15_64": "eurostat_employment_rate"}
    ),
    "eurostat_lfst_r_lfp2actrt": lambda t: labour_force(
        t, "lfp2actrt", {"activiteitsgraad_15_64": "eurostat_activity_rate"}
    ),
    "eurostat_lfst_r_lfu3rt": lambda t: labour_force(
        t, "lfu3rt", {"werkloosheid_15_74": "eurostat_unemployment"}
    ),
    "jrc_ardeco": ardeco,
    "ec_rci_2022": rci_2022,
    "ec_rci_scores": rci_scores,
    "ec_ris_2023": ris_2023,
    "qog_eqi": eqi,
}


def as_table(found: pl.DataFrame) -> pl.DataFrame:
    """Order the columns and rows, leave out columns that are empty everywhere."""
    missing = [pl.lit(None, pl.String).alias(c) for c in COLUMNS if c not in found.columns]
    table = found.with_columns(missing).select(COLUMNS).sort("measure", "region_code", "period", "vintage")
    empty = [c for c in LEFT_OUT_WHEN_EMPTY if table[c].null_count() == table.height]
    return table.drop(empty)


def number_text(value: float | None) -> str | None:
    """Write a number in six significant digits (whole numbers whole), without trailing zeros."""
    if value is None:
        return None
    if float(value).is_integer():
        return str(int(value))
    return f"{value:.{SIGNIFICANT_DIGITS}g}" if abs(value) < 10**SIGNIFICANT_DIGITS else str(round(value))


def write(table: pl.DataFrame, path: Path) -> None:
    """Write one table as CSV."""
    numbers = [c for c in ("value", "lower", "upper") if c in table.columns]
    texts = [pl.col(c).map_elements(number_text, return_dtype=pl.String) for c in numbers]
    table.with_columns(texts).write_csv(path)


def main() -> int:
    """Compile every table; return 1 when a cross-check fails."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("shared", type=Path, help="folder with the tidy tables (and, beside it, raw files)")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder to write to")
    arguments = parser.parse_args()
    tidy = Tidy(arguments.shared)
    tables = {name: as_table(build(tidy)) for name, build in TABLES.items()}
    problems = cross_checks.run(tables, tidy.corop_of)
    for problem in problems:
        print("PROBLEM", problem)
    if problems:
        return 1
    codes = pl.concat([t.select("region_code").unique() for t in tables.values()]).unique()
    print("regions", compile_regions(tidy.folder, arguments.out, codes))
    for name, table in tables.items():
        write(table, arguments.out / f"{name}.csv")
        print(f"{name}: {table.height} rows, {(arguments.out / f'{name}.csv').stat().st_size / 1e6:.2f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
