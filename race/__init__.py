"""Chặng: bytes → Track → Metrics → Verdict → Result → Leaderboard → Certificate."""

__version__ = "0.1.0"
