"""An index for the list of clocks in every state."""

STATEMENTS = ("""CREATE INDEX sla_clock__due_at__id ON sla_clock (due_at, id)""",)
