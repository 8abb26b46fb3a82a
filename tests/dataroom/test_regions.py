# SPDX-License-Identifier: EUPL-1.2
"""Regions with dates, redivisions and the codes under which publishers keep them."""

from datetime import date
from itertools import pairwise

import pytest
from tests.dataroom.figures_at_hand import FIGURES, FOUR, shipped_regions, small_land

from schakel.dataroom.regions import UnknownRegion, WrongRegionTable, load_regions

MUNICIPALITIES = {
    2017: 388,
    2018: 380,
    2019: 355,
    2020: 355,
    2021: 352,
    2022: 345,
    2023: 342,
    2024: 342,
    2025: 342,
}


@pytest.fixture(scope="module")
def regions():
    return shipped_regions()


def test_the_region_lies_in_three_corop_areas_and_two_provinces(regions):
    assert regions.areas_of(FOUR, "corop") == ("CR08", "CR09", "CR10")
    assert regions.areas_of(FOUR, "province") == ("PV22", "PV23")
    assert regions.areas_of(FOUR, "nuts2") == ("NL13", "NL21")
    assert regions.nuts_of("GM0160", 3) == "NL211"
    assert regions.nuts_of("CR08", 3) == "NL132"


@pytest.mark.parametrize(("year", "number"), MUNICIPALITIES.items())
def test_the_netherlands_has_as_many_municipalities_as_it_had(regions, year, number):
    assert len(regions.members("NL", year)) == number
    assert len({m for corop in regions.of_level("corop") for m in regions.members(corop, year)}) == number


def test_zuidoost_drenthe_has_three_municipalities(regions):
    assert regions.members("CR08", 2024) == ("GM0109", "GM0114", "GM1681")
    assert regions.members("NL132", 2024) == regions.members("CR08", 2024)


def test_members_follow_the_date(regions):
    assert "GM0003" in regions.members("CR02", 2020)
    assert regions.members("CR02", 2021) == ("GM1979",)
    assert "GM0457" in regions.members("CR24", 2022)
    assert "GM0457" not in regions.members("CR24", 2023)


def test_a_redivided_municipality_knows_where_it_went_and_came_from(regions):
    assert regions.successors("GM0003", 2022) == ("GM1979",)
    assert regions.successors("GM0003", 2020) == ("GM0003",)
    assert regions.successors("GM0788", 2024) == ("GM0757", "GM0824", "GM0855", "GM0865")
    assert regions.predecessors("GM1979", 2020) == ("GM0003", "GM0010", "GM0024")
    assert regions.predecessors("GM1979", 2022) == ("GM1979",)
    assert regions.predecessors("GM0363", 2022) == ("GM0363", "GM0457")


def test_a_municipality_that_took_in_a_part_cannot_be_rebuilt(regions):
    assert regions.predecessors("GM0855", 2020) == ()
    assert regions.predecessors("GM1949", 2017) == ()


def test_only_redivisions_across_the_border_change_an_area(regions):
    assert [r.old for r in regions.boundary_changes("CR01", 2015, 2025)] == ["GM1987"]
    assert regions.boundary_changes("CR08", 2015, 2025) == ()
    assert [r.old for r in regions.boundary_changes("CR24", 2015, 2025)] == ["GM0457"]
    assert regions.boundary_changes("CR24", 2015, 2022) == ()
    assert {r.new for r in regions.boundary_changes("GM0363", 2015, 2025)} == {"GM0363"}
    assert regions.boundary_changes("NL", 2015, 2025) == ()


def test_nuts_versions_join(regions):
    assert set(regions.equivalents("NL31")) == {"NL31", "NL35"}
    assert regions.carrier("NL35", {"NL31", "NL13"}) == "NL31"
    assert regions.carrier("NL33", {"NL36"}) == "NL36"
    assert regions.members("NL36", 2024) == regions.members("NL33", 2024)


def test_merged_metropolitan_regions_join(regions):
    assert regions.parts("NL_C") == ("NL23", "NL32")
    assert regions.parts("NL13") == ("NL13",)
    assert regions.carrier("NL32", {"NL_C", "NL13"}) == "NL_C"
    assert regions.carrier("NL32", {"NL00"}) == "NL00"
    assert regions.carrier("DE40", {"DE4", "DE_C"}) == "DE_C"
    assert set(regions.members("NL_C", 2024)) == set(regions.members("NL23", 2024)) | set(
        regions.members("NL32", 2024)
    )


def test_a_country_or_larger_area_carries_a_region_that_has_no_figure_of_its_own(regions):
    assert regions.carrier("CY00", {"CY"}) == "CY"
    assert regions.carrier("AT22", {"AT1", "AT2"}) == "AT2"
    assert regions.carrier("NL13", {"NL13", "NL1"}) == "NL13"
    assert regions.carrier("NL13", {"DE11"}) is None


def test_every_european_unit_finds_a_figure_in_each_european_table(regions, shipped):
    units = set(shipped.filter(measure="ec_rci_2022:road_performance")["region_code"])
    assert len(units) == 234
    overseas = {"ES63", "ES64", "ES70", "FRY1", "FRY2", "FRY3", "FRY4", "FRY5", "PT20", "PT30"}
    for measure, absent in (("ec_ris_2023:trademarks", set()), ("jrc_ardeco:gfcf", overseas)):
        available = set(shipped.filter(measure=measure)["region_code"])
        lost = {
            unit
            for unit in units
            if all(regions.carrier(part, available) is None for part in regions.parts(unit))
        }
        assert lost == absent, measure


def test_the_tile_map_has_forty_places_with_neighbours_near(regions):
    tiles = {code: regions.tile(code) for code in regions.of_level("corop")}
    assert len(tiles) == len(set(tiles.values())) == 40
    north = sorted(tiles, key=lambda c: tiles[c][1])
    assert {"CR02", "CR03", "CR04"} == set(north[:3])
    assert tiles["CR39"][1] > tiles["CR38"][1] > tiles["CR37"][1]
    assert tiles["CR31"][0] < tiles["CR39"][0]
    for first, second in pairwise(["CR07", "CR08", "CR09", "CR10"]):
        assert max(abs(a - b) for a, b in zip(tiles[first], tiles[second], strict=True)) <= 2


def test_names_are_in_both_languages(regions):
    assert regions.label("NL").en == "Netherlands"
    assert regions.label("PV21").nl == "Fryslân"
    assert regions.label("GM1970").nl == "Noardeast-Fryslân"


def test_an_unknown_code_has_a_cure(regions):
    with pytest.raises(UnknownRegion, match=r"regions\.csv"):
        regions.level("GM9999")
    with pytest.raises(UnknownRegion):
        regions.members("DE11", 2024)


def test_municipalities_exist_from_and_until_their_day(regions):
    eemsdelta = regions.region("GM1979")
    assert not eemsdelta.exists_on(date(2020, 12, 31))
    assert eemsdelta.exists_on(date(2021, 1, 1))
    assert not regions.region("GM0003").exists_on(date(2021, 1, 1))


def test_a_table_with_an_unknown_reference_is_refused(tmp_path):
    header = (FIGURES / "regions.csv").read_text().splitlines()[0]
    (tmp_path / "regions.csv").write_text(f"{header}\nGM1,Here,,municipality,CR99,,,,,NL,,,,,\n")
    (tmp_path / "redivisions.csv").write_text("date,old,new,kind\n")
    with pytest.raises(WrongRegionTable, match="CR99"):
        load_regions(tmp_path)


def test_a_small_land_of_ones_own_works_too():
    land = small_land(GM1="CRA", GM2="CRA", GM3="CRB")
    assert land.members("CRA", 2020) == ("GM1", "GM2")
    assert land.members("NL", 2020) == ("GM1", "GM2", "GM3")
