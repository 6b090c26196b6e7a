"""What is done to articles, votes, drafts and the index."""
