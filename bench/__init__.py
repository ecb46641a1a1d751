"""Benchmarks beside the usual libraries, in one run and on one input."""
