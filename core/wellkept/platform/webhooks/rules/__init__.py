"""What webhooks decide without asking anybody."""
