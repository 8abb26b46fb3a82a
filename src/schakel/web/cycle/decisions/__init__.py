# SPDX-License-Identifier: EUPL-1.2
"""Decisions, action points, promises and minutes."""
