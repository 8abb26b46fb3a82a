# SPDX-License-Identifier: EUPL-1.2
"""Pictures of an index: plain data in, a chart with text alternative and table out."""
