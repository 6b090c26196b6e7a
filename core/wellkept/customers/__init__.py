"""Customers and their types: who is served."""
