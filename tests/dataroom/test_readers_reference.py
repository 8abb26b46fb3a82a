# SPDX-License-Identifier: EUPL-1.2
"""Every real file beside the project is read, and its figures equal the tidy tables made from it by others."""

from functools import cache

import polars as pl
import pytest
from tests.shared_data import SHARED, shared_path

from schakel.dataroom.readers.forms import read_any
from schakel.dataroom.readers.mapping import ObservationMapping, fixed, in_column, in_header
from schakel.dataroom.readers.observing import to_observations
from schakel.dataroom.readers.raw_table import RawTable, ReadOptions

pytestmark = pytest.mark.reference

RAW = SHARED / "data" / "raw"
SUFFIXES = (".csv", ".csv.gz", ".tsv", ".tsv.gz", ".xlsx")
FILES = sorted(str(p.relative_to(RAW)) for p in RAW.rglob("*") if p.name.endswith(SUFFIXES)) or ["(absent)"]
# What each file is known to hold, counted by other means: form, data rows, columns, header rows.
KNOWN = {
    "cbs_81402ned_81575ned_smp/Banen_van_werknemers_81402ned.csv": ("statline_csv", 47628, 5, 1),
    "cbs_81402ned_81575ned_smp/Vestigingen_bedrijven_81575ned.csv": ("statline_csv", 26, 3367, 3),
    "cbs_81402ned_81575ned_smp/bedrijven_grootteklasse_nl.csv": ("plain_csv", 760, 6, 0),
    "cbs_2024_2025_swienn/Inkomen_van_huishoudens__regio_11122025_135329.csv": ("statline_csv", 343, 9, 1),
    "cbs_2024_2025_swienn/Kerncijfers_wijken_en_buurten_2024_geslachten.csv": ("statline_csv", 18310, 13, 1),
    "lisa_2017_loreabad6/lisa_gemeente_2017.tsv": ("plain_csv", 388, 4, 1),
    "eu_structural_funds_nl/StructuralFundsNL2007NOW.csv": ("plain_csv", 1808, 16, 1),
    "eu_rci_2022/RCI_2022.xlsx": ("workbook", 234, 70, 1),
    "eu_ris_2023/RIS_2023.xlsx": ("workbook", 65675, 10, 1),
    "eurostat_nama_10r_3gdp/nama_10r_3gdp_2023-02.tsv.gz": ("eurostat_tsv", 12453, 24, 1),
    "sirene_moselle_labonneboite/establishments_metz_pseudonymised.csv": ("plain_csv", 17091, 8, 1),
    "h2020_eunets/h2020.csv.gz": ("plain_csv", 144726, 15, 1),
}


@cache
def read(name: str, sheet: str | None = None) -> RawTable:
    path = shared_path("data", "raw", *name.split("/"))
    return read_any(path.read_bytes(), path.name, ReadOptions(sheet=sheet))


def tidy(name: str) -> pl.DataFrame:
    frame = pl.read_csv(shared_path("data", "tidy", name), infer_schema_length=0)
    return frame.with_columns(pl.col("value").cast(pl.Float64), pl.col("year").cast(pl.Int64))


@pytest.mark.parametrize("name", FILES)
def test_every_file_is_read(name):
    table = read(name)
    assert table.n_rows > 0
    assert len(table.cells) == table.n_rows * len(table.columns)
    if name in KNOWN:
        found = (table.detected.form, table.n_rows, len(table.columns), table.detected.header_rows)
        assert found == KNOWN[name]


def own_codes(names) -> dict[str, str]:
    """Use the region's name as its code, so that tables without codes can be compared."""
    return {name: name for name in names}


def test_jobs_of_employees_equal_the_tidy_table():
    table = read("cbs_81402ned_81575ned_smp/Banen_van_werknemers_81402ned.csv")
    found = to_observations(
        table,
        ObservationMapping(
            measure=in_column("SBI"),
            region=in_column("Regio"),
            period=in_column("Periode"),
            value_columns=("Banen van werknemers",),
            region_codes=own_codes(table.texts("Regio")),
        ),
    ).with_columns(sector=pl.col("measure").str.split(" ").list.first())
    assert table.detected.encoding == "latin-1"
    expected = tidy("cbs_banen_werknemers_alle_regios_sbi_2008_2010.csv.gz").with_columns(
        sector=pl.col("indicator").str.split(":").list.last()
    )
    both = found.join(
        expected,
        left_on=["sector", "region_code", "period"],
        right_on=["sector", "region_name", "year"],
        suffix="_tidy",
    )
    assert both.height > 38_000
    agree = both["value"].eq_missing(both["value_tidy"])
    assert agree.all()
    assert both.filter(pl.col("flag") == "x")["status"].unique().to_list() == ["suppressed"]


def test_suppressed_industry_jobs_of_hardenberg_come_out_suppressed():
    table = read("cbs_81402ned_81575ned_smp/Banen_van_werknemers_81402ned.csv")
    found = to_observations(
        table,
        ObservationMapping(
            measure=in_column("SBI"),
            region=in_column("Regio"),
            period=in_column("Periode"),
            value_columns=("Banen van werknemers",),
            region_codes={"Hardenberg": "GM0160"},
            unlisted_regions="leave_out",
            where={"SBI": ("C Industrie", "B-E Nijverheid (geen bouw) en energie")},
        ),
    )
    assert found.select("measure", "region_code", "period", "value", "status").rows() == [
        ("B-E Nijverheid (geen bouw) en energie", "GM0160", 2008, 4.02, "provisional"),
        ("B-E Nijverheid (geen bouw) en energie", "GM0160", 2009, 3.54, "provisional"),
        ("B-E Nijverheid (geen bouw) en energie", "GM0160", 2010, 3.78, "provisional"),
        ("C Industrie", "GM0160", 2008, 4.0, "provisional"),
        ("C Industrie", "GM0160", 2009, None, "suppressed"),
        ("C Industrie", "GM0160", 2010, None, "suppressed"),
    ]


def test_establishments_with_three_header_rows_equal_the_tidy_table():
    table = read("cbs_81402ned_81575ned_smp/Vestigingen_bedrijven_81575ned.csv")
    regions = {header[0] for header in table.header}
    mapping = ObservationMapping(
        measure=in_column("Bedrijfstakken/branches SBI 2008"),
        region=in_header("Regio's"),
        period=in_header("Perioden"),
        region_codes=own_codes(regions),
    )
    found = to_observations(table, mapping).with_columns(sector=pl.col("measure").str.split(" ").list.first())
    assert found.height == 26 * 3366
    expected = tidy("cbs_vestigingen_alle_regios_sbi_2007_2012.csv.gz").with_columns(
        sector=pl.col("indicator").str.split(":").list.last()
    )
    both = found.join(
        expected,
        left_on=["sector", "region_code", "period"],
        right_on=["sector", "region_name", "year"],
        suffix="_tidy",
    )
    assert both.height > 60_000
    filled = both.filter(pl.col("value_tidy").is_not_null())
    assert (filled["value"] == filled["value_tidy"]).all()
    assert both.filter(pl.col("flag") == "-")["status"].unique().to_list() == ["nil"]


def test_doubled_quotes_income_equals_the_tidy_table():
    table = read("cbs_2024_2025_swienn/Inkomen_van_huishoudens__regio_11122025_135329.csv")
    column = "Inkomen/Mediaan gestandaardiseerd inkomen (1 000 euro)"
    found = to_observations(
        table,
        ObservationMapping(
            measure=fixed("income"),
            region=in_column("Regio's"),
            period=in_column("Perioden"),
            value_columns=(column,),
            region_codes=own_codes(table.texts("Regio's")),
        ),
    )
    assert table.detected.quoting == "doubled"
    assert set(found["status"]) == {"provisional", "missing"}
    expected = tidy("cbs_kerncijfers_gemeente_2012_2025.csv").filter(
        pl.col("indicator") == "mediaan_gestandaardiseerd_inkomen"
    )
    both = found.join(expected, left_on="region_code", right_on="region_name", suffix="_tidy")
    assert both.height >= 320
    assert (both["value"] == both["value_tidy"]).all()
    assert found.filter(pl.col("region_code") == "Nederland")["value"].item() == 36.5


def test_key_figures_equal_the_tidy_table_and_ghost_municipalities_are_missing():
    table = read("cbs_2024_2025_swienn/Regionale_kerncijfers_Nederland_11122025_133649.csv")
    column = "Bevolking/Bevolkingssamenstelling op 1 januari/Totale bevolking (aantal)"
    found = to_observations(
        table,
        ObservationMapping(
            measure=fixed("population"),
            region=in_column("Regio's"),
            period=in_column("Perioden"),
            value_columns=(column,),
            region_codes=own_codes(table.texts("Regio's")),
        ),
    )
    values = dict(found.select("region_code", "value").iter_rows())
    assert values["Nederland"] == 18044027
    assert values["Zweeloo"] is None
    expected = tidy("cbs_kerncijfers_gemeente_2012_2025.csv").filter(
        (pl.col("indicator") == "inwoners") & (pl.col("year") == 2025)
    )
    both = found.join(expected, left_on="region_code", right_on="region_name", suffix="_tidy")
    assert both.height >= 330
    assert (both["value"] == both["value_tidy"]).all()


def test_neighbourhood_figures_equal_the_tidy_table():
    table = read("cbs_2024_2025_swienn/Kerncijfers_wijken_en_buurten_2024_geslachten.csv")
    found = to_observations(
        table,
        ObservationMapping(
            measure=fixed("population"),
            region=in_column("Regioaanduiding/Codering (code)"),
            period=fixed("2024"),
            value_columns=("Bevolking/Aantal inwoners (aantal)",),
            where={"Regioaanduiding/Soort regio (omschrijving)": ("Land", "Gemeente")},
        ),
    )
    assert dict(found.select("region_code", "value").iter_rows())["NL"] == 17942942
    expected = tidy("cbs_kerncijfers_gemeente_2012_2025.csv").filter(
        (pl.col("source_table") == "CBS kwb 2024 (85984NED)") & (pl.col("indicator") == "inwoners")
    )
    both = found.join(expected, on="region_code", suffix="_tidy")
    assert both.height >= 340
    assert (both["value"] == both["value_tidy"]).all()


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("eurostat_nama_10r_3gdp/estat_nama_10r_3gdp_2024.tsv", "TIME_PERIOD"),
        ("eurostat_nama_10r_3gdp/nama_10r_3gdp_2023-02.tsv.gz", "time"),
    ],
)
def test_gross_domestic_product_equals_the_tidy_table_of_its_vintage(name, level):
    units = ("EUR_HAB", "MIO_EUR", "PPS_HAB_EU27_2020")
    found = to_observations(
        read(name),
        ObservationMapping(
            measure=in_column("unit"), region=in_column("geo"), period=in_header(level), where={"unit": units}
        ),
    )
    expected = tidy("eurostat_bbp_nuts0_3_2000_2022.csv.gz")
    both = found.join(
        expected,
        left_on=["measure", "region_code", "period"],
        right_on=["unit", "region_code", "year"],
        suffix="_tidy",
    ).filter(pl.col("value_tidy").is_not_null())
    same = (both["value"] == both["value_tidy"]).mean()
    assert both.height > 100_000
    # The tidy table is of the newer vintage; the older one was revised in part.
    if "2024" in name:
        assert same == 1.0
        assert (both["note"] == both["flag"].fill_null("")).all()
    else:
        assert 0.5 < same < 1.0


def test_population_equals_the_tidy_table():
    found = to_observations(
        read("eurostat_demo_r_pjanaggr3/demo_r_pjanaggr3_2023.tsv.gz"),
        ObservationMapping(
            measure=in_column("age"),
            region=in_column("geo"),
            period=in_header("time"),
            where={"sex": ("T",), "age": ("TOTAL", "Y15-64", "Y_LT15", "Y_GE65")},
        ),
    )
    expected = tidy("eurostat_bevolking_nl_1990_2022.csv").with_columns(
        age=pl.col("indicator").str.split(":").list.last()
    )
    both = found.join(
        expected,
        left_on=["measure", "region_code", "period"],
        right_on=["age", "region_code", "year"],
        suffix="_tidy",
    )
    assert both.height == expected.height
    assert both["value"].eq_missing(both["value_tidy"]).all()


def test_innovation_scoreboard_equals_the_tidy_table():
    table = read("eu_ris_2023/RIS_2023.xlsx")
    expected = tidy("ris2023_regio_2016_2023.csv.gz")
    raw = pl.DataFrame(
        {name: table.texts(name) for name in ("Indicator", "Year", "Region", "Level")}
    ).with_columns(
        value_column=table.numbers(table.columns[-2] if table.kinds[-2] == "number" else table.columns[-1]),
        year=pl.col("Year").cast(pl.Int64),
    )
    both = raw.join(
        expected, left_on=["Indicator", "Region", "year"], right_on=["indicator", "region_code", "year"]
    ).filter(pl.col("value").is_not_null())
    assert both.height > 40_000
    assert (both["value_column"].round(2) == both["value"].round(2)).all()


def test_competitiveness_indicators_equal_the_tidy_table():
    table = read("eu_rci_2022/RCI_2022.xlsx")
    found = to_observations(
        table,
        ObservationMapping(measure=in_header(), region=in_column("NUTS"), period=fixed("2022")),
    )
    expected = tidy("rci2022_ruwe_indicatoren_nuts2.csv.gz")
    both = found.join(
        expected, left_on=["measure", "region_code"], right_on=["indicator", "region_code"], suffix="_tidy"
    ).filter(pl.col("value_tidy").is_not_null())
    assert both.height > 13_000
    assert ((both["value"] - both["value_tidy"]).abs() <= 1e-9 * both["value_tidy"].abs()).all()


def test_eurostat_workbook_equals_the_tidy_table():
    table = read("ardeco_eurostat_nuts2_eliadg/lfst_r_lfu3rt.xlsx", "Sheet 1")
    found = to_observations(
        table,
        ObservationMapping(fixed("unemployment"), in_column("GEO (Codes)"), in_header("TIME")),
    )
    expected = tidy("eurostat_arbeid_opleiding_nuts2.csv.gz").filter(
        pl.col("indicator") == "werkloosheid_15_74"
    )
    both = found.join(
        expected, left_on=["region_code", "period"], right_on=["region_code", "year"], suffix="_tidy"
    ).filter(pl.col("value_tidy").is_not_null())
    assert both.height > 5_000
    assert (both["value"] == both["value_tidy"]).all()


def test_project_amounts_with_thousands_points_are_whole_euros():
    table = read("eu_structural_funds_nl/StructuralFundsNL2007NOW.csv")
    amounts = table.numbers("EU-subsidie in Euro's")
    assert (amounts.drop_nulls() % 1 == 0).all()
    assert table.columns[8] == "Overige publieke financiering"
    totals = dict(
        zip(table.texts("Titel van het project (naam van de concrete actie)"), amounts, strict=True)
    )
    assert totals["Kunstgras"] == 100_000


def test_lisa_jobs_equal_the_tidy_table_and_the_source_note_is_a_footer():
    table = read("lisa_2017_loreabad6/lisa_gemeente_2017.tsv")
    assert any("LISA" in line for line in table.footers)
    expected = tidy("lisa_banen_vestigingen_gemeente_2017.csv").filter(
        pl.col("indicator") == "lisa_banen_totaal"
    )
    raw = pl.DataFrame({"region_name": table.texts("Gemeente"), "jobs": table.numbers("Banen totaal")})
    both = raw.join(expected, on="region_name")
    assert both.height == 388
    assert (both["jobs"] == both["value"]).all()
