"""The verbs that change equipment; each is one transaction and is announced in it."""
