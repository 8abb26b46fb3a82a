# SPDX-License-Identifier: EUPL-1.2
"""What was computed from the register is not computed again while the tables it came from are the same.

Nothing of it is stored: a process keeps the last few, and every use asks the database first whether a row
was added, changed or removed.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection
from django.db.models import Model

from schakel.programme.queries.table_state import State, table_state

Result = TypeVar("Result")
MOST_KEPT = 64
_KEPT: OrderedDict[Hashable, tuple[State, Any]] = OrderedDict()


def kept(what: Hashable, tables: Collection[type[Model]], make: Callable[[], Result]) -> Result:
    """Return what ``make`` gives, made again only when a table changed; one query.

    Parameters
    ----------
    what
        Names what is made, with every choice it depends on besides the tables: the day, a filter.
    tables
        Every table that ``make`` reads.
    make
        What it gives must not be changed by who gets it.
    """
    place = (settings.CACHES["default"].get("LOCATION", ""), connection.settings_dict["NAME"])
    key, state = (place, what), table_state(tables)
    found = _KEPT.get(key)
    if found is not None and found[0] == state:
        return found[1]  # type: ignore[no-any-return]
    result = make()
    _KEPT[key] = (state, result)
    while len(_KEPT) > MOST_KEPT:
        _KEPT.popitem(last=False)
    return result
