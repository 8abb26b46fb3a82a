# SPDX-License-Identifier: EUPL-1.2
"""Commands about what is kept of people: remove contacts after their day, give a partner its data."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from schakel.commands.database import open_database
from schakel.commands.terminal import print_plain, say

contacts_app = typer.Typer()


@contacts_app.command(name="purge-contacts", help=say("Remove business contacts whose day has passed."))
def purge_contacts() -> None:
    """Remove expired contacts; meant to run every night."""
    open_database()
    from django.utils import timezone

    from schakel.programme.actions.contacts import remove_expired_contacts
    from schakel.programme.recording import Actor

    removed = remove_expired_contacts(today=timezone.localdate(), by=Actor("system"), at=datetime.now(UTC))
    print_plain(say.choose("{n} contact removed.", "{n} contacts removed.", removed))


@contacts_app.command(name="export-partner", help=say("Write all that is kept about a partner to a file."))
def export_partner(
    partner: Annotated[str, typer.Argument(help=say("The code of the partner."))],
    file: Annotated[Path, typer.Argument(help=say("The file (.json)."))],
) -> None:
    """Write the data as JSON, readable by its owner alone."""
    open_database()
    from schakel.programme.queries.partners import find_partner
    from schakel.programme.retention import export_partner_data

    data = export_partner_data(find_partner(partner))
    file.touch(mode=0o600)
    file.write_text(json.dumps(data, ensure_ascii=False, indent=2), encoding="utf-8")
    n_rows = sum(len(rows) for rows in data.values())
    print_plain(say("{n} rows of {tables} tables in {file}.", n=n_rows, tables=len(data), file=file))
