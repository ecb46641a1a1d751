"""Reading files and judging what is in them."""
