"""Words that set two groups of texts apart: log-odds ratio with an informative Dirichlet prior.

Monroe, Colaresi and Quinn (2008), "Fightin' Words", Political Analysis 16:372, equations 16, 20 and 22: each group's counts are
shrunk to how often a word comes up in both together, so that neither rare words nor common ones lead for being rare or common.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

# Words of the prior: as if each group had said so many more, in the shares that both together have.
PRIOR = 500.0
DOCUMENTS = 10
CLEAR = 1.959963984540054


def apart(words: pd.DataFrame, prior: float = PRIOR, documents: int = DOCUMENTS) -> pd.DataFrame:
    """How strongly each word sets the left group apart from the right one, the strongest of the left first.

    `words` has a row a word: `left_times`, `right_times` (counts), `left_documents`, `right_documents`, and `left_total`, `right_total`,
    the counts of all words of each group. Added are `delta` (the difference of the log-odds), `se`, and `z`, their ratio: above 0 the
    left group says the word more. Words in fewer than `documents` texts of both are left out, as are all when a group says nothing.
    """
    kept = words[words["left_documents"] + words["right_documents"] >= documents]
    left, right, left_total, right_total = (
        kept[name].to_numpy(float) for name in ("left_times", "right_times", "left_total", "right_total")
    )
    expected = prior * (left + right) / (left_total + right_total)
    with np.errstate(divide="ignore", invalid="ignore"):
        delta = _log_odds(left + expected, left_total + prior) - _log_odds(right + expected, right_total + prior)
        se = np.sqrt(1 / (left + expected) + 1 / (right + expected))
    made = kept.assign(delta=delta, se=se, z=delta / se)
    known = made[(left_total > 0) & (right_total > 0) & np.isfinite(made["z"])]
    return known.sort_values(["z", "word"], ascending=[False, True], ignore_index=True)


def _log_odds(times: np.ndarray, total: np.ndarray) -> np.ndarray:
    return np.log(times / (total - times))
