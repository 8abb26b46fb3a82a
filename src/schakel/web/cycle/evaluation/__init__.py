# SPDX-License-Identifier: EUPL-1.2
"""Evaluation: progress, judgements, yardsticks, self-assessment, assumptions."""
