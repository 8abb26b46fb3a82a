# SPDX-License-Identifier: EUPL-1.2
"""The database of the site, for commands that work on it."""

import os


def open_database() -> None:
    """Set the site up in this process, with its database up to date."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "schakel.web.settings")
    import django

    django.setup()
    from schakel.web.preparing import prepare_database

    prepare_database()
