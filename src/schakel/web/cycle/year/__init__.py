# SPDX-License-Identifier: EUPL-1.2
"""The year: its phases, gates and calendar."""
