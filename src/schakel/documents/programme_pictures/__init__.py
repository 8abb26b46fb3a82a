# SPDX-License-Identifier: EUPL-1.2
"""Pictures of the programme, drawn from what ``programme.queries`` returns; one file for each picture."""
