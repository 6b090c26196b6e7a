"""The commands of `wellkept`, one file for each family."""
