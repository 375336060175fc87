"""The doors and the journeys: goals in, plans and reports out."""

__version__ = "0.1.0"
