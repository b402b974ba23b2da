//! Slips of the pen: what a number becomes when it is copied wrongly.

use super::Amount;

/// All other numbers that `text` becomes when two neighbouring digits are swapped, on one side of the point.
#[must_use]
pub fn with_digits_swapped(text: &str) -> Vec<Amount> {
    let swap = |at: usize| {
        let mut bytes = text.as_bytes().to_vec();
        let both = bytes[at].is_ascii_digit() && bytes[at + 1].is_ascii_digit() && bytes[at] != bytes[at + 1];
        bytes.swap(at, at + 1);
        both.then(|| String::from_utf8(bytes).ok()).flatten()
    };
    (0..text.len().saturating_sub(1)).filter_map(swap).filter_map(|text| Amount::parse(&text).ok()).collect()
}

/// All other numbers that `text` becomes when one digit is written as another.
#[must_use]
pub fn with_a_digit_changed(text: &str) -> Vec<Amount> {
    let others = |at: usize| {
        (b'0'..=b'9')
            .filter(move |digit| text.as_bytes()[at].is_ascii_digit() && text.as_bytes()[at] != *digit)
            .map(move |digit| format!("{}{}{}", &text[..at], char::from(digit), &text[at + 1..]))
    };
    let places = (0..text.len()).filter(|at| text.as_bytes()[*at].is_ascii_digit());
    places.flat_map(others).filter_map(|text| Amount::parse(&text).ok()).collect()
}

/// All other numbers that `text` becomes when a digit before the point is left out.
#[must_use]
pub fn without_a_digit(text: &str) -> Vec<Amount> {
    let whole = text.find('.').unwrap_or(text.len());
    let mut shorter: Vec<Amount> = (0..whole)
        .filter(|at| text.as_bytes()[*at].is_ascii_digit() && whole > 1)
        .filter_map(|at| Amount::parse(&format!("{}{}", &text[..at], &text[at + 1..])).ok())
        .collect();
    shorter.dedup();
    shorter
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(amounts: &[Amount]) -> Vec<String> {
        amounts.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn neighbouring_digits_are_swapped_and_the_point_stays() {
        assert_eq!(shown(&with_digits_swapped("389.31")), ["839.31", "398.31", "389.13"]);
        assert_eq!(shown(&with_digits_swapped("0.6205")), ["0.2605", "0.6025", "0.625"]);
        assert_eq!(shown(&with_digits_swapped("11")), [""; 0]);
        assert_eq!(shown(&with_digits_swapped("")), [""; 0]);
    }

    #[test]
    fn one_digit_is_written_as_another() {
        let changed = shown(&with_a_digit_changed("1.2"));
        assert_eq!(changed.len(), 18);
        assert_eq!(changed[..3], ["0.2", "2.2", "3.2"].map(ToOwned::to_owned));
        assert!(!changed.contains(&"1.2".to_owned()));
        assert_eq!(shown(&with_a_digit_changed("")), [""; 0]);
    }

    #[test]
    fn a_digit_before_the_point_is_left_out() {
        assert_eq!(
            shown(&without_a_digit("179937.327")),
            ["79937.327", "19937.327", "17937.327", "17997.327", "17993.327"].map(ToOwned::to_owned)
        );
        assert_eq!(shown(&without_a_digit("7.5")), [""; 0]);
    }
}
