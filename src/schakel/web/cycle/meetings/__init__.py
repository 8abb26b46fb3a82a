# SPDX-License-Identifier: EUPL-1.2
"""Meetings: agenda, papers, presence, and putting something on the agenda."""
