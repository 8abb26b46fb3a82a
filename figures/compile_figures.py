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
from compile_regions import ABOLISHED, ACCENTS, YOUNGER, compile_regions

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
EUROPE_FROM = 2015


class Tidy:
    """The folder with tidy tables, and the names of Dutch municipalities as codes."""

    def __init__(self, shared: Path) -> None:
        self.folder = shared / "tidy" if (shared / "tidy").is_dir() else shared
        towns = pl.read_csv(self.folder / "map_gemeente_corop_nuts.csv", infer_schema=False)
        self.corop_of = dict(zip(towns["gm"], towns["corop"], strict=True))
        names = {ACCENTS.get(n, n): c for n, c in zip(towns["name"], towns["gm"], strict=True)}
        names |= {name: code for code, (name, _) in (ABOLISHED | YOUNGER).items()}
        self.code_of = names | {"s-Hertogenbosch": "GM0796", "s-Gravenhage (gemeente)": "GM0518"}

    def read(self, name: str) -> pl.DataFrame:
        """Return a tidy table with codes for names, and one code for the Netherlands."""
        table = pl.read_csv(self.folder / name, infer_schema=False)
        code = pl.coalesce("region_code", pl.col("region_name").replace_strict(self.code_of, default=None))
        return table.with_columns(
            code.replace("NL01", "NL").alias("region_code"),
            pl.col("year").cast(pl.Int64).alias("period"),
            pl.col("value").cast(pl.Float64),
        )


def rows(table: pl.DataFrame, measures: dict[str, str]) -> pl.DataFrame:
    """Keep the indicators that have a measure, under its code."""
    return (
        table.filter(pl.col("indicator").is_in(list(measures)))
        .with_columns(
            pl.col("indicator").replace_strict(measures).alias("measure"), status=pl.lit(None, pl.String)
        )
        .with_columns(note=pl.lit(None, pl.String))
    )


def family(table: pl.DataFrame, prefix: str, code: str) -> pl.DataFrame:
    """Map every indicator ``prefix:<category>`` to ``code:<category>``."""
    found = [i for i in table["indicator"].unique().to_list() if i.startswith(f"{prefix}:")]
    return rows(table, {i: f"{code}:{i.split(':', 1)[1]}" for i in found})


def eurostat_flags(table: pl.DataFrame) -> pl.DataFrame:
    """Turn the flags p, e, b, d and u into status and note."""
    words = {"b": "break in series", "d": "definition differs", "u": "low reliability"}
    flag = pl.col("flag").fill_null("")
    status = pl.when(flag.str.contains("p")).then(pl.lit("provisional")).when(flag.str.contains("e"))
    notes = [
        pl.when(flag.str.contains(letter)).then(pl.lit(f"{letter}: {text}")) for letter, text in words.items()
    ]
    return table.with_columns(
        status.then(pl.lit("estimated")).alias("status"),
        pl.concat_str(notes, separator="; ", ignore_nulls=True).replace("", None).alias("note"),
    )


def cbs_marks(table: pl.DataFrame) -> pl.DataFrame:
    """Turn x, . and - into suppressed, missing and nil (a true zero)."""
    flag = pl.col("flag")
    status = pl.when(flag == "x").then(pl.lit("suppressed")).when(flag == ".").then(pl.lit("missing"))
    status = status.when(flag == "-").then(pl.lit("nil")).otherwise("status")
    value = pl.when(flag == "-").then(0.0).otherwise("value")
    return table.with_columns(status.alias("status"), value.alias("value"))


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
    "inwoners": "TOTAL", "inwoners:0 tot 15 jaar": "Y_LT15", "inwoners:15 tot 25 jaar": "Y15-24",
    "inwoners:25 tot 45 jaar": "Y25-44", "inwoners:45 tot 65 jaar": "Y45-64", "inwoners:65 jaar of ouder": "Y_GE65",
}  # fmt: skip
AGES_2025 = {
    "inwoners": ["TOTAL"], "inwoners:Jonger dan 5 jaar": ["Y_LT15"], "inwoners:5 tot 10 jaar": ["Y_LT15"],
    "inwoners:10 tot 15 jaar": ["Y_LT15"], "inwoners:15 tot 20 jaar": ["Y15-24", "Y15-64"],
    "inwoners:20 tot 25 jaar": ["Y15-24", "Y15-64"], "inwoners:25 tot 45 jaar": ["Y25-44", "Y15-64"],
    "inwoners:45 tot 65 jaar": ["Y45-64", "Y15-64"], "inwoners:65 tot 80 jaar": ["Y_GE65"],
    "inwoners:80 jaar of ouder": ["Y_GE65"],
}  # fmt: skip


def key_figures(tidy: Tidy, source: str) -> pl.DataFrame:
    """Rows of one source of the key-figures table, with a region."""
    table = tidy.read(KEY_FIGURES).filter(pl.col("source_table").str.contains(source, literal=True))
    return table.filter(pl.col("region_code").is_not_null())


def regional_key_figures(tidy: Tidy) -> pl.DataFrame:
    """CBS 70072NED: 2021 (345 municipalities) and 2025 (342, ages added up to our groups)."""
    table = key_figures(tidy, "70072ned")
    plain = {
        "afstand_basisschool": "cbs_distance_primary_school", "afstand_ziekenhuis": "cbs_distance_hospital",
        "bevolkingsdichtheid": "cbs_density", "gem_gestandaardiseerd_inkomen_excl_studenten": "cbs_income_mean_standardised_excl_students",
        "mediaan_vermogen_excl_studenten": "cbs_wealth_median",
        "uitkeringsontvangers_tot_aow_leeftijd_pct_inwoners": "cbs_benefit_share", "huishoudens": "cbs_households",
        "aandeel_65plus": "cbs_population_share:Y_GE65", "inwoners": "cbs_population:TOTAL",
        "demografische_druk_totaal": "cbs_dependency_ratio",
    }  # fmt: skip
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
    return rows(key_figures(tidy, "85318NED"), {
        "aandeel_hbo_wo": "cbs_hbo_wo_share", "nettoarbeidsparticipatie": "cbs_net_participation",
        "gemiddelde_woz": "cbs_home_value", "landoppervlakte": "cbs_area_km2", "inwoners": "cbs_population:TOTAL",
        "huishoudens_laagste_40pct_inkomen": "cbs_low_income_share", "huishoudens_hoogste_20pct_inkomen": "cbs_high_income_share",
        "koopwoningen": "cbs_owner_occupied_share", "woningvoorraad": "cbs_dwellings",
        "aandeel_0_14": "cbs_population_share:Y_LT15", "aandeel_15_24": "cbs_population_share:Y15-24",
        "aandeel_25_44": "cbs_population_share:Y25-44", "aandeel_45_64": "cbs_population_share:Y45-64",
        "aandeel_65plus": "cbs_population_share:Y_GE65",
    })  # fmt: skip


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
    table = rows(key_figures(tidy, "inkomen huishoudens"), {
        "gem_gestandaardiseerd_inkomen": "cbs_income_mean_standardised",
        "mediaan_gestandaardiseerd_inkomen": "cbs_income_median_standardised",
        "gem_besteedbaar_inkomen": "cbs_income_mean_disposable",
        "mediaan_besteedbaar_inkomen": "cbs_income_median_disposable",
        "particuliere_huishoudens": "cbs_private_households",
    })  # fmt: skip
    table = table.with_columns(
        pl.when(pl.col("value").is_null())
        .then(pl.lit("missing"))
        .otherwise(pl.lit("provisional"))
        .alias("status")
    )
    return drop_ghosts(table, tidy)


def gdp(tidy: Tidy) -> pl.DataFrame:
    """Eurostat nama_10r_3gdp for the Netherlands: the newest edition, and that of February 2023 for revisions."""
    newest = eurostat_flags(family_units(tidy.read("eurostat_bbp_nl_2000_2022.csv"))).with_columns(
        vintage=pl.lit("2024")
    )
    older = cross_checks.read_bulk_tsv(
        tidy.folder.parent / "raw" / "eurostat_nama_10r_3gdp" / "nama_10r_3gdp_2023-02.tsv.gz"
    )
    known = set(newest["measure"].unique())
    older = older.with_columns(("eurostat_gdp:" + pl.col("unit")).alias("measure"), vintage=pl.lit("2023-02"))
    older = eurostat_flags(
        older.filter(pl.col("measure").is_in(list(known)) & pl.col("region_code").str.starts_with("NL"))
    )
    return pl.concat([newest, older], how="diagonal")


def family_units(table: pl.DataFrame) -> pl.DataFrame:
    """GDP rows: the unit is the category."""
    return table.with_columns(("eurostat_gdp:" + pl.col("unit")).alias("measure"))


def population(tidy: Tidy) -> pl.DataFrame:
    """Eurostat demo_r_pjanaggr3 for the Netherlands from 2000, and the totals of Europe's NUTS 2 regions."""
    dutch = family(tidy.read("eurostat_bevolking_nl_1990_2022.csv"), "inwoners_1jan", "eurostat_population")
    europe = tidy.read("eurostat_bevolking_nuts0_3_1990_2022.csv.gz").filter(
        pl.col("region_code").str.contains("^[A-Z]{2}[0-9A-Z]{2}$")
        & ~pl.col("region_code").str.contains("^(NL|EU|EF|EA)|XX$")
        & (pl.col("period") >= EUROPE_FROM)
    )
    totals = rows(europe, {"inwoners_1jan:TOTAL": "eurostat_population:TOTAL"})
    return eurostat_flags(pl.concat([dutch.filter(pl.col("period") >= 2000), totals]))


def labour_force(tidy: Tidy, source: str, measures: dict[str, str]) -> pl.DataFrame:
    """One Eurostat labour or education table: the Netherlands whole, Europe's NUTS 2 from 2015."""
    table = tidy.read("eurostat_arbeid_opleiding_nuts2.csv.gz")
    table = table.filter(pl.col("source_table").str.contains(source) & pl.col("region_code").is_not_null())
    code = pl.col("region_code")
    table = table.filter(
        code.str.starts_with("NL") | ((pl.col("period") >= EUROPE_FROM) & (code.str.len_chars() == 4))
    )
    return eurostat_flags(rows(table, measures))


def ardeco(tidy: Tidy) -> pl.DataFrame:
    """JRC ARDECO: four totals for all NUTS 2 from 2010, sectors for the Netherlands."""
    table = tidy.read("ardeco_nuts2_2000_2019.csv.gz")
    totals = rows(table, {
        "werkgelegenheid": "jrc_ardeco:employment", "toegevoegde_waarde": "jrc_ardeco:gva",
        "investeringen_vaste_activa": "jrc_ardeco:gfcf", "arbeidsproductiviteit": "jrc_ardeco:productivity",
    })  # fmt: skip
    totals = totals.filter((pl.col("period") >= 2010) | pl.col("region_code").str.starts_with("NL"))
    million = pl.col("measure").is_in(["jrc_ardeco:gva", "jrc_ardeco:gfcf"])
    thousand = pl.col("measure") == "jrc_ardeco:employment"
    divisor = pl.when(million).then(1e6).when(thousand).then(1e3).otherwise(1.0)
    sectors = pl.concat([
        family(table, "werkgelegenheid", "jrc_ardeco_employment"),
        family(table, "toegevoegde_waarde_lopende_prijzen", "jrc_ardeco_gva"),
    ]).filter(pl.col("region_code").str.starts_with("NL"))  # fmt: skip
    return pl.concat([totals.with_columns(pl.col("value") / divisor), sectors])


RCI = {
    # indicator in the publisher's file: (slug, last reference year)
    "Corruption": ("corruption", 2021), "Quality and accountability": ("quality_accountability", 2021),
    "Impartiality": ("impartiality", 2021),
    "Individuals who used the internet for interaction with public authorities": ("egovernment_use", 2021),
    "Ease of doing business": ("ease_of_doing_business", 2020), "Core creative class employment": ("creative_class", 2021),
    "Road transport performance": ("road_performance", 2018), "Rail transport performance": ("rail_performance", 2019),
    "Accessibility to passenger flights": ("passenger_flights", 2019),
    "Access to high-speed broadband": ("fast_broadband", 2018),
    "Households with broadband access (%)": ("households_broadband", 2021),
    "Higher educational attainment": ("tertiary_25_34", 2021), "Lifelong learning": ("lifelong_learning", 2021),
    "Early school leavers": ("early_school_leavers", 2021), "Lower-secondary completion only": ("low_education", 2021),
    "NEET rate": ("neet", 2021), "Human Resources in Science and Technology": ("hrst", 2021),
    "University accessibility": ("university_access", 2018),
    "Total intramural research and development expenditure": ("gerd", 2019),
    "Scientific publications": ("publications", 2020), "Total patent applications": ("patents", 2018),
    "Employment (K-N sectors)": ("employment_k_n", 2019), "Gross value added (GVA) (K-N sectors)": ("gva_k_n", 2019),
    "Employment in technology and knowledge-intensive sectors": ("tech_knowledge_employment", 2021),
    "Knowledge workers": ("knowledge_workers", 2021), "Disposable income per capita": ("disposable_income", 2020),
    "Potential market size expressed in GDP": ("market_gdp", 2020),
    "Potential market size expressed in population": ("market_population", 2020),
    "Labour productivity": ("labour_productivity", 2019), "Unemployment rate": ("unemployment", 2021),
    "Innovative SMEs collaborating with others": ("smes_collaborating", 2021),
}  # fmt: skip


def rci_2022(tidy: Tidy) -> pl.DataFrame:
    """EC RCI 2.0, edition 2022; the period is the last reference year of the indicator, not the edition."""
    table = rows(
        tidy.read("rci2022_ruwe_indicatoren_nuts2.csv.gz"),
        {i: f"ec_rci_2022:{s}" for i, (s, _) in RCI.items()},
    )
    years = {f"ec_rci_2022:{slug}": year for slug, year in RCI.values()}
    return table.with_columns(pl.col("measure").replace_strict(years, return_dtype=pl.Int64).alias("period"))


def rci_scores(tidy: Tidy) -> pl.DataFrame:
    """EC RCI scores of four editions; national rows are left out."""
    table = rows(tidy.read("rci_scores_2010_2019.csv"), {"rci_score": "ec_rci_score"})
    return table.filter((pl.col("region_code").str.len_chars() == 4) & pl.col("value").is_not_null())


RIS = {
    "1.1.2": "tertiary", "1.1.3": "lifelong_learning", "1.2.1": "copublications_international", "1.2.2": "top_cited_publications",
    "1.3.2": "digital_skills", "2.1.1": "rd_public", "2.2.1": "rd_business", "2.2.2": "non_rd_innovation",
    "2.2.3": "innovation_per_worker", "2.3.2": "ict_specialists", "3.1.1": "product_innovators",
    "3.1.2": "process_innovators", "3.2.1": "smes_collaborating", "3.2.2": "copublications_public_private",
    "3.3.1": "pct_patents", "3.3.2": "trademarks", "3.3.3": "designs", "4.1.1": "knowledge_jobs",
    "4.1.2": "innovative_jobs", "4.2.3": "new_product_sales", "4.3.2": "fine_particles",
}  # fmt: skip
RIS_YEARLY = {
    "top_cited_publications", "rd_public", "non_rd_innovation", "ict_specialists", "product_innovators", "smes_collaborating",
    "copublications_public_private", "pct_patents", "trademarks", "knowledge_jobs",
}  # fmt: skip


def ris_2023(tidy: Tidy) -> pl.DataFrame:
    """EC RIS 2023: 21 regional indicators in 2023, those that the diagnosis uses yearly from 2016."""
    table = tidy.read("ris2023_regio_2016_2023.csv.gz").with_columns(
        pl.col("indicator").str.extract(r"^([\d.]+) ")
    )
    table = table.filter(pl.col("region_code") != "EU")
    table = rows(table, {number: f"ec_ris_2023:{slug}" for number, slug in RIS.items()})
    yearly = pl.col("measure").is_in([f"ec_ris_2023:{slug}" for slug in RIS_YEARLY])
    return table.filter(yearly | (pl.col("period") == 2023)).filter(pl.col("value").is_not_null())


def eqi(tidy: Tidy) -> pl.DataFrame:
    """QoG EQI, Dutch NUTS 2; the 95 % margins of 2024 that are known, and values given per NUTS 1 marked so."""
    table = rows(tidy.read("qog_eqi_nl_nuts2_2010_2024.csv"), {"eqi": "qog_eqi"})
    margins = {"NL13": 0.317, "NL21": 0.271}
    margin = pl.when(pl.col("period") == 2024).then(
        pl.col("region_code").replace_strict(margins, default=None)
    )
    return table.with_columns(
        (pl.col("value") - margin).alias("lower"),
        (pl.col("value") + margin).alias("upper"),
        pl.when(pl.col("flag").str.starts_with("NUTS1")).then(pl.lit("nuts1")).alias("measured_at_level"),
        pl.when(pl.col("flag").str.starts_with("pillars"))
        .then(pl.lit("pillars partly measured per NUTS 1"))
        .alias("note"),
    )


EDUCATION = {
    f"opleiding_25_64:{level}": f"eurostat_education:{level}" for level in ("ED0-2", "ED3-4", "ED5-8")
}
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
