"""What is said of the points of a ruleset, in Vietnamese and English."""

from collections.abc import Mapping

from ..model.sentences import Pair

SAYS: Mapping[str, Pair] = {
    "condition.yes": ("có: {cond}", "yes: {cond}"),
    "condition.no": ("không: {cond}", "no: {cond}"),
    "step.yes": ("bậc {cond}", "step {cond}"),
    "step.no": ("không đạt bậc nào ({cond} là sai)", "no step is reached ({cond} is false)"),
    "option.yes": ("lựa chọn {cond}", "option {cond}"),
    "option.no": ("lựa chọn còn lại (không phải {cond})", "the last option (not {cond})"),
    "edge.at": ("đúng bằng {bound}", "exactly {bound}"),
    "edge.beside": ("sát {bound}, ở bên kia: {low} đến {high}", "just across {bound}: {low} to {high}"),
    "cut.above": ("bị cắt ở trần {most}", "cut at the top, {most}"),
    "cut.inside": ("không bị cắt ({least} đến {most})", "not cut ({least} to {most})"),
    "cut.under": ("bị nâng lên sàn {least}", "raised to the bottom, {least}"),
    "choice_of": ("số được lấy là {cond}", "the number that is taken is {cond}"),
    "cap.cuts": ("cap {amount} cắt điểm", "cap {amount} cuts"),
    "cap.leaves": ("cap {amount} không cắt", "cap {amount} does not cut"),
    "min.lifts": ("sàn min {amount} nâng điểm", "min {amount} lifts"),
    "min.leaves": ("sàn min {amount} không nâng", "min {amount} does not lift"),
    "blank": ("ô trống của {name}: missing {policy}", "a blank of {name}: missing {policy}"),
    "not_applicable": ("không áp dụng, theo {policy}", "does not apply, by {policy}"),
    "extra.bonus": ("điểm thưởng được cộng vào {parent}", "the bonus is added to {parent}"),
    "extra.penalty": ("điểm trừ được trừ khỏi {parent}", "the penalty is taken from {parent}"),
    "enough.yes": ("đủ số liệu (at_least)", "enough data (at_least)"),
    "enough.no": ("thiếu số liệu (at_least)", "too little data (at_least)"),
    "best_of": ("{name} là tiêu chí quyết định ({aggregate})", "{name} is the one that counts ({aggregate})"),
    "tier": ("xếp mức {tier}", "tier {tier}"),
    "tier.at": ("mức {tier}: đúng bằng {word} {bound}", "tier {tier}: exactly at {word} {bound}"),
    "tier.beside": (
        "mức {tier}: sát {word} {bound}, ở bên kia",
        "tier {tier}: just across {word} {bound}",
    ),
    "quota": ("mức {tier}: hết chỗ (quota)", "tier {tier}: no place left (quota)"),
    "order": ("hai đơn vị khác hạng", "two units of different rank"),
    "tie": ("hai đơn vị bằng nhau (ties: {ties})", "two units that are equal (ties: {ties})"),
    "tie_break": ("phân hạng bằng tie_break thứ {n}", "told apart by tie_break number {n}"),
    "on_fail": ("điều kiện không đạt: on_fail {what}", "the condition fails: on_fail {what}"),
}
