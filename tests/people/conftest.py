"""A real mail server for the tests of letters."""

import pytest

from tests.factories.sink import listening


@pytest.fixture
def sink(settings):
    with listening(settings) as server:
        yield server
