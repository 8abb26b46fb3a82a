# SPDX-License-Identifier: EUPL-1.2
"""Developer's tool: the tables of Eurostat, the European Commission and the QoG Institute."""

import cross_checks
import polars as pl
from tidy_tables import Tidy, eurostat_flags, family, rows

EUROPE_FROM = 2015


def gdp(tidy: Tidy) -> pl.DataFrame:
    """Eurostat nama_10r_3gdp for the Netherlands: the newest edition and that of February 2023."""
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
    totals = rows(
        table,
        {
            "werkgelegenheid": "jrc_ardeco:employment",
            "toegevoegde_waarde": "jrc_ardeco:gva",
            "investeringen_vaste_activa": "jrc_ardeco:gfcf",
            "arbeidsproductiviteit": "jrc_ardeco:productivity",
        },
    )
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
    "Corruption": ("corruption", 2021),
    "Quality and accountability": ("quality_accountability", 2021),
    "Impartiality": ("impartiality", 2021),
    "Individuals who used the internet for interaction with public authorities": ("egovernment_use", 2021),
    "Ease of doing business": ("ease_of_doing_business", 2020),
    "Core creative class employment": ("creative_class", 2021),
    "Road transport performance": ("road_performance", 2018),
    "Rail transport performance": ("rail_performance", 2019),
    "Accessibility to passenger flights": ("passenger_flights", 2019),
    "Access to high-speed broadband": ("fast_broadband", 2018),
    "Households with broadband access (%)": ("households_broadband", 2021),
    "Higher educational attainment": ("tertiary_25_34", 2021),
    "Lifelong learning": ("lifelong_learning", 2021),
    "Early school leavers": ("early_school_leavers", 2021),
    "Lower-secondary completion only": ("low_education", 2021),
    "NEET rate": ("neet", 2021),
    "Human Resources in Science and Technology": ("hrst", 2021),
    "University accessibility": ("university_access", 2018),
    "Total intramural research and development expenditure": ("gerd", 2019),
    "Scientific publications": ("publications", 2020),
    "Total patent applications": ("patents", 2018),
    "Employment (K-N sectors)": ("employment_k_n", 2019),
    "Gross value added (GVA) (K-N sectors)": ("gva_k_n", 2019),
    "Employment in technology and knowledge-intensive sectors": ("tech_knowledge_employment", 2021),
    "Knowledge workers": ("knowledge_workers", 2021),
    "Disposable income per capita": ("disposable_income", 2020),
    "Potential market size expressed in GDP": ("market_gdp", 2020),
    "Potential market size expressed in population": ("market_population", 2020),
    "Labour productivity": ("labour_productivity", 2019),
    "Unemployment rate": ("unemployment", 2021),
    "Innovative SMEs collaborating with others": ("smes_collaborating", 2021),
}


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
    "1.1.2": "tertiary",
    "1.1.3": "lifelong_learning",
    "1.2.1": "copublications_international",
    "1.2.2": "top_cited_publications",
    "1.3.2": "digital_skills",
    "2.1.1": "rd_public",
    "2.2.1": "rd_business",
    "2.2.2": "non_rd_innovation",
    "2.2.3": "innovation_per_worker",
    "2.3.2": "ict_specialists",
    "3.1.1": "product_innovators",
    "3.1.2": "process_innovators",
    "3.2.1": "smes_collaborating",
    "3.2.2": "copublications_public_private",
    "3.3.1": "pct_patents",
    "3.3.2": "trademarks",
    "3.3.3": "designs",
    "4.1.1": "knowledge_jobs",
    "4.1.2": "innovative_jobs",
    "4.2.3": "new_product_sales",
    "4.3.2": "fine_particles",
}
RIS_YEARLY = {
    "top_cited_publications",
    "rd_public",
    "non_rd_innovation",
    "ict_specialists",
    "product_innovators",
    "smes_collaborating",
    "copublications_public_private",
    "pct_patents",
    "trademarks",
    "knowledge_jobs",
}


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
    """QoG EQI, Dutch NUTS 2; known 95 % margins of 2024; values given per NUTS 1 are marked so."""
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
