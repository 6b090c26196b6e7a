"""Readings know their gusts; those that were made before had none that is known, so the wind itself counts."""

STATEMENTS = (
    "ALTER TABLE weather_hold_reading ADD COLUMN gust_dmps INTEGER NOT NULL DEFAULT 0",
    "UPDATE weather_hold_reading SET gust_dmps = wind_dmps",
)
