"""Figures of speed: ``python -m tests.bench``. None of them is a test that could fail."""
