"""The same write sent twice happens once: keys, the answers they got, and how long these are kept."""
