"""What a caseworker can choose instead of a suggestion.

The codes are those of the handoff contract; their names are the inbox's own texts, so that a choice can be shown
before any case has suggested it. Subgroups and needs: IPL 7.1.1, 7.5, 7.6; efforts and legal groups: FUT rec. 1 and 2
(names of 2014: the law has been renumbered since, and the caseworker confirms).
"""

from __future__ import annotations

from handoff_api.i18n import mark as _

SUBGROUPS = {
    "1": _("choice.subgroup.1"),
    "2": _("choice.subgroup.2"),
    "3": _("choice.subgroup.3"),
}
EFFORTS = {
    "self_help": _("choice.effort.self_help"),
    "hand_held": _("choice.effort.hand_held"),
}
LEGAL_GROUPS = {
    "inl_2_3": _("choice.legal.inl_2_3"),
    "inl_2_4": _("choice.legal.inl_2_4"),
    "lab_2_10": _("choice.legal.lab_2_10"),
    "benefit": _("choice.legal.benefit"),
}
# One list a kind of need: a need is changed to another of its kind.
NEEDS = (
    {
        "mentor_none": _("choice.need.mentor_none"),
        "mentor_light": _("choice.need.mentor_light"),
        "mentor_company": _("choice.need.mentor_company"),
        "mentor_social": _("choice.need.mentor_social"),
    },
    {
        "danish_individual": _("choice.need.danish_individual"),
        "danish_fvu_start": _("choice.need.danish_fvu_start"),
        "danish_fvu_reading": _("choice.need.danish_fvu_reading"),
        "danish_trade": _("choice.need.danish_trade"),
        "danish_pictograms": _("choice.need.danish_pictograms"),
    },
    {
        "up_driving": _("choice.need.up_driving"),
        "up_food": _("choice.need.up_food"),
        "up_cleaning": _("choice.need.up_cleaning"),
        "up_surface": _("choice.need.up_surface"),
        "up_warehouse": _("choice.need.up_warehouse"),
        "up_interpreting": _("choice.need.up_interpreting"),
    },
    {
        "company_small_steps": _("choice.need.company_small_steps"),
        "company_openings": _("choice.need.company_openings"),
    },
    {
        "health_considerations": _("choice.need.health_considerations"),
        "health_doctor": _("choice.need.health_doctor"),
    },
    {
        "practical_post": _("choice.need.practical_post"),
        "practical_payslip": _("choice.need.practical_payslip"),
        "practical_money": _("choice.need.practical_money"),
        "practical_transport": _("choice.need.practical_transport"),
        "practical_childcare": _("choice.need.practical_childcare"),
    },
    {
        "network_club": _("choice.need.network_club"),
        "network_cv": _("choice.need.network_cv"),
    },
)
_SINGLE = {"subgroup": SUBGROUPS, "effort": EFFORTS, "legal_group": LEGAL_GROUPS}


def options(about: str) -> dict[str, str]:
    """Code -> message id of what can be chosen about "subgroup", "effort", "legal_group" or "need:<code>"."""
    if about in _SINGLE:
        return _SINGLE[about]
    code = about.removeprefix("need:")
    return next((kind for kind in NEEDS if code in kind), {})


def all_needs() -> dict[str, str]:
    """Every need that a caseworker can add by herself."""
    return {code: name for kind in NEEDS for code, name in kind.items()}


def name(code: str) -> str | None:
    """The message id of a code's name, whatever it is a choice about; None for a code that is not known here."""
    return {**SUBGROUPS, **EFFORTS, **LEGAL_GROUPS, **all_needs()}.get(code)
