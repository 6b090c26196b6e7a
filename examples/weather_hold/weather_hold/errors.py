"""Every failure, with its public code."""

from wellkept_sdk.errors import Conflict, Invalid


class TooWindy(Conflict):
    """The wind at the site is too strong for work outdoors."""

    code = "weather_hold.work.too_windy"


class ReadingRepeated(Conflict):
    """There is a reading of this moment already."""

    code = "weather_hold.reading.repeated"


class ReadingInFuture(Invalid):
    """A reading cannot have been made in the future."""

    code = "weather_hold.reading.in_future"
