//! Days, as exports write them.

use jiff::civil::Date;

/// Reads `2024-01-05`, `2024/1/5` or `2024年1月5日`; nothing else, and no day that the calendar lacks.
#[must_use]
pub fn parse(text: &str) -> Option<Date> {
    let mut numbers = [0i16; 3];
    let mut rest = text;
    for (index, number) in numbers.iter_mut().enumerate() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let fits = if index == 0 { digits == 4 } else { (1..=2).contains(&digits) };
        if !fits {
            return None;
        }
        *number = rest[..digits].parse().ok()?;
        rest = &rest[digits..];
        if index < 2 {
            let mark = rest.chars().next()?;
            let expected = match (text.contains('年'), text.contains('/')) {
                (true, _) if index == 0 => '年',
                (true, _) => '月',
                (_, true) => '/',
                _ => '-',
            };
            if mark != expected {
                return None;
            }
            rest = &rest[mark.len_utf8()..];
        }
    }
    let end = if text.contains('年') { "日" } else { "" };
    if rest != end {
        return None;
    }
    Date::new(numbers[0], i8::try_from(numbers[1]).ok()?, i8::try_from(numbers[2]).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_in_three_forms_and_in_no_other() {
        for text in ["2024-01-05", "2024/1/5", "2024年1月5日"] {
            assert_eq!(parse(text), Date::new(2024, 1, 5).ok(), "{text}");
        }
        for text in ["", "2024", "24-01-05", "2024-02-30", "2024-1/5", "05.01.2024", "2024年1月5", "2024-01-05 10:00"]
        {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }
}
