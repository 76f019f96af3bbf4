"""The draws of s1K's notebook in NumPy: preselected questions, then domain by domain with weights by trace length."""
import numpy as np

AIME, GPQA = "qq8933/AIME_1983_2024", "Idavidrein/gpqa"


def draw(source_types, domains, tokens, teacher, target=1000, uniform_until=700, seed=0):
    """Row numbers of the chosen, ascending, of rows given column by column."""
    random = np.random.RandomState(seed)
    tokens = np.asarray(tokens)
    chosen = {
        row
        for row, source in enumerate(source_types)
        if teacher[row] and (source in (AIME, GPQA) or "openaimath" in source and tokens[row] > 5600)
    }
    members, gpqa, aime = {}, {}, {}
    for row, domain in enumerate(domains):
        members.setdefault(domain, []).append(row)
        if source_types[row] == GPQA:
            gpqa[domain] = gpqa.get(domain, 0) + 1
        if source_types[row] == AIME:
            aime[domain] = aime.get(domain, 0) + 1
    names = sorted(members, key=lambda name: name.encode())
    weights = {}
    if gpqa:
        ratio = 0.5 * sum(aime.values()) / sum(gpqa.values())
        weights = {name: int(count * ratio) for name, count in gpqa.items()}
    for name, count in aime.items():
        weights[name] = weights.get(name, 0) + count
    weights = {name: weight for name, weight in weights.items() if weight > 0}
    shares = np.array(list(weights.values())) / max(sum(weights.values()), 1)
    weighted = list(weights)
    while len(chosen) < target and names:
        if len(chosen) < uniform_until or not weighted:
            domain = names[random.randint(0, len(names))]
        else:
            sums = shares.cumsum()
            domain = weighted[int(np.searchsorted(sums / sums[-1], random.random_sample(), side="right"))]
        rows = members[domain]
        order = np.argsort(np.argsort(tokens[rows], kind="stable"), kind="stable")
        odds = 2.0 ** -(len(rows) - 1.0 - order)
        odds /= odds.sum()
        sums = odds.cumsum()
        chosen.add(rows.pop(int(np.searchsorted(sums / sums[-1], random.random_sample(), side="right"))))
        if not rows:
            names.remove(domain)
            if domain in weighted:
                place = weighted.index(domain)
                weighted.pop(place)
                shares = np.delete(shares, place)
                if len(shares):
                    shares = shares / shares.sum()
    return sorted(chosen)
