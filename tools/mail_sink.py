"""The mail server of the demo: `python tools/mail_sink.py PORT FOLDER`.

Real SMTP, but nothing leaves the machine. Every received message becomes one .eml file, complete or
not there at all; the pages "Pošta dema" show them.
"""

import itertools
import os
import signal
import sys
import time
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Sink:
    """Keeps what it receives, with the address of delivery that the headers need not tell."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.counter = itertools.count(1)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802, ARG002
        name = f"{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}-{next(self.counter):06}.eml"
        delivered = "".join(f"Delivered-To: {recipient}\r\n" for recipient in envelope.rcpt_tos)
        part = self.folder / f"{name}.part"
        part.write_bytes(delivered.encode() + (envelope.original_content or b""))
        part.rename(self.folder / name)
        return "250 OK"


def main() -> int:
    port, folder = int(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    controller = Controller(Sink(folder), hostname="127.0.0.1", port=port, data_size_limit=40 * 1024 * 1024)
    controller.start()
    print(f"SMTP 127.0.0.1:{port} → {folder}", flush=True)
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    controller.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
