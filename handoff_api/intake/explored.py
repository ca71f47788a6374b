"""What she explored and asked, as a case brings it: part of `POST /v1/screenings`, version 1 of the contract.

Explored       what of this there is; the rest is empty or null
  LookedAt       a sector: her experience and wish, what spoke for it, what she can of it, words she learnt
  Path           where she could begin in one she chose, and why
  FirstVisit     the company she would like to see first
  Coding         a topic she asked about; `asked` is her own questions

Codes with their Danish names, as in the rest of a case; what she struck is not in it.
"""

from __future__ import annotations

from pydantic import Field, model_validator
from typing_extensions import Self

from handoff_api.contract import Coding, Label, Part, Sentence, Words


class LookedAt(Part):
    """A sector she looked at."""

    sector: Coding
    demand: Coding | None = Field(None, description="How many jobs there are here; null: not known.")
    reasons: list[Sentence] = Field(max_length=10, description="Why it was suggested; empty: it was not.")
    before: Coding | None = Field(None, description="Whether she has done such work; null: not said.")
    like: Coding | None = Field(None, description="Whether she would like to; null: not said.")
    skills: list[Coding] = Field(max_length=60, description="What she can already, of `of_skills` to choose from.")
    of_skills: int = Field(ge=0, le=60)
    words: list[Label] = Field(max_length=60, description="Danish words of the trade that she got in the game.")

    @model_validator(mode="after")
    def _no_more_than_there_are(self) -> Self:
        if len(self.skills) > self.of_skills:
            raise ValueError("skills: no more than there are to choose from")
        return self


class Path(Part):
    """A suggestion where she could begin; she and the caseworker decide."""

    sector: Coding
    step: Coding
    about: Sentence = Field(description="What this step is in this sector.")
    after: Coding | None = Field(None, description="The step that comes next; null: none.")
    reasons: list[Sentence] = Field(max_length=10)


class FirstVisit(Part):
    """The company she would like to see first."""

    sector: Coding
    employer: Coding


class Explored(Part):
    """Sectors, the path and her questions."""

    sectors: list[LookedAt] = Field(max_length=40)
    chosen: list[Coding] = Field(max_length=40, description="The sectors she goes on with, in her order.")
    paths: list[Path] = Field(max_length=40, description="One for each that she chose.")
    first_visit: FirstVisit | None = None
    topics: list[Coding] = Field(max_length=100, description="What she asked about and got an answer to.")
    asked: Words | None = Field(None, description="What she asked and wants answered, a line each.")

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        chosen = [sector.code for sector in self.chosen]
        looked_at = [sector.sector.code for sector in self.sectors]
        if any(len(set(codes)) != len(codes) for codes in (chosen, looked_at)):
            raise ValueError("sectors: each stands there once")
        if sorted(path.sector.code for path in self.paths) != sorted(chosen):
            raise ValueError("paths: there is one for each sector she chose")
        if self.first_visit and self.first_visit.sector.code not in chosen:
            raise ValueError("first_visit: it is in a sector she chose")
        return self
