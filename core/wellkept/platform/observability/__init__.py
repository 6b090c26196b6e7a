"""What operators see: logs, metrics, health, and traces where they are wanted."""
