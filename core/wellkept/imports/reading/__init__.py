"""Files of other systems as rows of cells: always a plain CSV file in the end, read from any place in it."""
