"""Compare data as columns hold them with data as the reference observes them: units, cells, states and findings."""

from itrank.engine.scale.cells import STATES, as_integer

ROLES = {"ranked": 0, "unranked": 1, "reference": 2}
ABOUT = ("unit", "name", "group", "parent", "role")


def held(looked):
    """What columns hold: of each unit what is known of it, and by input its integer, decimals and state."""
    columns = [looked.units[word].alias(word) for word in ABOUT]
    for number, cell in enumerate(looked.cells.values()):
        columns += [cell.value.alias(f"v{number}"), cell.state.alias(f"s{number}")]
    rows = looked.frame.select("n", *columns).sort("n").collect().iter_rows(named=True)
    return [
        (
            tuple(row[word] for word in ABOUT),
            {
                key: (row[f"v{number}"] if row[f"s{number}"] == 0 else None, cell.digits, row[f"s{number}"])
                for number, (key, cell) in enumerate(looked.cells.items())
                if not key.startswith("last:")
            },
        )
        for row in rows
    ]


def observed_so(ruleset, observed, looked):
    """What they should hold."""
    made = []
    for index, unit in enumerate(observed.units):
        cells = {}
        for asked in (each for each in ruleset.inputs if each.traits.kind is not None):
            seen, digits = observed.values[asked.key][index], looked.cells[asked.key].digits
            number = None if seen.value is None else as_integer(seen.value, tuple(asked.options), digits)
            cells[asked.key] = (number, digits, 0 if number is not None else STATES[seen.state])
        made.append(((unit.id, unit.name, unit.group, unit.parent, ROLES[unit.role]), cells))
    return made


def differences(ruleset, observed, looked):
    """Say what differs; nothing where all is the same."""
    wrong = []
    if looked.findings != observed.findings:
        ours, theirs = set(map(repr, looked.findings)), set(map(repr, observed.findings))
        wrong.append(("findings", sorted(ours - theirs)[:3], sorted(theirs - ours)[:3]))
    if looked.count != len(observed.units):
        return [*wrong, ("units", looked.count, len(observed.units))]
    if looked.count:
        rows = held(looked)
        pairs = zip(rows, observed_so(ruleset, observed, looked), strict=True)
        wrong += [pair for pair in pairs if pair[0] != pair[1]][:2]
        for key in rows[0][1]:
            states = {cells[key][2] for _, cells in rows}
            if not states <= looked.ranges[key].states:
                wrong.append((key, "states", states, looked.ranges[key].states))
        if looked.illustrative != observed.illustrative:
            wrong.append(("illustrative", looked.illustrative))
    return wrong
