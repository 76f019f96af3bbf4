"""Writes Fixtures/numpy.json: what NumPy itself draws, for the tests to compare with.

usage: python3 numpy_witness.py > ../Fixtures/numpy.json
"""
import json
import numpy as np


def draws(seed):
    generator = np.random.RandomState(seed)
    return {
        "seed": seed,
        "units": [generator.random_sample() for _ in range(5)],
        "integers": [[n, [int(generator.randint(0, n)) for _ in range(6)]] for n in (1, 2, 3, 7, 64, 1000, 2**31)],
        "permutation": [int(i) for i in generator.permutation(20)],
        "after": generator.random_sample(),
    }


def rank_of(lengths):
    """Rank 0 for the longest; of equally long ones the later has the lower rank."""
    ascending = np.argsort(lengths, kind="stable")
    ranks = np.empty(len(lengths), dtype=int)
    ranks[ascending[::-1]] = np.arange(len(lengths))
    return ranks


def pick(generator, weights):
    cumulated = np.cumsum(weights)
    return int(np.searchsorted(cumulated / cumulated[-1], generator.random_sample(), side="right"))


def choose(rows, seed, profile, target, uniform_until):
    generator = np.random.RandomState(seed)
    remaining = {}
    for number, row in enumerate(rows):
        remaining.setdefault(row["domain"], []).append(number)
    names = sorted(remaining, key=lambda name: name.encode())
    weighted, weights = [], np.array([])
    if profile == "notebook":
        gpqa, aime = {}, {}
        for row in rows:
            for counts, flag in ((gpqa, "gpqa"), (aime, "aime")):
                if row[flag]:
                    counts[row["domain"]] = counts.get(row["domain"], 0) + 1
        ratio = 0.5 * sum(aime.values()) / sum(gpqa.values()) if gpqa else 0.0
        order = list(gpqa) + [name for name in aime if name not in gpqa]
        counts = {name: int(gpqa.get(name, 0) * ratio) + aime.get(name, 0) for name in order}
        weighted = [name for name in order if counts[name] > 0]
        weights = np.array([counts[name] for name in weighted]) / sum(counts[name] for name in weighted)
    events = [[number, -1] for number, row in enumerate(rows) if row["preselected"]]
    chosen = {number for number, _ in events}
    draw = 0
    while len(chosen) < target and names:
        if profile == "paper" or len(chosen) < uniform_until or not weighted:
            name = names[generator.randint(0, len(names))]
        else:
            name = weighted[pick(generator, weights)]
        members = remaining[name]
        ranks = rank_of(np.array([rows[number]["length"] for number in members]))
        probabilities = np.power(2.0, -ranks)
        probabilities = probabilities / probabilities.sum()
        number = members.pop(pick(generator, probabilities))
        if number not in chosen:
            chosen.add(number)
            events.append([number, draw])
        draw += 1
        if not members:
            names.remove(name)
            if name in weighted:
                place = weighted.index(name)
                weighted.pop(place)
                weights = np.delete(weights, place)
                if len(weights):
                    weights = weights / weights.sum()
    return events


def candidates(count, seed, domains):
    generator = np.random.default_rng(seed)
    share = 1.0 / np.arange(1, len(domains) + 1)
    rows = []
    for _ in range(count):
        source = generator.random()
        rows.append({
            "domain": str(generator.choice(domains, p=share / share.sum())),
            "length": int(np.exp(generator.normal(6, 1))) // 10 * 10,
            "gpqa": bool(source < 0.04),
            "aime": bool(0.04 <= source < 0.1),
            "preselected": bool(source < 0.1 and generator.random() < 0.3),
        })
    return rows


def diverse(rows, seed, target):
    generator = np.random.RandomState(seed)
    remaining = {}
    for number, row in enumerate(rows):
        remaining.setdefault(row["domain"], []).append(number)
    names = sorted(remaining, key=lambda name: name.encode())
    chosen = []
    while len(chosen) < target:
        name = names[generator.randint(0, len(names))]
        members = remaining[name]
        chosen.append(members.pop(generator.randint(0, len(members))))
        if not members:
            names.remove(name)
    return chosen


def entropy(values):
    shares = np.unique(values, return_counts=True)[1] / len(values)
    return float(-(shares * np.log2(shares)).sum())


def figures(rows, numbers):
    lengths = np.array([rows[number]["length"] for number in numbers])
    return {
        "questions": sorted(int(number) for number in numbers),
        "domains": len({rows[number]["domain"] for number in numbers}),
        "domain_entropy": entropy([rows[number]["domain"] for number in numbers]),
        "mean": float(lengths.mean()), "median": float(np.median(lengths)),
        "p90": float(np.percentile(lengths, 90)), "total": int(lengths.sum()),
    }


def ablations(rows, seed, target):
    lengths = np.array([row["length"] for row in rows])
    return {
        "seed": seed, "target": target,
        "random": figures(rows, np.random.RandomState(seed).permutation(len(rows))[:target]),
        "diverse": figures(rows, diverse(rows, seed, target)),
        "longest": figures(rows, np.argsort(lengths, kind="stable")[::-1][:target]),
        "full": figures(rows, range(len(rows))),
    }


def stability(rows, seeds, target, until):
    sets = [{number for number, _ in choose(rows, seed, "notebook", target, until)} for seed in range(seeds)]
    counts = [sum(number in chosen for chosen in sets) for number in range(len(rows))]
    shared = [len(a & b) for k, a in enumerate(sets) for b in sets[k + 1:]]
    churn = {}
    for name in {row["domain"] for row in rows}:
        of = [{number for number in chosen if rows[number]["domain"] == name} for chosen in sets]
        pairs = [len(a & b) for k, a in enumerate(of) for b in of[k + 1:]]
        churn[name] = 1 - np.mean(pairs) / np.mean([len(chosen) for chosen in of])
    return {
        "seeds": seeds, "target": target, "uniform_until": until, "counts": counts,
        "standard_errors": [float(np.sqrt(c / seeds * (1 - c / seeds) / seeds)) for c in counts],
        "overlap": float(np.mean(shared)), "churn": churn,
    }


names = ["Zeta", "alpha", "Été", "beta", "数学", "gamma", "Alpha", "delta", "a b", "Omega"]
pools = [candidates(60, 1, names[:4]), candidates(700, 2, names), candidates(5000, 3, names[:3])]
cases = []
for pool, target, until in ((0, 30, 15), (0, 60, 20), (1, 200, 120), (1, 500, 100), (2, 400, 200)):
    for seed in (0, 1, 4294967295):
        for profile in ("paper", "notebook"):
            cases.append({
                "pool": pool, "seed": seed, "profile": profile, "target": target, "uniform_until": until,
                "events": choose(pools[pool], seed, profile, target, until),
            })
numbers = np.random.default_rng(5).random(5000) * np.power(10.0, np.random.default_rng(6).integers(-12, 12, 5000))
print(json.dumps({
    "draws": [draws(seed) for seed in (0, 1, 42, 4294967295)],
    "sums": [[n, float(numbers[:n].sum())] for n in (0, 1, 7, 8, 9, 127, 128, 129, 136, 1000, 5000)],
    "numbers": [float(x) for x in numbers],
    "pools": pools,
    "cases": cases,
    "ablations": [ablations(pools[1], seed, target) for seed, target in ((0, 150), (7, 690), (4294967295, 1))],
    "stability": stability(pools[1], 60, 150, 90),
}, ensure_ascii=False, separators=(",", ":")))
