# SPDX-License-Identifier: EUPL-1.2
"""The audit of an index by the ten steps of the OECD/JRC Handbook (2008): numbers, findings and their proof.

In: a built index. Out: :class:`schakel.composite.audit.auditing.IndexAudit`, a frozen part per step with
tables, figures and findings that name the cell which proves them. Words and pictures are made elsewhere.
Public: ``auditing.audit_index``, ``supplied.Supplied``, ``default_factors.choose_default_factors``.
"""
