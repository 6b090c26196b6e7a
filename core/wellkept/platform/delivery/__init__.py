"""Hands stored events to those who subscribed, at least once each, in the order of each record."""
