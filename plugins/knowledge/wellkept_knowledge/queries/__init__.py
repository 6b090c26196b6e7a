"""What is asked of articles, revisions, votes and the index."""
