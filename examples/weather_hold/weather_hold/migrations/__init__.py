"""How the tables came to be, in the order of the file names."""
