"""In whose name the references write, and what serves their tickets: they know no keys and no plans."""

from uuid import UUID

ACTOR_ID = UUID("01900000-0000-7000-8000-000000000001")
ACTOR_NAME = "Bench engineer"
ACTOR_EMAIL = "bench@example.com"
ACTIVATION_ID = UUID("01900000-0000-7000-8000-000000000002")
