"""From the bytes of a file to recorded runs, and from a recorded run to what it shows."""
