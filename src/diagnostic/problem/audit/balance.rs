//! What goes in against what comes out.

use super::super::{Code, Problem, error, warning};
use super::whose;
use crate::text::{Text, text};
use crate::word::{Leg, Measure};

fn check_masses() -> Text {
    text!(
        "check the tonnes and their units; name what goes round in the plant in [audit] internal = […]",
        "请核对吨数和单位；厂内循环的物料请列入 [audit] internal = […]"
    )
}

pub(crate) fn output_exceeds_input(name: &str) -> Problem {
    let Text { en, zh } = whose(name);
    error(Code::OutputExceedsInput, text!("more comes out of {en} than goes in", "{zh}的产出大于投入"), check_masses())
}

pub(crate) fn mass_unexplained(name: &str, more_out: bool) -> Problem {
    let Text { en, zh } = whose(name);
    let message = if more_out {
        text!("more comes out of {en} as output and waste than goes in", "{zh}的产出与废物之和大于投入")
    } else {
        text!(
            "of what goes into {en} a part is found in neither output nor waste",
            "{zh}的投入有一部分既不在产出也不在废物中"
        )
    };
    warning(Code::MassUnexplained, message, check_masses())
}

pub(crate) fn yield_outside(name: &str, range: &Text) -> Problem {
    let (Text { en, zh }, Text { en: range_en, zh: range_zh }) = (whose(name), range);
    warning(
        Code::Yield,
        text!(
            "the yield of {en} is outside what the process has: {range_en}",
            "{zh}的收得率超出工艺的范围：{range_zh}"
        ),
        check_masses(),
    )
}

pub(crate) fn sold_exceeds_output(name: &str) -> Problem {
    warning(
        Code::SoldDiffers,
        text!("more of `{name}` is sold than is made", "`{name}` 的销量大于产量"),
        text!("check both; sales from stock are no output of the period", "请核对两者；出售库存不属于当期产量"),
    )
}

pub(crate) fn carried_differs(of: &str, leg: Leg) -> Problem {
    let message = match leg {
        Leg::Outbound => {
            text!("the outbound legs of `{of}` do not carry what leaves the plant", "`{of}` 的出厂运输量与出厂数量不符")
        }
        Leg::Waste => text!("the legs of `{of}` do not carry what is thrown away", "`{of}` 的运输量与废物量不符"),
        _ => text!("the legs of `{of}` do not carry what is used", "`{of}` 的运输量与用量不符"),
    };
    warning(
        Code::CarriedDiffers,
        message,
        text!(
            "check the tonnes and their units; give a leg for every part of the way, and none twice",
            "请核对吨数和单位；每段运输给出一行，且不要重复"
        ),
    )
}

pub(crate) fn counted_twice(one: &str, other: &str) -> Problem {
    let (both_en, both_zh) = if one == other {
        (format!("`{one}` stands in two files"), format!("`{one}` 出现在两个文件中"))
    } else {
        (format!("`{one}` and `{other}` stand in two files"), format!("`{one}` 与 `{other}` 出现在两个文件中"))
    };
    warning(
        Code::CountedTwice,
        text!(
            "{both_en} with one amount and one factor: it may be counted twice",
            "{both_zh}，数量和因子相同，可能重复计入"
        ),
        text!(
            "leave one of the two out; where both are right, accept this with the reason",
            "请删去其一；若两处均正确，请写明原因接受"
        ),
    )
}

pub(crate) fn total_beside_parts(item: &str) -> Problem {
    warning(
        Code::CountedTwice,
        text!(
            "a row of `{item}` is the sum of the others: it is counted twice",
            "`{item}` 有一行等于其余各行之和，属重复计入"
        ),
        text!("leave the total out, with the reason in `excluded`", "请在 `excluded` 写明原因排除合计行"),
    )
}

pub(crate) fn shares_not_whole(name: &str, measure: Measure) -> Problem {
    let (en, zh) = match measure {
        Measure::InputShare => ("inputs", "投入"),
        _ => ("the footprint", "碳足迹"),
    };
    warning(
        Code::SharesNotWhole,
        text!("the printed shares of {en} in {name} do not add up to 100 %", "{name} 印出的{zh}占比之和不等于 100%"),
        text!(
            "find the one that is misprinted, or the part that the whole leaves out",
            "请查找印错的一项，或分母漏计的部分"
        ),
    )
}

pub(crate) fn key_not_whole(name: &str) -> Problem {
    warning(
        Code::SharesNotWhole,
        text!("the shares of the key `{name}` do not add up to 100 %", "分配方法 `{name}` 的比例之和不等于 100%"),
        text!(
            "correct the one that is wrong; they are counted in the ratio that they stand in",
            "请更正有误的比例；目前按其相互比值计算"
        ),
    )
}
