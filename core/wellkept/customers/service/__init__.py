"""The verbs that change customers and their types; each is one transaction and is announced in it."""
