//! What an audit finds.

mod balance;
mod boundary;
mod data;
mod factor;
mod transport;

pub(crate) use balance::*;
pub(crate) use boundary::*;
pub(crate) use data::*;
pub(crate) use factor::*;
pub(crate) use transport::*;

use super::{Code, Problem, error, warning};
use crate::amount::Amount;
use crate::diagnostic::nearest;
use crate::text::{Text, text};

/// A product, or the plant where there is no name.
fn whose(name: &str) -> Text {
    match name {
        "" => text!("the plant", "全厂"),
        name => text!("`{name}`", "`{name}` "),
    }
}

pub(crate) fn unused_acceptance(name: &str, known: &[String]) -> Problem {
    let near = nearest(name, known.iter().map(String::as_str));
    let remove = text!("remove it, or write the finding as the audit names it", "请删除，或按审核所列的名称填写");
    warning(
        Code::UnusedAcceptance,
        text!("nothing is found that `{name}` accepts", "没有与 `{name}` 相符的审核发现"),
        super::nearest_or(&near, remove),
    )
}

pub(crate) fn no_limit(name: &str, amount: Amount, is_whole: bool) -> Problem {
    let help = if is_whole {
        text!("write a part of one: 0.08 is 8 %", "请写小数：0.08 即 8%")
    } else {
        text!(
            "write a number above zero, and the low end of a range below the high one",
            "请填写大于零的数值，且范围的下限应小于上限"
        )
    };
    error(Code::WrongType, text!("{amount} is no limit for `{name}`", "{amount} 不能作为 `{name}` 的限值"), help)
}

pub(crate) fn intensity(measure: &Text, range: &Text) -> Problem {
    let (Text { en, zh }, Text { en: range_en, zh: range_zh }) = (measure, range);
    warning(
        Code::Intensity,
        text!(
            "{en} per tonne: outside what plants of the sector have, {range_en}",
            "单位产品{zh}超出同行业的范围：{range_zh}"
        ),
        text!(
            "check the quantities, their units and the output; where the plant is special, accept it with the reason, or set the limit",
            "请核对用量、单位和产量；如本厂情况特殊，请写明原因接受，或另设限值"
        ),
    )
}
