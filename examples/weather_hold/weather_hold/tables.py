"""What is stored about sites, tickets and the wind."""

from wellkept_sdk.db import OnDelete, Table, TableSet, columns, core_table, index, unique_index


class WeatherHoldSite(Table, tablename="weather_hold_site"):
    """A project with a limit of its own."""

    id = columns.primary_key()
    project_id = columns.reference(core_table("Project"), on_delete=OnDelete.cascade, index=False)
    wind_max_mps = columns.integer()


class WeatherHoldReading(Table, tablename="weather_hold_reading"):
    """The wind at a project at a moment, in decimetres per second."""

    id = columns.primary_key()
    created_at = columns.created_at()
    project_id = columns.reference(core_table("Project"), on_delete=OnDelete.cascade, index=False)
    measured_at = columns.moment()
    wind_dmps = columns.integer()
    gust_dmps = columns.integer()


class WeatherHoldWork(Table, tablename="weather_hold_work"):
    """Whether a ticket's work is outdoors, and the limit that was agreed when it was taken up."""

    id = columns.primary_key()
    ticket_id = columns.reference(core_table("Ticket"), on_delete=OnDelete.cascade, index=False)
    outdoor = columns.boolean()
    wind_max_mps = columns.integer()


class WeatherHoldWatch(Table, tablename="weather_hold_watch"):
    """A time that a ticket waits for the weather; without an end it still does."""

    id = columns.primary_key()
    created_at = columns.created_at()
    updated_at = columns.updated_at()
    version = columns.version()
    ticket_id = columns.reference(core_table("Ticket"), on_delete=OnDelete.cascade, index=True)
    project_id = columns.reference(core_table("Project"), on_delete=OnDelete.cascade, index=True)
    began_at = columns.moment()
    ended_at = columns.moment(null=True)
    #: True once the service record tells how long the work has waited.
    reported = columns.boolean(default=False)


SCHEMA = TableSet(
    tables=(WeatherHoldSite, WeatherHoldReading, WeatherHoldWork, WeatherHoldWatch),
    migrations="weather_hold.migrations",
    indexes=(
        unique_index("weather_hold_site", "project_id"),
        unique_index("weather_hold_reading", "project_id", "measured_at"),
        index("weather_hold_reading", "measured_at"),
        unique_index("weather_hold_work", "ticket_id"),
        unique_index("weather_hold_watch", "ticket_id", where="ended_at IS NULL"),
        index("weather_hold_watch", "began_at", "id", where="ended_at IS NULL"),
    ),
)
