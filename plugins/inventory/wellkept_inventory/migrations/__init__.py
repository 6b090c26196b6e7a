"""Migrations of inventory."""
