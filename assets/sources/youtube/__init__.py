"""YouTube as a source of the audience ledger: public counters, and the history that a channel's owner lets us read.

Here the APIs are asked and their answers and refusals are read. Tables, schedules and retention belong elsewhere.
"""
