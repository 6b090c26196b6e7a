"""The verbs that change plans and contracts; each is one transaction, kept in the audit trail and announced in it."""
