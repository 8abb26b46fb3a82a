# SPDX-License-Identifier: EUPL-1.2
"""Papers of the yearly cycle: agendas, lists, and the calendar that others subscribe to."""
