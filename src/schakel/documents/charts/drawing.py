# SPDX-License-Identifier: EUPL-1.2
"""Every chart by name: draw it, draw them all ahead, or open one that was drawn before."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from pathlib import Path

from schakel.diagnosis.dossier import Dossier
from schakel.documents.charts.chart import PIXELS, WIDTHS, Chart, ChartTable, Column
from schakel.documents.charts.contradictions import drawable
from schakel.documents.charts.kinds import draw
from schakel.documents.charts.stored import Stored, Surroundings
from schakel.documents.charts.svg import finish
from schakel.documents.sentences.moved import is_new
from schakel.documents.sentences.names import Names
from schakel.koers.label import LANGUAGES

Report = Callable[[int, int, str], None]


def chart_names(dossier: Dossier, around: Surroundings | None = None) -> list[str]:
    """Return the names of the charts that this dossier has data for."""
    found = []
    for comparison in dossier.comparisons:
        if comparison.elements:
            found += [f"elements-{comparison.code}", f"weakest-{comparison.code}"]
        if comparison.ranks:
            found.append(f"ranks-{comparison.code}")
            if around is not None and comparison.level == "corop" and len(around.tiles):
                found.append(f"tiles-{comparison.code}")
    if dossier.picture:
        found += ["picture", *(f"picture-{item.code}" for item in dossier.picture)]
    found += ["coverage"] if dossier.coverage else []
    found += ["moved"] if any(is_new(c) for c in dossier.changes) else []
    found += ["age"] if dossier.provenance.snapshots else []
    return [*found, "contradictions"] if drawable(dossier) else found


def make_chart(
    name: str, stored: Stored, language: str, width: str = "desktop", around: Surroundings | None = None
) -> Chart:
    """Draw one of :func:`chart_names`; ``width`` is "phone" (360 pixels), "desktop" (720) or "print" (620).

    Raises
    ------
    KeyError, StopIteration
        When this dossier has no such chart.
    """
    names = Names(stored.dossier, language)
    around = around or Surroundings()
    drawn = draw(name, stored, PIXELS[width], names, around)
    scope = f"c{_key(name, stored, language, width, around)[:10]}"
    svg, pixels, height = finish(drawn.canvas.to_svg(), title=drawn.title, description=drawn.alt, scope=scope)
    return Chart(name, drawn.title, drawn.alt, drawn.how, svg, drawn.table, pixels, height)


def load_chart(
    name: str,
    stored: Stored,
    home: Path,
    language: str,
    width: str = "desktop",
    around: Surroundings | None = None,
) -> Chart:
    """Open a chart from ``home/charts``; draw and keep it there when it is not there yet."""
    file = _file(home, _key(name, stored, language, width, around or Surroundings()))
    if file.exists():
        return _read(file)
    chart = make_chart(name, stored, language, width, around)
    file.parent.mkdir(parents=True, exist_ok=True)
    waiting = file.with_suffix(f".{id(chart)}.part")
    waiting.write_text(json.dumps(asdict(chart), ensure_ascii=False), encoding="utf-8")
    waiting.replace(file)
    return chart


def prerender(
    stored: Stored,
    home: Path,
    language: str | None = None,
    around: Surroundings | None = None,
    report: Report | None = None,
) -> int:
    """Draw all charts of a measurement ahead, at both widths; return how many there are."""
    languages = LANGUAGES if language is None else (language,)
    todo = [(n, lang, w) for lang in languages for n in chart_names(stored.dossier, around) for w in WIDTHS]
    for done, (name, lang, width) in enumerate(todo, start=1):
        load_chart(name, stored, home, lang, width, around)
        if report:
            report(done, len(todo), name)
    return len(todo)


def _file(home: Path, key: str) -> Path:
    return home / "charts" / key[:2] / f"{key}.json"


def _read(file: Path) -> Chart:
    found = json.loads(file.read_text(encoding="utf-8"))
    table = found.pop("table")
    columns = tuple(Column(**c) for c in table["columns"])
    return Chart(**found, table=ChartTable(columns, tuple(tuple(row) for row in table["rows"])))


def _key(name: str, stored: Stored, language: str, width: str, around: Surroundings) -> str:
    parts = [_drawing_version(), stored.id, name, language, width, around.fingerprint()]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


@cache
def _drawing_version() -> str:
    """Return a text that changes when the code or the catalogue that makes charts changes."""
    room = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for file in sorted([*room.rglob("*.py"), *room.rglob("*.po")]):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
