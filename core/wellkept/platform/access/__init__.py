"""Who may do what: permissions, roles, row scope and the one gate that every route passes."""
