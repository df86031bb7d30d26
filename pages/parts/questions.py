"""What the first page asks, and the metrics that answer it."""

QUESTIONS = {
    "Are customers satisfied?": ("csat", "nps", "ces", "first_response", "promises_kept", "within_hour"),
    "Do they speak for us?": (
        "valid_referrals",
        "referral_rate",
        "new_customers",
        "campaigns_with_customers",
        "recovered_detractors",
        "closed_loop",
        "enps",
        "ideas_adopted",
    ),
    "Is there a community that lives, and what comes of it?": (
        "active_people",
        "peer_answers",
        "give_share",
        "repeat_purchase",
        "revenue",
        "tests_decided",
    ),
}
