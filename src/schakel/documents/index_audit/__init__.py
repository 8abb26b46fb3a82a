# SPDX-License-Identifier: EUPL-1.2
"""The audit of an index in words and pictures: the ten steps of the Handbook as PDF and HTML.

In: an :class:`schakel.composite.audit.auditing.IndexAudit` and the index itself. Out: documents in Dutch or
English in which every number leads to a table beside them. Public: ``write_audit``.
"""

from schakel.documents.index_audit.writing import write_audit

__all__ = ["write_audit"]
