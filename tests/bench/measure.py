"""Measuring in turns: ratios of two deeds, which a slow or busy machine changes little."""

import gc
import time
from collections.abc import Callable
from statistics import median

WARM_UP, TIMES = 5, 60
Row = tuple[str, float, float, str, bool]
Deed = Callable[[], None]


def timed(deed: Callable[[], object]) -> float:
    start = time.perf_counter()
    deed()
    return time.perf_counter() - start


def ratio(empty: Callable[[], object], deed: Callable[[], object], times: int = TIMES) -> float:
    """Measure two deeds in turns and return the median of their ratios."""
    for _ in range(WARM_UP):
        empty()
        deed()
    gc.collect()
    return median(timed(deed) / timed(empty) for _ in range(times))


def page(client, url: str, status: int = 200, **headers: str) -> Deed:
    """Make a deed that reads a page and insists on the answer."""

    def get() -> None:
        response = client.get(url, headers=headers)
        assert response.status_code == status, (url, response.status_code)

    return get


def at_most(name: str, figure: float, limit: float, unit: str = "× empty page") -> Row:
    return name, figure, limit, unit, figure <= limit
