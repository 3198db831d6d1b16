"""Themes: what the findings and recommendations of audits are about, as the forms offer them."""

THEMES = (
    "Assessment",
    "Case recording",
    "Direct work",
    "Family and carers",
    "Management oversight",
    "Multi-agency working",
    "Pathway plan",
    "Permanence",
    "Planning and timescales",
    "Supervision",
    "Transitions",
    "Visits",
    "Voice of the child",
    "Other",
)
