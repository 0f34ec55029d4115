"""Dividing whole yen in proportion, without losing or inventing one."""

from collections.abc import Sequence

from otameshi.core.yen import Yen


def spread(amounts: Sequence[Yen], names: Sequence[str], target: Yen) -> list[Yen]:
    """Scale non-negative `amounts` so that they sum to `target`, which is no more than their sum.

    The yen left over by dropping fractions go to the largest fractions; ties go by name, so the
    order of the amounts does not matter. Nobody's amount grows.
    """
    whole = sum(amounts)
    if whole == 0:
        return list(amounts)
    parts = [divmod(amount * target, whole) for amount in amounts]
    left = target - sum(floor for floor, _ in parts)
    first = sorted(range(len(parts)), key=lambda i: (-parts[i][1], names[i]))[:left]
    shares = [floor for floor, _ in parts]
    for i in first:
        shares[i] += 1
    return [Yen(share) for share in shares]
