"""The tables of checklists, as they were first released."""

STATEMENTS = (
    """CREATE TABLE checklists_item (
    "id" UUID PRIMARY KEY NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "version" BIGINT NOT NULL DEFAULT 1,
    "ticket_id" UUID NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
    "text" TEXT NOT NULL,
    "done_at" TIMESTAMPTZ
)""",
    """CREATE UNIQUE INDEX checklists_item__ticket_id__text ON checklists_item (ticket_id, text)""",
    """CREATE INDEX checklists_item__ticket_id__created_at__id ON checklists_item (ticket_id, created_at, id)""",
)
