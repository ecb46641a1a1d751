"""Pictures of a run: arrays in, numbers and SVG path strings out.

A drawing knows no language and no colour. It says where things stand in a box of user units; the
templates give them their classes and their words.
"""
