"""Archives: zip, gzip, one in the other, and the exports of whole accounts.

`planned` looks at the beginning of every file inside and reads the indexes; `activities` then reads
one member after the other, joined with what the indexes tell of it. A plain file goes the same way.
"""
