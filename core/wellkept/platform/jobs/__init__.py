"""Background work: queues in tables, timers, periodic jobs, and the worker that does what is due."""
