"""Implementations that nobody should trust: what each does, and what is to come of it.

``python -m tests.hostile`` runs the gate on every one of them, and writes the table RESULTS.md.
"""
