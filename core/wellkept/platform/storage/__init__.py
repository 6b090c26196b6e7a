"""Storage: two databases behind one interface, transactions that keep their word, and SQL written by hand."""
