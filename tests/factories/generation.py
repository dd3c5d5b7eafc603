"""The next generation of a plan, founded as the office founds it."""

from datetime import date

from tests.factories import workflows
from workflows.actions.generation import next_generation
from workflows.models import Edition

PERIOD = (date(2027, 1, 1), date(2029, 12, 31))


def followed(text: Edition, **fields) -> Edition:
    """Continue the plan of a text; return the original edition of the new plan, in drafting."""
    first, last = fields.pop("period", PERIOD)
    values = {
        "plan": text.plan,
        "title": "Komunitní plán 2027–2029",
        "period_from": first,
        "period_to": last,
        "path": text.path,
        "by": workflows.coordinator(text),
        "now": workflows.at(text, days=30),
        **fields,
    }
    _plan, edition = next_generation(**values)
    return workflows.fresh(edition)
