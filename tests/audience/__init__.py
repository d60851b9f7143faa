"""Proofs about the audience ledger as a whole: over a simulated year, without YouTube, and about its secrets."""
