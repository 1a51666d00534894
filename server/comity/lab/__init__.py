"""Games without people: one table that turns are played on, and whole games of bots."""
