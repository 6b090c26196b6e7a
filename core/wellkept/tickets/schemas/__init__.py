"""What goes in and out of the ticket routes."""
