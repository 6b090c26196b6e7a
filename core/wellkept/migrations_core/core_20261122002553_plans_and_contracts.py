"""Service plans, contracts and the activations that follow from them."""

STATEMENTS = (
    """CREATE TABLE activation (
    "id" UUID PRIMARY KEY NOT NULL,
    "hash" TEXT NOT NULL,
    "plugins" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    CONSTRAINT activation__hash CHECK (length(hash) = 64)
)""",
    """CREATE UNIQUE INDEX activation__hash ON activation (hash)""",
    """CREATE TABLE service_plan (
    "id" UUID PRIMARY KEY NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "version" BIGINT NOT NULL DEFAULT 1
)""",
    """CREATE UNIQUE INDEX service_plan__code ON service_plan (code)""",
    """CREATE INDEX service_plan__updated_at__id ON service_plan (updated_at, id)""",
    """CREATE INDEX customer_type__default_plan_id ON customer_type (default_plan_id)""",
    """CREATE TABLE service_plan_revision (
    "id" UUID PRIMARY KEY NOT NULL,
    "plan_id" UUID NOT NULL REFERENCES service_plan (id) ON DELETE CASCADE,
    "revision" INTEGER NOT NULL,
    "plugins" JSONB NOT NULL,
    "effective_from" TIMESTAMPTZ NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL
)""",
    """CREATE UNIQUE INDEX service_plan_revision__plan_id__revision ON service_plan_revision (plan_id, revision)""",
    """CREATE INDEX service_plan_revision__plan_id__effective_from ON service_plan_revision (plan_id, effective_from)""",
    """CREATE TABLE contract (
    "id" UUID PRIMARY KEY NOT NULL,
    "number" TEXT NOT NULL,
    "customer_id" UUID NOT NULL REFERENCES customer (id) ON DELETE RESTRICT,
    "project_id" UUID REFERENCES project (id) ON DELETE RESTRICT,
    "starts_on" DATE NOT NULL,
    "ends_on" DATE,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "version" BIGINT NOT NULL DEFAULT 1,
    CONSTRAINT contract__period CHECK (ends_on IS NULL OR ends_on > starts_on)
)""",
    """CREATE UNIQUE INDEX contract__number ON contract (number)""",
    """CREATE INDEX contract__project_id ON contract (project_id)""",
    """CREATE INDEX contract__customer_id__project_id__starts_on ON contract (customer_id, project_id, starts_on)""",
    """CREATE INDEX contract__starts_on__id ON contract (starts_on, id)""",
    """CREATE INDEX contract__updated_at__id ON contract (updated_at, id)""",
    """CREATE TABLE contract_revision (
    "id" UUID PRIMARY KEY NOT NULL,
    "contract_id" UUID NOT NULL REFERENCES contract (id) ON DELETE CASCADE,
    "revision" INTEGER NOT NULL,
    "plan_id" UUID NOT NULL REFERENCES service_plan (id) ON DELETE RESTRICT,
    "overrides" JSONB NOT NULL,
    "ends_on" DATE,
    "effective_from" TIMESTAMPTZ NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL
)""",
    """CREATE INDEX contract_revision__plan_id ON contract_revision (plan_id)""",
    """CREATE UNIQUE INDEX contract_revision__contract_id__revision ON contract_revision (contract_id, revision)""",
    """CREATE INDEX ticket__activation_id ON ticket (activation_id)""",
    """CREATE INDEX ticket__contract_id ON ticket (contract_id)""",
)
