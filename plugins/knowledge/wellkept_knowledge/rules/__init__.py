"""Decisions about words, ranks, articles and their lives; plain values in, plain values out."""
