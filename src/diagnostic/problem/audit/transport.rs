//! What lorries, trains and ships do not do.

use super::super::{Code, Problem, error, note, warning};
use crate::text::text;

pub(crate) fn fuel_per_distance(vehicle: &str, used: &str, for_payload: bool) -> Problem {
    let message = if for_payload {
        text!(
            "`{vehicle}` is said to use {used} L/100km, less than lorries that carry as much",
            "`{vehicle}` 的油耗为 {used} L/100km，低于相同载质量的货车"
        )
    } else {
        text!(
            "`{vehicle}` uses {used} L/100km, which no lorry does",
            "`{vehicle}` 的油耗为 {used} L/100km，没有货车如此"
        )
    };
    warning(
        Code::FuelPerDistance,
        message,
        text!(
            "check the fuel, the kilometres and their units: fuel of other machines, or trips that are left out, raise it; another \
             vehicle's consumption lowers it",
            "请核对燃料量、里程和单位：其他设备的用油或漏计的行程使油耗偏高，误用其他车辆的油耗使其偏低"
        ),
    )
}

pub(crate) fn payload(item: &str, load: &str) -> Problem {
    warning(
        Code::Payload,
        text!(
            "a trip of `{item}` carries {load} t, more than its lorry can",
            "`{item}` 每趟载重 {load} t，超过车辆的载质量"
        ),
        text!("check the trips and the tonnes", "请核对趟数和吨数"),
    )
}

pub(crate) fn trip_distance(item: &str, km: &str) -> Problem {
    warning(
        Code::TripDistance,
        text!(
            "a trip of `{item}` is {km} km, longer than any of its kind",
            "`{item}` 的运距为 {km} km，超过该运输方式的最长单程"
        ),
        text!(
            "give the distance of one trip; the kilometres of a year belong to a vehicle, not to the tonnes",
            "请填写单程距离；全年里程应与车辆而非吨数相乘"
        ),
    )
}

pub(crate) fn year_distance(item: &str) -> Problem {
    error(
        Code::YearDistance,
        text!(
            "all tonnes of `{item}` are counted over the kilometres of all trips",
            "`{item}` 的全年吨数乘以了所有行程的里程之和"
        ),
        text!(
            "give the distance of one trip: mass × distance counts each tonne over its own way",
            "请填写单程距离：运输周转量＝每吨货物 × 其自身的运距"
        ),
    )
}

pub(crate) fn freight_intensity(factor: &str, value: &str) -> Problem {
    warning(
        Code::FreightIntensity,
        text!(
            "`{factor}` is {value} kgCO2e/t·km, which no such transport has",
            "`{factor}` 为 {value} kgCO2e/t·km，超出该运输方式的范围"
        ),
        text!("check its unit, and the point", "请核对单位和小数点"),
    )
}

pub(crate) fn empty_return(is_said: bool) -> Problem {
    let message = if is_said {
        text!("the way back of the vehicles is not counted", "未计入车辆的返程")
    } else {
        text!("nothing says whether the vehicles come back empty", "未说明车辆是否空驶返回")
    };
    note(
        Code::EmptyReturn,
        message,
        text!(
            "say [audit] returns = \"counted\" where distances hold the way back or vehicles return laden; else double them",
            "若里程已含返程或返程载货，请写 [audit] returns = \"counted\"；否则应计入返程"
        ),
    )
}
