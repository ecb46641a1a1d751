"""The tests of Chặng; they mirror race/."""
