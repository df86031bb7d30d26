"""How hypothesis runs: the check tries the same examples each time, and a hunt (`make hunt`) draws many new ones.

Machines differ, and processes share one, so that being slow is no failure.
"""

from hypothesis import HealthCheck, settings

settings.register_profile("check", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("hunt", deadline=None, max_examples=500, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("check")
