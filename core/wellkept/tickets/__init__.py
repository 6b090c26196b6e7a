"""Tickets: one matter to be put right, from the report to the customer's confirmation."""
