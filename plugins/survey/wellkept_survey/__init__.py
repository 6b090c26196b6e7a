"""Asking customers how the service was, with the uncertainty shown; and the calls and visits made without a fault."""

from wellkept_survey.plugin import plugin

__all__ = ["plugin"]
