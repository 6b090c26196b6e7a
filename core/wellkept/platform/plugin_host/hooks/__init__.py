"""What the hooks of a deployment are: their specifications, who implements them, and how they have fared."""
