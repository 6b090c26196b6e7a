"""Pure decisions about the equipment tree."""
