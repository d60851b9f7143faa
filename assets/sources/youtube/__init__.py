"""YouTube as a source of the audience ledger: public counters of the sessions' recordings.

Here the API is asked and its answers and refusals are read. Tables, schedules and retention belong elsewhere.
"""
