"""The outbox: what happened, stored with the change itself, in an order that readers can rely on."""
