"""The tables of weather_hold, as they were first released."""

STATEMENTS = (
    """CREATE TABLE weather_hold_reading (
    "id" UUID PRIMARY KEY NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "project_id" UUID NOT NULL REFERENCES project (id) ON DELETE CASCADE,
    "measured_at" TIMESTAMPTZ NOT NULL,
    "wind_dmps" INTEGER NOT NULL
)""",
    """CREATE UNIQUE INDEX weather_hold_reading__project_id__measured_at ON weather_hold_reading (project_id, measured_at)""",
    """CREATE INDEX weather_hold_reading__measured_at ON weather_hold_reading (measured_at)""",
    """CREATE TABLE weather_hold_site (
    "id" UUID PRIMARY KEY NOT NULL,
    "project_id" UUID NOT NULL REFERENCES project (id) ON DELETE CASCADE,
    "wind_max_mps" INTEGER NOT NULL
)""",
    """CREATE UNIQUE INDEX weather_hold_site__project_id ON weather_hold_site (project_id)""",
    """CREATE TABLE weather_hold_watch (
    "id" UUID PRIMARY KEY NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "version" BIGINT NOT NULL DEFAULT 1,
    "ticket_id" UUID NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
    "project_id" UUID NOT NULL REFERENCES project (id) ON DELETE CASCADE,
    "began_at" TIMESTAMPTZ NOT NULL,
    "ended_at" TIMESTAMPTZ,
    "reported" BOOLEAN NOT NULL DEFAULT FALSE
)""",
    """CREATE INDEX weather_hold_watch__ticket_id ON weather_hold_watch (ticket_id)""",
    """CREATE INDEX weather_hold_watch__project_id ON weather_hold_watch (project_id)""",
    """CREATE UNIQUE INDEX weather_hold_watch__ticket_id__4086239d ON weather_hold_watch (ticket_id) WHERE ended_at IS NULL""",
    """CREATE INDEX weather_hold_watch__began_at__id__4086239d ON weather_hold_watch (began_at, id) WHERE ended_at IS NULL""",
    """CREATE TABLE weather_hold_work (
    "id" UUID PRIMARY KEY NOT NULL,
    "ticket_id" UUID NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
    "outdoor" BOOLEAN NOT NULL,
    "wind_max_mps" INTEGER NOT NULL
)""",
    """CREATE UNIQUE INDEX weather_hold_work__ticket_id ON weather_hold_work (ticket_id)""",
)
