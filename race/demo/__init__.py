"""The demo event: invented people, invented runs on roads drawn after a real country.

`race.demo.event.demo` makes the whole event; `race.demo.recording.record` makes one file.
"""
