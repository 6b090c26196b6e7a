"""Tells other programs what happens: every event is posted to the addresses that asked for it, signed, in order."""
