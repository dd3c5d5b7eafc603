"""What may be written to a log: never the token of a personal link."""

import logging
import re

TOKEN = re.compile(r"(?<=/)[A-Za-z0-9_:.-]{20,}(?=[/?\s]|$)")


class HideTokens(logging.Filter):
    """Shorten every long path segment, which may be the key to somebody's answer."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        hidden = TOKEN.sub(lambda found: f"{found[0][:4]}…", message)
        if hidden != message:
            record.msg, record.args = hidden, ()
        return True
