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
│   │   └── InvalidRule
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
│   ├── NotClosed
│   ├── NotReady
│   ├── SlugTaken
│   ├── AlreadyRuled
│   ├── EnteredBefore
│   ├── NothingAsked
│   ├── AnsweredEnough
│   ├── NothingToProtest
│   ├── AlreadyProtested
│   ├── ProtestDecided
│   ├── TooLateToProtest
│   ├── NoReports
│   ├── OwnRun
│   ├── AlreadyReported
│   └── NotFinished
├── TooOften
│   └── TooManyReports
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
    AlreadyProtested,
    AlreadyReported,
    AlreadyRuled,
    AnsweredEnough,
    BadSignature,
    Conflict,
    EnteredBefore,
    EventClosed,
    EventFinal,
    EventNotOpen,
    Forbidden,
    Invalid,
    InvalidField,
    InvalidRule,
    NoFile,
    NoReports,
    NotClosed,
    NotFinished,
    NotFound,
    NothingAsked,
    NothingToProtest,
    NotReady,
    NotSignedIn,
    OwnRun,
    ProtestDecided,
    SlugTaken,
    TooLarge,
    TooLateToProtest,
    TooManyFiles,
    TooManyReports,
    TooOften,
    UnknownPreset,
    WrongPassword,
)

__all__ = [
    "AlreadyEntered",
    "AlreadyProtested",
    "AlreadyReported",
    "AlreadyRuled",
    "AnsweredEnough",
    "BadArchive",
    "BadSignature",
    "Bomb",
    "Conflict",
    "EmptyFile",
    "EnteredBefore",
    "EventClosed",
    "EventFinal",
    "EventNotOpen",
    "Forbidden",
    "ForbiddenMarkup",
    "Invalid",
    "InvalidField",
    "InvalidRule",
    "Locked",
    "MalformedFile",
    "NoActivity",
    "NoDate",
    "NoFile",
    "NoReports",
    "NotActivity",
    "NotClosed",
    "NotFinished",
    "NotFound",
    "NotReady",
    "NotSignedIn",
    "NothingAsked",
    "NothingInTime",
    "NothingToProtest",
    "OwnRun",
    "ProtestDecided",
    "RaceError",
    "ReaderFailed",
    "SlugTaken",
    "TooDeep",
    "TooHard",
    "TooLarge",
    "TooLateToProtest",
    "TooManyFiles",
    "TooManyMembers",
    "TooManyPoints",
    "TooManyReports",
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
