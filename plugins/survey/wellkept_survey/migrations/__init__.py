"""What the tables looked like, release by release."""
