# SPDX-License-Identifier: EUPL-1.2
"""Partners: the list, the sheet of one, seats, goals, commitments, responsibilities and contacts."""
