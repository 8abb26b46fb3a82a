# SPDX-License-Identifier: EUPL-1.2
"""Every message catalogue compiles with the tool that `make` calls, which refuses bad placeholders."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

SOURCE = Path(__file__).resolve().parents[2] / "src"
CATALOGUES = sorted(SOURCE.rglob("*.po"))


def test_there_are_catalogues():
    assert len(CATALOGUES) >= 2


@pytest.mark.parametrize("po_file", CATALOGUES, ids=lambda p: p.parents[3].name)
def test_a_catalogue_has_no_bad_placeholders(po_file):
    with po_file.open("rb") as source:
        catalogue = read_po(source, locale="nl")
    wrong = [(message.id, [str(e) for e in errors]) for message, errors in catalogue.check()]
    assert not wrong
