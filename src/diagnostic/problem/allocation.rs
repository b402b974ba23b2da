//! Problems of allocation keys.

use super::{Code, Problem, error, nearest_or, warning};
use crate::text::text;

pub(crate) fn unknown_allocation(key: &str, near: &[String]) -> Problem {
    error(
        Code::UnknownAllocation,
        text!("there is no allocation key `{key}`", "没有名为 `{key}` 的分配方法"),
        nearest_or(
            near,
            text!(
                "define it in study.toml: [allocation.{key}] method = \"mass\"",
                "请在 study.toml 中定义：[allocation.{key}] method = \"mass\""
            ),
        ),
    )
}

pub(crate) fn missing_allocation(products: usize) -> Problem {
    error(
        Code::MissingAllocation,
        text!(
            "{products} products share this row, and nothing says how",
            "{products} 个产品共用本行，但没有说明如何分配"
        ),
        text!(
            "name a key in `allocation`, or a default in study.toml: [allocation] default = \"…\"; or name one product",
            "请在 `allocation` 列指明分配方法，或在 study.toml 中设默认值：[allocation] default = \"…\"；或只写一个产品"
        ),
    )
}

pub(crate) fn missing_shares(key: &str) -> Problem {
    error(
        Code::MissingShares,
        text!("the key `{key}` is `fixed` and states no shares", "分配方法 `{key}` 为 `fixed`，但没有给出比例"),
        text!(
            "write shares = {{ \"A\" = 49, \"B\" = 51 }}, or another method: mass or economic",
            "请写 shares = {{ \"A\" = 49, \"B\" = 51 }}，或改用 mass、economic"
        ),
    )
}

pub(crate) fn unused_shares(key: &str, method: &str) -> Problem {
    warning(
        Code::UnusedShares,
        text!(
            "the shares of `{key}` are not used: its method is `{method}`",
            "`{key}` 的比例未被采用：其方法为 `{method}`"
        ),
        text!("remove them, or write method = \"fixed\"", "请删除比例，或写 method = \"fixed\""),
    )
}

pub(crate) fn shares_no_ratio(key: &str) -> Problem {
    error(
        Code::SharesNoRatio,
        text!("the shares of `{key}` are no ratio", "`{key}` 的比例不成立"),
        text!(
            "write numbers of zero or more, at least one of them above zero; they need not add up to 100",
            "请写不小于零的数，至少一个大于零；总和不必为 100"
        ),
    )
}

pub(crate) fn missing_share(key: &str) -> Problem {
    error(
        Code::MissingShare,
        text!("the key `{key}` has no share for the products of this row", "分配方法 `{key}` 没有给出本行产品的比例"),
        text!(
            "add their shares in study.toml, or name another key in `allocation`",
            "请在 study.toml 中补充比例，或在 `allocation` 列改用其他方法"
        ),
    )
}

pub(crate) fn missing_mass(product: &str, key: &str) -> Problem {
    error(
        Code::MissingMass,
        text!(
            "the key `{key}` shares out by mass, and the mass of `{product}` is not known",
            "`{key}` 按质量分配，但 `{product}` 的质量未知"
        ),
        text!(
            "give the output in t or kg, or fill `piece_mass` and `piece_mass_unit`",
            "请以 t 或 kg 给出产量，或填写 `piece_mass` 和 `piece_mass_unit`"
        ),
    )
}

pub(crate) fn missing_price(product: &str, key: &str) -> Problem {
    error(
        Code::MissingPrice,
        text!(
            "the key `{key}` shares out by revenue, and `{product}` has no price",
            "`{key}` 按产值分配，但 `{product}` 没有价格"
        ),
        text!(
            "fill `price` (per unit of output) and `currency` for every product",
            "请为每个产品填写 `price`（每单位产量）和 `currency`"
        ),
    )
}

pub(crate) fn mixed_currencies(key: &str, first: &str, second: &str) -> Problem {
    error(
        Code::MixedCurrencies,
        text!(
            "the key `{key}` meets prices in `{first}` and in `{second}`",
            "`{key}` 遇到 `{first}` 与 `{second}` 两种币种"
        ),
        text!("give all prices in one currency", "请将所有价格换算为同一币种"),
    )
}
