"""What the product does for people: load, call a pure function, save.

One request or job is one transaction: the entry point opens it and hands the Connection in, and it
is committed before the answer leaves. What holds slow work (hashing, examining) takes the Engine
instead and keeps that work outside of its transactions. Now is an argument; errors are those of
`race.errors`.
"""
