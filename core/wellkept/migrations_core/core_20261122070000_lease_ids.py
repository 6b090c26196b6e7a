"""What is done under a claim of work stands only if the row still has the id of that claim."""

STATEMENTS = (
    """ALTER TABLE job ADD COLUMN "lease_id" UUID""",
    """ALTER TABLE timer ADD COLUMN "lease_id" UUID""",
    """ALTER TABLE event_delivery ADD COLUMN "lease_id" UUID""",
)
