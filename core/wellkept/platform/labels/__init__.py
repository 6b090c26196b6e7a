"""The words that people see, in every language that there are words for."""
