"""Writes Fixtures/draws.json: what NumPy draws under weights and bounds of a recipe's own.

usage: python3 draws_witness.py > ../Fixtures/draws.json

The draw is that of README's "Draws of your own", written down once more, with lists that are filtered before each draw.
"""
import json
import numpy as np


def weights_of(how, lengths):
    """The weights of questions in pool order, by multiplication alone."""
    n = len(lengths)
    if how[0] == "uniform":
        return np.ones(n)
    if how[0] == "rank":
        ascending = np.argsort(lengths, kind="stable")
        ranks = np.empty(n, dtype=int)
        ranks[ascending[::-1]] = np.arange(n)
        return np.cumprod(np.r_[1.0, np.full(n - 1, how[1])])[ranks]
    weights = np.ones(n)
    for _ in range(how[1]):
        weights = weights * lengths
    return weights if weights.any() else np.ones(n)


def searched(generator, probabilities):
    cumulated = np.cumsum(probabilities)
    cumulated /= cumulated[-1]
    return int(np.searchsorted(cumulated, generator.random_sample(), side="right"))


def named(table, name):
    return table.get(name, table.get("*", {}))


def choose(rows, seed, case):
    generator = np.random.RandomState(seed)
    how = case.get("how", ["rank", 0.5])
    domains, sources, strata = case.get("domains", {}), case.get("sources", {}), case.get("strata", [])
    # The groups in the order of their minima: (members' test, minimum, maximum, share, its domain if it is one).
    groups = []
    for name in sorted({row["domain"] for row in rows}, key=str.encode):
        entry = named(domains, name)
        groups.append((lambda row, name=name: row["domain"] == name, entry.get("min", 0), entry.get("max"), None, name))
    for name in sorted({row["source"] for row in rows}, key=str.encode):
        entry = named(sources, name)
        groups.append((lambda row, name=name: row["source"] == name, entry.get("min", 0), entry.get("max"), None, None))
    shares = np.array([stratum.get("share", 0.0) for stratum in strata])
    for number, stratum in enumerate(strata):
        share = shares[number] / shares.sum() if "share" in stratum else None
        groups.append((
            lambda row, number=number: row["stratum"] == number, stratum.get("min", 0), stratum.get("max"), share, None))

    chosen = {number for number, row in enumerate(rows) if row["preselected"]}
    events = [[number, -1, 0.0] for number in sorted(chosen)]
    drawn = set()
    weighted, weights = [], np.array([])
    if case.get("profile") == "notebook":
        counts = {}
        for row in rows:
            if row["aime"]:
                counts[row["domain"]] = counts.get(row["domain"], 0) + 1
        weighted = list(counts)
        weights = np.array([counts[name] for name in weighted]) / sum(counts.values())
    draw = 0
    while len(chosen) < case["target"]:
        held = [sum(test(rows[number]) for number in chosen) for test, *_ in groups]
        full = [most is not None and held[k] >= most for k, (_, _, most, _, _) in enumerate(groups)]
        there = [
            number for number, row in enumerate(rows)
            if number not in drawn and not any(full[k] and test(row) for k, (test, *_) in enumerate(groups))
        ]
        # Domains that have emptied leave the weights, which are normalised anew.
        gone = [name for name in weighted if not any(rows[number]["domain"] == name for number in there)]
        if gone:
            kept = [k for k, name in enumerate(weighted) if name not in gone]
            weighted, weights = [weighted[k] for k in kept], weights[kept]
            if len(weights):
                weights = weights / weights.sum()
        if not there:
            break
        group = None
        for k, (test, least, _, _, _) in enumerate(groups):
            if held[k] < least and any(test(rows[number]) for number in there):
                group = k
                break
        if group is None and len(shares) and shares.any():
            lags = [
                (share * float(len(chosen) + 1) - held[k], -k) for k, (test, _, _, share, _) in enumerate(groups)
                if share is not None and any(test(rows[number]) for number in there)
            ]
            if not lags:
                break
            group = -max(lags)[1]
        if group is not None:
            there = [number for number in there if groups[group][0](rows[number])]
        names = sorted({rows[number]["domain"] for number in there}, key=str.encode)
        if group is not None and groups[group][4] is not None:
            name = groups[group][4]
        elif case.get("profile") == "notebook" and len(chosen) >= case["uniform_until"] and weighted:
            name = weighted[searched(generator, weights)]
        elif any("weight" in entry for entry in domains.values()):
            own = np.array([named(domains, name).get("weight", 1.0) for name in names])
            name = names[searched(generator, own / own.sum())]
        else:
            name = names[generator.randint(0, len(names))]
        members = [number for number in there if rows[number]["domain"] == name]
        probabilities = weights_of(how, np.array([float(rows[number]["length"]) for number in members]))
        probabilities = probabilities / probabilities.sum()
        place = searched(generator, probabilities)
        number = members[place]
        drawn.add(number)
        if number not in chosen:
            chosen.add(number)
            events.append([number, draw, float(probabilities[place])])
        draw += 1
    return events


def candidates(count, seed, names):
    generator = np.random.default_rng(seed)
    share = 1.0 / np.arange(1, len(names) + 1)
    rows = []
    for _ in range(count):
        rows.append({
            "domain": str(generator.choice(names, p=share / share.sum())),
            "source": str(generator.choice(["MATH", "aime", "Zett", "é"], p=[0.6, 0.1, 0.2, 0.1])),
            "stratum": int(generator.integers(-1, 3)),
            "length": int(generator.choice([0, 1, 5, 50, 500, 7000, 90000]) * generator.random() * 3),
            "preselected": bool(generator.random() < 0.04),
            "aime": bool(generator.random() < 0.15),
        })
    return rows


names = ["Zeta", "alpha", "Été", "beta", "数学"]
pools = [candidates(50, 1, names[:3]), candidates(600, 2, names), candidates(1200, 3, names[:2])]
decays = [["rank", decay] for decay in (0.9, 0.0, 1.0, 0.3, 0.5)]
others = [["uniform"], ["length", 1], ["length", 2], ["length", 9]]
domains = [
    {"*": {"max": 60}}, {"alpha": {"weight": 0.3}, "数学": {"weight": 7.5, "max": 9}}, {"beta": {"min": 30}},
    {"Zeta": {"min": 12, "max": 12}, "*": {"min": 5, "weight": 2.0}},
]
sources = [{"*": {"max": 40}}, {"aime": {"min": 20}, "MATH": {"max": 25}}, {"é": {"min": 8, "max": 8}, "Zett": {"max": 0}}]
strata = [
    [{"share": 3.0}, {"share": 1.0}, {"share": 1.0}], [{"max": 10}, {"min": 40}, {}],
    [{"share": 0.2, "max": 30}, {"share": 0.1}, {"share": 0.7}],
]
cases = []


def add(pool, target, **settings):
    for seed in (0, 7, 4294967295):
        case = {"pool": pool, "seed": seed, "target": target, **settings}
        case["events"] = choose(pools[pool], seed, case)
        cases.append(case)


for how in decays + others:
    add(0, 45, how=how)
    add(1, 120, how=how)
add(2, 130, how=["rank", 0.99])
add(2, 130, how=["length", 3])
for entry in domains:
    add(1, 110, domains=entry)
for entry in sources:
    add(1, 110, sources=entry)
for entry in strata:
    add(1, 110, strata=entry)
add(1, 200, domains=domains[3], sources=sources[1], strata=strata[1], how=["rank", 0.8])
add(1, 150, domains=domains[1], sources=sources[0], strata=strata[0], how=["length", 1])
add(1, 300, profile="notebook", uniform_until=100, sources=sources[0], how=["rank", 0.7])
add(0, 50, profile="notebook", uniform_until=10, domains={"*": {"max": 12}})
print(json.dumps({"pools": pools, "cases": cases}, ensure_ascii=False, separators=(",", ":")))
