"""What the routes of plans, contracts and activations take and give."""
