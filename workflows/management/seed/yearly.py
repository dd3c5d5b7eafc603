"""Steps of a story that come back every year: the triad, an approval, an action plan, an evaluation.

Each is told as the plain steps that it consists of, so that no deed of the office is left out.
"""

import datetime as dt

from workflows.management.seed import asking, deciding, writing
from workflows.management.seed.story import Step, Story, Verb, tell

PLAIN: dict[str, Verb] = {**writing.VERBS, **asking.VERBS, **deciding.VERBS}
REVIEW = dt.timedelta(days=14)


def day_after(text: str, days: int) -> str:
    """Return a day of the fixtures some days later, as the fixtures write it."""
    return str(dt.date.fromisoformat(text[:10]) + dt.timedelta(days=days))


def triad(story: Story, step: Step) -> None:
    """Name people of the three sides, hand the text to them and let them all agree."""
    day = step["on"][:10]
    steps: list[Step] = [
        {"do": "name", "on": f"{day} 13:00", "people": step["people"]},
        {"do": "submit_to_triad", "on": f"{day} 13:30", "due": day_after(day, REVIEW.days)},
        {"do": "agree", "on": f"{day_after(day, 8)} 10:00"},
    ]
    tell(story, steps, PLAIN)


def approve(story: Story, step: Step) -> None:
    """Bring a text before its councils, [body, day, outcome, number] each, adopt it and publish it."""
    last = max(day for _body, day, *_rest in step["councils"])
    steps: list[Step] = [{**step, "do": "submit_for_approval"}]
    steps += [
        {"do": "decide", "on": f"{day} 16:00", "body": body, "outcome": outcome, "number": number}
        for body, day, outcome, number in step["councils"]
    ]
    if "valid" in step:
        since, until = step["valid"]
        steps.append({"do": "set_validity", "on": f"{last} 17:00", "from": since, "to": until})
    steps.append({"do": "adopt", "on": f"{day_after(last, 1)} 09:00"})
    steps.append({"do": "publish", "on": f"{day_after(last, 7)} 10:00", "url": step.get("url", "")})
    tell(story, steps, PLAIN)


def year_plan(story: Story, step: Step) -> None:
    """Make the action plan of a year from items of the plan, with the triad where people are named."""
    tell(story, [{**step, "do": "start", "kind": "action_plan"}], PLAIN)
    if "people" in step:
        triad(story, {**step, "on": day_after(step["on"], 7)})
    year = step["year"]
    approve(story, {**step, "on": step["submitted"], "valid": [f"{year}-01-01", f"{year}-12-31"]})


def evaluate(story: Story, step: Step) -> None:
    """Evaluate a year, or without a year the whole plan; councils take note of it."""
    steps: list[Step] = [
        {**step, "do": "start", "kind": "evaluation", "path": "vyhodnoceni"},
        {"do": "write", "on": f"{day_after(step['on'], 7)} 09:00", "parts": step["parts"]},
    ]
    tell(story, steps, PLAIN)
    if "people" in step:
        triad(story, {**step, "on": day_after(step["on"], 8)})
    noted = [[body, decided, "takes_note", number] for body, decided, number in step["noted"]]
    approve(story, {"on": step["submitted"], "councils": noted, "url": step.get("url", "")})


VERBS: dict[str, Verb] = {verb.__name__: verb for verb in (triad, approve, year_plan, evaluate)}
