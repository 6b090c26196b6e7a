"""The verbs of importing: start a run, do one batch of it, go on with it."""
