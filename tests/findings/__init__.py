"""What real frameworks do, shown without the suite: a module each, a test for each cause."""
