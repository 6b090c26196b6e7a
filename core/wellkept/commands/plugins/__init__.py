"""The commands of `wellkept plugins`, and those that plugins bring themselves."""
