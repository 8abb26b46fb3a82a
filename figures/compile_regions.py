# SPDX-License-Identifier: EUPL-1.2
"""Developer's tool: writes regions.csv from the municipal map, NUTS names and the redivisions beside it."""

from pathlib import Path

import polars as pl

COLUMNS = [
    "code", "name", "name_en", "level", "corop", "province", "nuts3", "nuts2", "nuts1", "country",
    "valid_from", "valid_to", "successor", "tile_x", "tile_y",
]  # fmt: skip
# Our own tile map: column and row (0 = north) of each COROP area.
TILES = {
    "CR04": (4, 0), "CR03": (5, 0), "CR02": (6, 0),
    "CR18": (2, 1), "CR05": (3, 1), "CR06": (4, 1), "CR07": (5, 1), "CR01": (6, 1),
    "CR19": (2, 2), "CR09": (5, 2), "CR08": (6, 2),
    "CR20": (1, 3), "CR22": (2, 3), "CR40": (4, 3), "CR10": (5, 3),
    "CR21": (1, 4), "CR23": (2, 4), "CR24": (3, 4), "CR13": (4, 4), "CR11": (5, 4), "CR12": (6, 4),
    "CR25": (1, 5), "CR28": (2, 5), "CR17": (3, 5), "CR15": (4, 5), "CR14": (5, 5),
    "CR26": (0, 6), "CR27": (1, 6), "CR30": (2, 6), "CR16": (3, 6), "CR35": (4, 6), "CR37": (5, 6),
    "CR29": (1, 7), "CR33": (2, 7), "CR34": (3, 7), "CR36": (4, 7), "CR38": (5, 7),
    "CR32": (1, 8), "CR39": (5, 8),
    "CR31": (1, 9),
}  # fmt: skip
PROVINCES = {
    "PV20": ("Groningen", "Groningen", "NL11"), "PV21": ("Fryslân", "Friesland", "NL12"),
    "PV22": ("Drenthe", "Drenthe", "NL13"), "PV23": ("Overijssel", "Overijssel", "NL21"),
    "PV24": ("Flevoland", "Flevoland", "NL23"), "PV25": ("Gelderland", "Gelderland", "NL22"),
    "PV26": ("Utrecht", "Utrecht", "NL31"), "PV27": ("Noord-Holland", "North Holland", "NL32"),
    "PV28": ("Zuid-Holland", "South Holland", "NL33"), "PV29": ("Zeeland", "Zeeland", "NL34"),
    "PV30": ("Noord-Brabant", "North Brabant", "NL41"), "PV31": ("Limburg", "Limburg", "NL42"),
}  # fmt: skip
NUTS1 = {
    "NL1": ("Noord-Nederland", "Northern Netherlands"), "NL2": ("Oost-Nederland", "Eastern Netherlands"),
    "NL3": ("West-Nederland", "Western Netherlands"), "NL4": ("Zuid-Nederland", "Southern Netherlands"),
}  # fmt: skip
LANDSDELEN = {"LD01": "NL1", "LD02": "NL2", "LD03": "NL3", "LD04": "NL4"}
COUNTRIES = {
    "AL": ("Albanië", "Albania"), "AT": ("Oostenrijk", "Austria"), "BE": ("België", "Belgium"),
    "BG": ("Bulgarije", "Bulgaria"), "CH": ("Zwitserland", "Switzerland"), "CY": ("Cyprus", "Cyprus"),
    "CZ": ("Tsjechië", "Czechia"), "DE": ("Duitsland", "Germany"), "DK": ("Denemarken", "Denmark"),
    "EE": ("Estland", "Estonia"), "EL": ("Griekenland", "Greece"), "ES": ("Spanje", "Spain"),
    "FI": ("Finland", "Finland"), "FR": ("Frankrijk", "France"), "HR": ("Kroatië", "Croatia"),
    "HU": ("Hongarije", "Hungary"), "IE": ("Ierland", "Ireland"), "IS": ("IJsland", "Iceland"),
    "IT": ("Italië", "Italy"), "LI": ("Liechtenstein", "Liechtenstein"), "LT": ("Litouwen", "Lithuania"),
    "LU": ("Luxemburg", "Luxembourg"), "LV": ("Letland", "Latvia"), "ME": ("Montenegro", "Montenegro"),
    "MK": ("Noord-Macedonië", "North Macedonia"), "MT": ("Malta", "Malta"), "NL": ("Nederland", "Netherlands"),
    "NO": ("Noorwegen", "Norway"), "PL": ("Polen", "Poland"), "PT": ("Portugal", "Portugal"),
    "RO": ("Roemenië", "Romania"), "RS": ("Servië", "Serbia"), "SE": ("Zweden", "Sweden"),
    "SI": ("Slovenië", "Slovenia"), "SK": ("Slowakije", "Slovakia"), "TR": ("Turkije", "Türkiye"),
    "UK": ("Verenigd Koninkrijk", "United Kingdom"),
}  # fmt: skip
ACCENTS = {"Sudwest-Fryslan": "Súdwest-Fryslân", "Noardeast-Fryslan": "Noardeast-Fryslân"}
# Municipalities that were redivided before 2019 with their COROP area of then; NUTS follows from it.
ABOLISHED = {
    "GM0018": ("Hoogezand-Sappemeer", "CR03"), "GM0040": ("Slochteren", "CR03"), "GM1987": ("Menterwolde", "CR01"),
    "GM0007": ("Bellingwedde", "CR01"), "GM0048": ("Vlagtwedde", "CR01"), "GM0063": ("het Bildt", "CR04"),
    "GM0070": ("Franekeradeel", "CR04"), "GM1908": ("Menameradiel", "CR04"), "GM0081": ("Leeuwarderadeel", "CR04"),
    "GM0140": ("Littenseradiel", "CR04"), "GM0196": ("Rijnwaarden", "CR15"), "GM0005": ("Bedum", "CR03"),
    "GM1663": ("De Marne", "CR03"), "GM1651": ("Eemsmond", "CR03"), "GM0053": ("Winsum", "CR03"),
    "GM0015": ("Grootegast", "CR03"), "GM0022": ("Leek", "CR03"), "GM0025": ("Marum", "CR03"),
    "GM0056": ("Zuidhorn", "CR03"), "GM0009": ("Ten Boer", "CR03"), "GM0017": ("Haren", "CR03"),
    "GM0058": ("Dongeradeel", "CR04"), "GM1722": ("Ferwerderadiel", "CR04"),
    "GM0079": ("Kollumerland en Nieuwkruisland", "CR04"), "GM0236": ("Geldermalsen", "CR16"),
    "GM0304": ("Neerijnen", "CR16"), "GM0733": ("Lingewaal", "CR16"), "GM0545": ("Leerdam", "CR30"),
    "GM0620": ("Vianen", "CR17"), "GM0707": ("Zederik", "CR30"), "GM0689": ("Giessenlanden", "CR30"),
    "GM1927": ("Molenwaard", "CR30"), "GM0393": ("Haarlemmerliede en Spaarnwoude", "CR21"),
    "GM0576": ("Noordwijkerhout", "CR25"), "GM0584": ("Oud-Beijerland", "CR29"), "GM0585": ("Binnenmaas", "CR29"),
    "GM0588": ("Korendijk", "CR29"), "GM0611": ("Cromstrijen", "CR29"), "GM0617": ("Strijen", "CR29"),
    "GM0738": ("Aalburg", "CR34"), "GM0870": ("Werkendam", "CR34"), "GM0874": ("Woudrichem", "CR34"),
    "GM0881": ("Onderbanken", "CR39"), "GM0951": ("Nuth", "CR39"), "GM0962": ("Schinnen", "CR39"),
}  # fmt: skip
YOUNGER = {"GM1992": ("Voorne aan Zee", "CR29")}
COMBINED = {
    "AT_C": "Wien + Niederösterreich", "BE_C": "Bruxelles / Brussel, Vlaams-Brabant + Brabant wallon",
    "CZ_C": "Praha + Střední Čechy", "DE_C": "Berlin + Brandenburg", "HR_C": "Zagreb + Sjeverna Hrvatska",
    "HU_C": "Budapest + Pest", "NL_C": "Noord-Holland + Flevoland", "HR04": "Kontinentalna Hrvatska",
    "LT00": "Lietuva", "PL90": "Województwo mazowieckie", "UKI1": "Inner London", "UKI2": "Outer London",
    "AT00": "Wien + Niederösterreich", "BE00": "Bruxelles / Brussel + Brabant", "CZ00": "Praha + Střední Čechy",
    "DE00": "Berlin + Brandenburg", "NL00": "Noord-Holland + Flevoland", "HU10": "Közép-Magyarország",
    "UK00": "London + omgeving", "AL00": "Shqipëria", "IE01": "Border, Midland and Western",
    "IE02": "Southern and Eastern", "SI01": "Vzhodna Slovenija", "SI02": "Zahodna Slovenija",
    "UKM2": "Eastern Scotland", "UKM3": "South Western Scotland", "NO01": "Oslo og Akershus",
    "NO03": "Sør-Østlandet", "NO04": "Agder og Rogaland", "NO05": "Vestlandet", "NL35": "Utrecht",
    "NL36": "Zuid-Holland", "NLZZ": "Extra-Regio (Nederland)",
}  # fmt: skip
NUTS_2024 = {"NL35", "NL36"}

Row = dict[str, object]


def compile_regions(tidy: Path, out: Path, figures: pl.DataFrame) -> int:
    """Write regions.csv with every region that is Dutch or occurs in ``figures``; return the number of rows."""
    moves = pl.read_csv(out / "redivisions.csv", infer_schema=False)
    corops = pl.read_csv(tidy / "map_gemeente_corop_nuts.csv", infer_schema=False)
    areas = {row["corop"]: row for row in corops.iter_rows(named=True)}
    rows = [*_municipalities(corops, areas, moves), *_dutch_areas(areas)]
    rows += _european(tidy, figures, {str(row["code"]) for row in rows}, moves)
    table = pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String), strict=False)
    table = table.unique("code", keep="first", maintain_order=True).sort("level", "code")
    table.write_csv(out / "regions.csv")
    return table.height


def _municipalities(corops: pl.DataFrame, areas: dict[str, Row], moves: pl.DataFrame) -> list[Row]:
    known = {r["gm"]: (ACCENTS.get(r["name"], r["name"]), r["corop"]) for r in corops.iter_rows(named=True)}
    rows = []
    for code, (name, corop) in sorted({**known, **ABOLISHED, **YOUNGER}.items()):
        area = areas[corop]
        gone = moves.filter((pl.col("old") == code) & pl.col("kind").is_in(["merged", "split"]))
        came = moves.filter((pl.col("new") == code) & pl.col("kind").is_in(["merged", "split"]))
        is_new = bool(came.height) and code not in _OLDER_THAN_THEIR_MERGERS
        rows.append(
            {
                "code": code,
                "name": name,
                "level": "municipality",
                "corop": corop,
                **_nuts(area["nuts3_2016"], area["nuts2"]),
                "province": _province(area["nuts2"]),
                "country": "NL",
                "valid_from": came["date"].min() if is_new else None,
                "valid_to": gone["date"].max() if gone.height else None,
                "successor": gone["new"][0] if gone.height == 1 else None,
            }
        )
    return rows


# Municipalities that took others in and keep their own name and code.
_OLDER_THAN_THEIR_MERGERS = {
    "GM0080", "GM1900", "GM0299", "GM0014", "GM0394", "GM0575", "GM0757", "GM0824", "GM0855", "GM0865",
    "GM0439", "GM0363",
}  # fmt: skip


def _nuts(nuts3: object, nuts2: object) -> Row:
    return {"nuts3": nuts3, "nuts2": nuts2, "nuts1": str(nuts2)[:3]}


def _province(nuts2: object) -> str:
    return next(code for code, (_, _, nuts) in PROVINCES.items() if nuts == nuts2)


def _dutch_areas(areas: dict[str, Row]) -> list[Row]:
    rows: list[Row] = []
    for code, area in sorted(areas.items()):
        place = {"province": _province(area["nuts2"]), "country": "NL"}
        nuts = _nuts(area["nuts3_2016"], area["nuts2"])
        x, y = TILES[code]
        name = area["corop_name"]
        rows.append(
            {
                "code": code,
                "name": name,
                "level": "corop",
                **nuts,
                **place,
                "tile_x": str(x),
                "tile_y": str(y),
            }
        )
        upper = {"nuts2": area["nuts2"], "nuts1": str(area["nuts2"])[:3]}
        rows.append(
            {"code": area["nuts3_2016"], "name": name, "level": "nuts3", "corop": code, **upper, **place}
        )
    for code, (name, english, nuts2) in PROVINCES.items():
        place = {"nuts1": nuts2[:3], "country": "NL"}
        rows.append(
            {"code": code, "name": name, "name_en": english, "level": "province", "nuts2": nuts2, **place}
        )
        rows.append(
            {"code": nuts2, "name": name, "name_en": english, "level": "nuts2", "province": code, **place}
        )
    for code, (name, english) in NUTS1.items():
        rows.append({"code": code, "name": name, "name_en": english, "level": "nuts1", "country": "NL"})
    for code, nuts1 in LANDSDELEN.items():
        name, english = NUTS1[nuts1]
        rows.append(
            {
                "code": code,
                "name": name,
                "name_en": english,
                "level": "nuts1",
                "nuts1": nuts1,
                "country": "NL",
            }
        )
    return rows


def _european(tidy: Path, figures: pl.DataFrame, known: set[str], moves: pl.DataFrame) -> list[Row]:
    names = pl.read_csv(tidy / "nuts2021_typologie.csv", infer_schema=False).filter(pl.col("level") == "2")
    named = dict(zip(names["nuts"], names["name"], strict=True)) | _names(tidy) | COMBINED
    recoded = moves.filter(pl.col("kind").is_in(["nuts_recode", "publisher_merge"]))
    wanted = set(figures["region_code"]) | set(recoded["old"]) | set(recoded["new"]) | set(COUNTRIES)
    rows = []
    for code in sorted(wanted - known):
        country = code[:2]
        if len(code) == 2:
            name, english = COUNTRIES[code]
            rows.append({"code": code, "name": name, "name_en": english, "level": "country", "country": code})
            continue
        level = {3: "nuts1", 4: "nuts2", 5: "nuts3"}[len(code)]
        nuts1 = code[:3] if level == "nuts2" and code[2] != "_" and code[2:] != "00" else None
        rows.append(
            {
                "code": code,
                "name": " ".join(
                    named.get(
                        code, f"Extra-Regio ({COUNTRIES[country][0]})" if "Z" in code[2:] else code
                    ).split()
                ),
                "level": level,
                "nuts1": nuts1,
                "country": country,
                "valid_from": "2024-01-01" if code in NUTS_2024 else None,
            }
        )
        if nuts1:
            rows.append(
                {"code": nuts1, "name": named.get(nuts1, nuts1), "level": "nuts1", "country": country}
            )
    return rows


def _names(tidy: Path) -> dict[str, str]:
    """Names in Latin script, from the tables that have them."""
    found: dict[str, str] = {}
    for name in ("ris2023_regio_2016_2023.csv.gz", "rci2022_ruwe_indicatoren_nuts2.csv.gz"):
        table = pl.read_csv(tidy / name, infer_schema=False).unique("region_code")
        found |= {c: n for c, n in table.select("region_code", "region_name").iter_rows() if c and n}
    return found
