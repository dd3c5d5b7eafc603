import logging

import pytest

from config.logs import HideTokens


def logged(message, *args):
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, args, None)
    HideTokens().filter(record)
    return record.getMessage()


def test_the_token_of_a_personal_link_does_not_reach_the_log():
    assert logged("Not Found: %s", "/odpoved/Zk3_abcDEF-ghiJKL012345/") == "Not Found: /odpoved/Zk3_…/"


@pytest.mark.parametrize("path", ["/plany/novoborsko/", "/plany/12/verze/3/", "/moje-prace/"])
def test_an_ordinary_address_is_logged_whole(path):
    assert logged("Not Found: %s", path) == f"Not Found: {path}"
