# SPDX-License-Identifier: EUPL-1.2
"""Where tries are counted: small files in the home folder, so that every process counts the same."""

import tempfile
from pathlib import Path
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache


class CountingCache(FileBasedCache):
    """Django's file cache, in which two processes cannot both add the same key (it is used as a lock)."""

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Store a value where there is none; say whether this call did."""
        if self.has_key(key, version):
            return False
        self._createdir()  # type: ignore[attr-defined]
        target = Path(self._key_to_file(key, version))  # type: ignore[attr-defined]
        with tempfile.NamedTemporaryFile(dir=target.parent) as written:
            self._write_content(written, timeout, value)  # type: ignore[attr-defined]
            written.flush()
            try:
                target.hardlink_to(written.name)
            except FileExistsError:
                return False
        return True
