"""The verbs: each is one transaction."""
