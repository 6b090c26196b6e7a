"""What a Wellkept plugin may import, and nothing else of ours."""
