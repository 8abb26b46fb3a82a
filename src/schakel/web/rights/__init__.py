# SPDX-License-Identifier: EUPL-1.2
"""Who may do what: one table as data (``permissions.yaml``), asked for every page before its view runs."""
