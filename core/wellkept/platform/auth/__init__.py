"""Accounts, API keys and bearer tokens: who is calling."""
