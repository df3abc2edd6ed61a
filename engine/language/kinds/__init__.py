"""The scoring kinds: one record in one file each. The schema and the reference page are assembled from them."""

from collections.abc import Mapping

from .checklist import KIND as CHECKLIST
from .choice import KIND as CHOICE
from .count import KIND as COUNT
from .formula import KIND as FORMULA
from .given import KIND as GIVEN
from .interpolate import KIND as INTERPOLATE
from .kind import Kind
from .ratio import KIND as RATIO
from .relative import KIND as RELATIVE
from .scale import KIND as SCALE
from .share import KIND as SHARE
from .steps import KIND as STEPS
from .yes_no import KIND as YES_NO

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        RATIO, SHARE, YES_NO, CHECKLIST, SCALE, RELATIVE,
        STEPS, CHOICE, COUNT, INTERPOLATE, FORMULA, GIVEN,
    )
}  # fmt: skip
