"""The run as data (model), and one module for each form it is told in."""
