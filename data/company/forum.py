"""The forum: questions, who answers them first and how soon, thanks, and the bot that confirms a question."""

import numpy as np
import pandas as pd

from data.company.people import someone
from data.company.rhythm import COMMUNITY, moments, next_open, years
from data.company.world import FIRST, NOW, PRODUCTS, TOPICS, moment, pick

QUESTIONS = 1_150
HELPER = moment("2025-03-03 09:00")  # from here a bot confirms each question
PRODUCT_WEIGHTS = (24, 17, 19, 18, 12, 10)
_TOPIC_WEIGHTS = (7, 5, 9, 11, 14, 17, 3, 9, 15, 10)
_MORE = (0.46, 0.4, 0.3, 0.0)  # chance of one more answer after the first, second and third


def crowd(everyone: pd.DataFrame) -> np.ndarray:
    """How much each person does in the community."""
    share = everyone["role"].map({"customer": 1.0, "member": 2.6, "prospect": 0.25}).fillna(0).to_numpy()
    return np.asarray(share * everyone["activity"].to_numpy() ** 1.5)


def _answerers(everyone: pd.DataFrame, when: np.ndarray, peer: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Positions of who answers: ambassadors often, other members, or the Community and Care teams."""
    fans = np.flatnonzero(everyone["ambassador"])
    busy = 1 / np.arange(2, len(fans) + 2) ** 0.4
    settled = everyone["role"].eq("employee") & (everyone["joined"] < FIRST)
    community = np.flatnonzero(everyone["role"].eq("employee") & everyone["team"].eq("Community"))
    care = np.flatnonzero(settled & everyone["team"].isin(["Care North", "Care South"]))
    members = someone(rng, everyone, when, crowd(everyone) * np.exp(0.5 * everyone["loyalty"].to_numpy()))
    peers = np.where(rng.random(len(when)) < 0.42, rng.choice(fans, len(when), p=busy / busy.sum()), members)
    staff = np.where(rng.random(len(when)) < 0.7, rng.choice(community, len(when)), rng.choice(care, len(when)))
    return np.where(peer, peers, staff)


def _questions(everyone: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    when = moments(rng, QUESTIONS, COMMUNITY)
    frame = pd.DataFrame({"at": when, "actor": someone(rng, everyone, when, crowd(everyone) * ~everyone["ambassador"].to_numpy())})
    frame["topic"] = pick(rng, TOPICS, _TOPIC_WEIGHTS, QUESTIONS)
    frame["product"] = pick(rng, PRODUCTS, PRODUCT_WEIGHTS, QUESTIONS)
    frame["key"] = [f"q{i}" for i in range(QUESTIONS)]
    frame["purpose"] = np.where(frame["topic"].isin(["product advice", "trip ideas", "care and repair", "setup"]), "education", "service")
    return frame.assign(kind="question", thread=[f"th-{i:04d}" for i in range(1, QUESTIONS + 1)])


def _answers(questions: pd.DataFrame, everyone: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """First answers, and more of them; the share that peers give grows from four in ten to seven in ten."""
    rounds = []
    asked = questions[rng.random(len(questions)) < 0.89]
    start = asked["at"].to_numpy()
    for extra, chance in enumerate(_MORE):
        t = years(asked["at"])
        peer = rng.random(len(asked)) < 0.35 + 0.19 * t
        median = np.where(peer, 3.3 - 0.5 * t, 3.4) * 3600 * (1 if extra == 0 else 3)
        opened = np.where(peer, start, next_open(start, 8, 20, 6))
        at = opened + (median * rng.lognormal(0, 1.15, len(asked))).astype(np.int64) + 90
        answer = asked.assign(kind="answer", at=at, actor=_answerers(everyone, at, peer, rng), target=asked["actor"], parent=asked["key"])
        answer["key"] = [f"{key}a{extra}" for key in asked["key"]]
        rounds.append(answer[(answer["actor"] != answer["target"]) & (answer["at"] < NOW)])
        more = rng.random(len(asked)) < chance
        asked, start = asked[more], at[more]
    return pd.concat(rounds)


def _aftermath(answers: pd.DataFrame, everyone: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Thanks for answers and questions back, by whoever asked."""
    chance = np.where(everyone["ambassador"].to_numpy()[answers["actor"]], 0.52, 0.36)
    thanked, doubted = answers[rng.random(len(answers)) < chance], answers[rng.random(len(answers)) < 0.14]
    thanks = thanked.assign(kind="thanks", at=thanked["at"] + rng.lognormal(9.3, 1.2, len(thanked)).astype(np.int64), purpose="praise")
    reply = doubted.assign(kind="reply", at=doubted["at"] + rng.lognormal(8.6, 1.1, len(doubted)).astype(np.int64))
    back = pd.concat([thanks, reply])
    return back.assign(actor=back["target"], target=back["actor"], parent=back["key"], key=None)


def _confirmations(questions: pd.DataFrame, everyone: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The bot's word that a question was received."""
    helper = int(np.flatnonzero(everyone["role"].eq("bot"))[0])
    confirmed = questions[(questions["at"] >= HELPER) & (rng.random(len(questions)) < 0.5)]
    sent = confirmed.assign(kind="received", at=confirmed["at"] + 20, actor=helper)
    return sent.assign(target=confirmed["actor"], parent=confirmed["key"], key=None)


def conversations(everyone: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """All that is said in the forum; `actor` and `target` are positions in `everyone`, `parent` the key of another row."""
    questions = _questions(everyone, rng)
    answers = _answers(questions, everyone, rng)
    after = [_aftermath(answers, everyone, rng), _confirmations(questions, everyone, rng)]
    return pd.concat([questions, answers, *after]).assign(channel="forum")
