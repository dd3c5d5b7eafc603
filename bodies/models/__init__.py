from bodies.models.action_item import ActionCheck, ActionItem
from bodies.models.agenda import AgendaItem, Paper, RecordText
from bodies.models.ballot import Ballot, BallotVote, Round, RoundVote
from bodies.models.body import Body, NumberSeries
from bodies.models.meeting import Meeting, Poll, PollOption, PollVote
from bodies.models.minutes import Correction, Minutes, Remark, Verifier
from bodies.models.participant import Answer, ItemAbsence, Needs, Participant, Stay
from bodies.models.resolution import Resolution, ResolutionPoint
from bodies.models.seat import Mandate, Seat
from bodies.models.standing_orders import StandingOrders

__all__ = [
    "ActionCheck",
    "ActionItem",
    "AgendaItem",
    "Answer",
    "Ballot",
    "BallotVote",
    "Body",
    "Correction",
    "ItemAbsence",
    "Mandate",
    "Meeting",
    "Minutes",
    "Needs",
    "NumberSeries",
    "Paper",
    "Participant",
    "Poll",
    "PollOption",
    "PollVote",
    "RecordText",
    "Remark",
    "Resolution",
    "ResolutionPoint",
    "Round",
    "RoundVote",
    "Seat",
    "StandingOrders",
    "Stay",
    "Verifier",
]
