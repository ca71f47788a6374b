"""What caseworkers add to a case, and the row that the list searches.

    Review     a caseworker's answer to one suggestion; rows are only ever added, so suggestion and choices all stay
    Note       a caseworker's own note on the case
    Wording    her own words, said in Danish by somebody who knows both languages; rows are only ever added
    CaseIndex  what the list shows and searches: derived from the newest revision, can be rebuilt at any time

All of them go with the case when it is erased (ON DELETE CASCADE).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from handoff_api.database import Base, UtcDateTime


class Review(Base):
    """A suggestion confirmed or changed: by whom, when, from which revision, with which comment."""

    __tablename__ = "reviews"
    __table_args__ = (Index("ix_reviews_case_about", "case_id", "about"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    revision: Mapped[int] = mapped_column(Integer)  # the revision that was on the screen
    about: Mapped[str] = mapped_column(String(90))  # "subgroup", "effort", "legal_group" or "need:<code>"
    suggested: Mapped[str | None] = mapped_column(String(80))  # the suggested code; None: nothing was suggested
    chosen: Mapped[str | None] = mapped_column(String(80))  # the caseworker's code; None: not needed
    comment: Mapped[str] = mapped_column(Text, default="")
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    author: Mapped[str] = mapped_column(String(120))  # the name at that time
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Note(Base):
    """A note on the case, in the caseworker's words."""

    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    author: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Wording(Base):
    """A Danish wording of her own words, with who wrote it."""

    __tablename__ = "wordings"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    about: Mapped[str] = mapped_column(String(65))  # the words: quotes.words_id
    text: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    author: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class CaseIndex(Base):
    """One row a case for the list. Health answers are left out: nobody is to be found by her health."""

    __tablename__ = "case_index"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)
    revision: Mapped[int] = mapped_column(Integer)  # the revision it was derived from
    name: Mapped[str] = mapped_column(String(200), default="")
    goal: Mapped[str] = mapped_column(String(400), default="")
    goal_language: Mapped[str] = mapped_column(String(35), default="da")  # not Danish: her own words
    subgroup: Mapped[str | None] = mapped_column(String(80), index=True)  # as chosen by a caseworker, else as suggested
    effort: Mapped[str | None] = mapped_column(String(80))
    interpreter: Mapped[bool | None] = mapped_column(Boolean)  # None: not said
    search: Mapped[str] = mapped_column(Text)  # casefolded: SQLite's LIKE folds only ASCII
