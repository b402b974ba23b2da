//! Days, as exports write them.

use jiff::civil::{Date, DateTime};

use crate::text::half_width;

/// Reads `2024-01-05`, `2024/1/5`, `2024.1.5`, `2024年1月5日` or `20240105`, in digits of either width, with or without a
/// time of day behind it. Nothing else: the year comes first, so that no day can be taken for a month; and no day that
/// the calendar lacks.
#[must_use]
pub fn parse(text: &str) -> Option<Date> {
    let text = half_width(text);
    let (day, time) = text.split_once([' ', 'T']).unwrap_or((&text, ""));
    if !is_time(time.trim()) {
        return None;
    }
    if day.len() == 8 && day.bytes().all(|byte| byte.is_ascii_digit()) {
        return of([&day[..4], &day[4..6], &day[6..]]);
    }
    if let Some((year, rest)) = day.split_once('年') {
        let (month, rest) = rest.split_once('月')?;
        return of([year, month, rest.strip_suffix('日')?]);
    }
    let mark = day.chars().find(|c| matches!(c, '-' | '/' | '.'))?;
    let mut parts = day.split(mark);
    let numbers = [parts.next()?, parts.next()?, parts.next()?];
    if parts.next().is_some() { None } else { of(numbers) }
}

fn of([year, month, day]: [&str; 3]) -> Option<Date> {
    let number = |text: &str, digits: std::ops::RangeInclusive<usize>| {
        let fits = digits.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        if fits { text.parse::<i16>().ok() } else { None }
    };
    let (month, day) = (number(month, 1..=2)?, number(day, 1..=2)?);
    Date::new(number(year, 4..=4)?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Whether a text is nothing, or hours and minutes, perhaps with seconds.
fn is_time(text: &str) -> bool {
    if text.is_empty() {
        return true;
    }
    // The parser wants two digits for the hour.
    let text = if text.find(':') == Some(1) { format!("0{text}") } else { text.to_owned() };
    format!("2024-01-05T{text}").parse::<DateTime>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_in_every_form_in_which_the_year_comes_first() {
        for text in [
            "2024-01-05",
            "2024/1/5",
            "2024.1.5",
            "2024年1月5日",
            "２０２４年１月５日",
            "２０２４－０１－０５",
            "20240105",
            "2024-01-05 10:00",
            "2024/1/5 0:00",
            "2024/1/5 9:05:33",
            "2024-01-05T23:59:59.5",
            "2024年1月5日 10:00",
        ] {
            assert_eq!(parse(text), Date::new(2024, 1, 5).ok(), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_or_could_be_two_is_not_read() {
        for text in [
            "",
            "2024",
            "24-01-05",
            "2024-02-30",
            "2024-1/5",
            "2024-1-5-6",
            "05.01.2024",
            "1/5/2024",
            "2024年1月5",
            "2024年1月",
            "2024-01-05 25:00",
            "2024-01-05 noon",
            "202401050",
            "20241301",
            "45296",
            "2024-1-1²",
        ] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }
}
