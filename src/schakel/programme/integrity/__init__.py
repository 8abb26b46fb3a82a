# SPDX-License-Identifier: EUPL-1.2
"""The integrity checks of the register: data in ``checks.yaml``, run by ``checks``."""
