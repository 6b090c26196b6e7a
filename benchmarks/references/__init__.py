"""What Wellkept is compared with: the same work on the same tables, by hand and with another well-known stack."""
