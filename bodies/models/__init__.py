from bodies.models.body import Body, NumberSeries, StandingOrders
from bodies.models.meeting import Meeting
from bodies.models.seat import Mandate, Seat

__all__ = ["Body", "Mandate", "Meeting", "NumberSeries", "Seat", "StandingOrders"]
