"""Two people at once, on real connections."""

from threading import Barrier, Thread

from django.db import connection


def at_once(*deeds):
    """Do deeds in threads that start together; return how each ended, in their order."""
    ready = Barrier(len(deeds))
    ended = ["never ended"] * len(deeds)

    def run(number, deed):
        try:
            connection.ensure_connection()
            ready.wait()
            deed()
            ended[number] = "done"
        except Exception as error:  # noqa: BLE001 - whatever it is, the test says it
            ended[number] = type(error).__name__
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return ended
