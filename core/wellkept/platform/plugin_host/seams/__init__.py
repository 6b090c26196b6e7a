"""Where plugins meet the rest: routes, reactions, jobs and timers, records, what partners see."""
