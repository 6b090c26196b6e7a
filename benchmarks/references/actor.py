"""In whose name the references write: they know no keys, so somebody must be named."""

from uuid import UUID

ACTOR_ID = UUID("01900000-0000-7000-8000-000000000001")
ACTOR_NAME = "Bench engineer"
ACTOR_EMAIL = "bench@example.com"
