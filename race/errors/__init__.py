"""Everything that can go wrong, as one tree. A cheat is no error: it is a Flag.

RaceError
├── UnreadableFile           the file is kept, and its owner told what to do
│   ├── EmptyFile
│   ├── UnknownFormat
│   ├── MalformedFile
│   ├── ForbiddenMarkup
│   ├── TooDeep
│   ├── TooManyPoints
│   ├── TooManyRuns
│   ├── TooMuchMarkup
│   ├── NoActivity
│   ├── NotActivity
│   ├── NothingInTime
│   ├── NoDate
│   ├── BadArchive
│   │   ├── Locked
│   │   ├── Bomb
│   │   ├── TooMuchInside
│   │   ├── TooNested
│   │   └── TooManyMembers
│   ├── ReaderFailed
│   └── TooHard
├── Invalid                  a field of a request cannot be taken
│   ├── InvalidField
│   ├── NoFile
│   ├── TooManyFiles
│   └── UnknownPreset
├── TooLarge                 nothing was kept
├── NotSignedIn
│   └── WrongPassword
├── Forbidden
├── NotFound                 also what belongs to somebody else
├── Conflict
│   ├── AlreadyEntered
│   ├── EventClosed
│   │   └── EventNotOpen
│   ├── EventFinal
│   ├── SlugTaken
│   ├── AlreadyRuled
│   └── NotFinished
├── TooOften
└── BadSignature

An error carries facts; `race.i18n.both(error.text, error.facts)` says it in both languages, and
one table in `race.api.errors` gives it a status. Nothing below the web knows a status code.
"""

from race.errors.base import RaceError
from race.errors.files import (
    BadArchive,
    Bomb,
    EmptyFile,
    ForbiddenMarkup,
    Locked,
    MalformedFile,
    NoActivity,
    NoDate,
    NotActivity,
    NothingInTime,
    ReaderFailed,
    TooDeep,
    TooHard,
    TooManyMembers,
    TooManyPoints,
    TooManyRuns,
    TooMuchInside,
    TooMuchMarkup,
    TooNested,
    UnknownFormat,
    UnreadableFile,
)
from race.errors.requests import (
    AlreadyEntered,
    AlreadyRuled,
    BadSignature,
    Conflict,
    EventClosed,
    EventFinal,
    EventNotOpen,
    Forbidden,
    Invalid,
    InvalidField,
    NoFile,
    NotFinished,
    NotFound,
    NotSignedIn,
    SlugTaken,
    TooLarge,
    TooManyFiles,
    TooOften,
    UnknownPreset,
    WrongPassword,
)

__all__ = [
    "AlreadyEntered",
    "AlreadyRuled",
    "BadArchive",
    "BadSignature",
    "Bomb",
    "Conflict",
    "EmptyFile",
    "EventClosed",
    "EventFinal",
    "EventNotOpen",
    "Forbidden",
    "ForbiddenMarkup",
    "Invalid",
    "InvalidField",
    "Locked",
    "MalformedFile",
    "NoActivity",
    "NoDate",
    "NoFile",
    "NotActivity",
    "NotFinished",
    "NotFound",
    "NotSignedIn",
    "NothingInTime",
    "RaceError",
    "ReaderFailed",
    "SlugTaken",
    "TooDeep",
    "TooHard",
    "TooLarge",
    "TooManyFiles",
    "TooManyMembers",
    "TooManyPoints",
    "TooManyRuns",
    "TooMuchInside",
    "TooMuchMarkup",
    "TooNested",
    "TooOften",
    "UnknownFormat",
    "UnknownPreset",
    "UnreadableFile",
    "WrongPassword",
]
