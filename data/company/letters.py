"""What a case says for itself: its subject, when it was opened again, and who wrote last."""

import numpy as np
import pandas as pd

from data.company.voices import phrases
from data.company.world import DAY, NOW, blank, stream

# Only lately do customers still hope for an answer to their last message.
HOPEFUL = 30 * DAY


def written(cases: pd.DataFrame, seed: int) -> pd.DataFrame:
    """The cases with `subject`, and the moments of reopening and of each side's last message in seconds."""
    rng, n = stream(seed, "letters"), len(cases)
    subjects = phrases()["subjects"]
    lines = [subjects.get(str(topic).replace(" ", "_"), subjects["none"]) for topic in cases["topic"]]
    drawn = rng.random(n)
    subject = [some[int(share * len(some))] for some, share in zip(lines, drawn, strict=True)]
    end = cases["resolved"].fillna(NOW).to_numpy()
    response = cases["response"].to_numpy()
    last_response = response + np.where(cases["agent_replies"] > 1, rng.random(n), 0) * np.maximum(end - response, 0)
    again = cases["resolved"].isna() & (cases["opened"] > NOW - HOPEFUL) & (rng.random(n) < 0.5)
    wrote = last_response + again * rng.random(n) * np.maximum(NOW - last_response, 0)
    last_customer = np.where(again, wrote, cases["opened"] + rng.random(n) * np.maximum(last_response - cases["opened"], 0))
    reopened = cases["first_resolved"] + (0.1 + 0.8 * rng.random(n)) * (end - cases["first_resolved"])
    return cases.assign(
        reopened=np.floor(reopened.where(cases["reopen_count"] > 0)),
        subject=blank(subject, rng.random(n) < 0.03),
        last_response=np.floor(last_response),
        last_customer=np.floor(np.where(np.isnan(last_response), cases["opened"], last_customer)),
    )
