"""The verbs of accounts and keys: each is one transaction and leaves an audit entry."""
