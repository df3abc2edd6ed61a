"""Schema fragments that several kinds share."""

from typing import Any

EXPRESSION: dict[str, Any] = {"$ref": "#/$defs/expression"}
QUANTITY: dict[str, Any] = {"$ref": "#/$defs/quantity"}
POINTS: dict[str, Any] = {"$ref": "#/$defs/points"}


def described(schema: dict[str, Any], vi: str, en: str) -> dict[str, Any]:
    """Attach the hover text of a key: Vietnamese, then English."""
    return {**schema, "description": f"{vi}\n\n{en}"}


FULL_AT = described(
    QUANTITY,
    "Tỷ lệ từ đó trở lên được điểm tối đa, ví dụ 80%.",
    "The share from which the leaf gets its full points, e.g. 80%.",
)
ON_ZERO = described(
    {"anyOf": [{"enum": ["zero", "full", "not_applicable"]}, {"type": "string", "pattern": "^[0-9]+([.][0-9]+)?%$"}]},
    "Khi mẫu số bằng 0: zero (0 điểm), full (điểm tối đa), not_applicable (không áp dụng) hoặc một phần trăm của điểm "
    "tối đa.",
    "What the leaf is worth where the divisor is zero: zero, full, not_applicable, or a percentage of the maximum.",
)
