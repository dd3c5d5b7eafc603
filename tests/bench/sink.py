"""A mail server that throws everything away: `python tests/bench/sink.py PORT`, until its input ends."""

import sys

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Nowhere:
    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        return "250 OK"


def main() -> int:
    controller = Controller(Nowhere(), hostname="127.0.0.1", port=int(sys.argv[1]))
    controller.start()
    print("ready", flush=True)
    sys.stdin.read()
    controller.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
