//! Factors, potentials and allocation keys against what is published, and what is claimed.

use super::super::{Code, Problem, all, error, note, warning};
use crate::text::{Text, text};

pub(crate) fn factor_differs(own: &str, shipped: &str, is_rounding: bool) -> Problem {
    let message = if is_rounding {
        text!("`{own}` is `{shipped}` with fewer digits than matter", "`{own}` 是 `{shipped}` 的修约值，位数不足")
    } else {
        text!("`{own}` differs from `{shipped}`", "`{own}` 与 `{shipped}` 不同")
    };
    warning(
        Code::FactorDiffers,
        message,
        text!(
            "use the shipped factor; where the other number has a better source, say so in `source` and `locator`, and accept this",
            "请采用内置因子；若该数值另有更好的出处，请在 `source`、`locator` 写明，并接受该发现"
        ),
    )
}

pub(crate) fn factor_claimed(name: &str, claimed: &str) -> Problem {
    error(
        Code::FactorClaimed,
        text!(
            "`{name}` is said to be `{claimed}`, and has another value",
            "报告称 `{name}` 为 `{claimed}`，数值却不同"
        ),
        text!(
            "use the factor that the report names, or name the one that is used",
            "请采用报告所称的因子，或按实际写明"
        ),
    )
}

/// A factor in use, and the shipped one that it has the value of.
fn called(own: &str, shipped: &str) -> Text {
    if own == shipped {
        text!("`{own}`", "`{own}` ")
    } else {
        text!("`{own}` (the value of `{shipped}`)", "`{own}`（即 `{shipped}` 的数值）")
    }
}

pub(crate) fn factor_outdated(own: &str, shipped: &str, newer: &str) -> Problem {
    let Text { en, zh } = called(own, shipped);
    note(
        Code::FactorOutdated,
        text!("{en} is older than need be: there is `{newer}`", "{zh}较旧：已有 `{newer}`"),
        text!("use the newer one, or say why the older one is meant", "请采用较新的因子，或说明采用旧因子的理由"),
    )
}

pub(crate) fn factor_region(own: &str, shipped: &str, nearer: &str) -> Problem {
    let Text { en, zh } = called(own, shipped);
    note(
        Code::FactorRegion,
        text!("{en} is of another region: nearer is `{nearer}`", "{zh}属于其他地区：更近的有 `{nearer}`"),
        text!("use the nearer one, or say why the other is meant", "请采用更近地区的因子，或说明理由"),
    )
}

pub(crate) fn co2_only(factors: &[String]) -> Problem {
    let Text { en, zh } = all(factors);
    note(
        Code::Co2Only,
        text!("factors of CO2 alone stand beside factors of CO2e: {en}", "只计 CO2 的因子与 CO2e 因子并用：{zh}"),
        text!(
            "give them in CO2e, as the source has it; a life cycle without its other gases is too small",
            "请按来源改用 CO2e；生命周期只计 CO2 会偏小"
        ),
    )
}

pub(crate) fn gwp_claimed(claimed: &str, used: &str) -> Problem {
    error(
        Code::GwpClaimed,
        text!(
            "the report claims the potentials of {claimed}, and the study uses {used}",
            "报告称采用 {claimed} 的全球变暖潜值，实际采用 {used}"
        ),
        text!(
            "write gwp = \"{claimed}\" in [factors], or correct the report",
            "请在 [factors] 写 gwp = \"{claimed}\"，或更正报告"
        ),
    )
}

pub(crate) fn gas_not_counted(gas: &str) -> Problem {
    warning(
        Code::GasNotCounted,
        text!(
            "`{gas}` is said to be counted, and no row or factor is of it",
            "报告称已计入 `{gas}`，但没有任何数据行或因子涉及"
        ),
        text!(
            "give what is released in fugitives.csv, or say that none is",
            "请在 fugitives.csv 给出逸散量，或说明没有排放"
        ),
    )
}

pub(crate) fn allocation_claimed(key: &str, claimed: &str, used: &str) -> Problem {
    error(
        Code::AllocationClaimed,
        text!(
            "the report says that `{key}` is by `{claimed}`, and the study uses `{used}`",
            "报告称 `{key}` 按 `{claimed}` 分配，实际采用 `{used}`"
        ),
        text!("write method = \"{claimed}\", or correct the report", "请写 method = \"{claimed}\"，或更正报告"),
    )
}

pub(crate) fn allocation_reason(key: &str) -> Problem {
    warning(
        Code::AllocationReason,
        text!("nothing says why products share by `{key}`", "未说明按 `{key}` 分配的理由"),
        text!(
            "give the reason: reason = \"…\" in [allocation.\"{key}\"]",
            "请写明理由：[allocation.\"{key}\"] 的 reason = \"…\""
        ),
    )
}

pub(crate) fn allocation_sensitivity(key: &str, method: &str) -> Problem {
    note(
        Code::AllocationSensitivity,
        text!(
            "by `{method}`, the footprints would differ from those by the key `{key}`",
            "若按 `{method}` 分配，碳足迹与按 `{key}` 分配不同"
        ),
        text!("report both where the difference matters", "差异较大时请同时报告两种结果"),
    )
}

pub(crate) fn allocation_avoidable(item: &str) -> Problem {
    note(
        Code::AllocationAvoidable,
        text!(
            "a part of `{item}` is metered for one product, and another is shared",
            "`{item}` 有一部分按产品计量，另一部分却共用"
        ),
        text!(
            "meter the rest as well, or say what the shared part is of",
            "请对其余部分也分别计量，或说明共用部分的用途"
        ),
    )
}
