"""How often the checks accuse the honest, and how often they miss a cheat.

Tracks are made here without a look at the checks: honest ones from what is known of people and of
receivers, forged ones from what forgers do, copies, rides and drives. `python -m tests.fairness`
measures the checks on them and prints one table; docs/fairness.md explains it.
"""
