//! Total lines: what an export adds up itself is left out, so that nothing counts twice. How they are told from rows.

use super::layout::Layout;
use super::row::content;
use crate::name::fold;
use crate::source::Record;

/// Words that a total line is called by, folded.
const WORDS: [&str; 20] = [
    "合计",
    "总计",
    "小计",
    "共计",
    "累计",
    "总和",
    "月计",
    "季计",
    "年计",
    "合计数",
    "本页合计",
    "本年合计",
    "全年合计",
    "total",
    "totals",
    "subtotal",
    "subtotals",
    "sub-total",
    "grandtotal",
    "sum",
];

/// Words that end the name of a total line, as in `铝锭小计`.
const ENDS: [&str; 3] = ["小计", "合计", "总计"];

/// Marks that may follow the word.
const MARKS: [char; 5] = [':', '：', '.', '。', ' '];

/// The last characters that a cell with such a word can have.
const LAST: [char; 23] = [
    '计', '和', '数', 'l', 'L', 's', 'S', 'm', 'M', 'ｌ', 'Ｌ', 'ｓ', 'Ｓ', 'ｍ', 'Ｍ', ':', '：', '.', '。', ' ',
    '\u{3000}', ')', '）',
];

/// Those of them that UTF-8 has three bytes for.
const WIDE: [[u8; 3]; 13] = {
    let mut wide = [[0; 3]; 13];
    let (mut index, mut count) = (0, 0);
    while index < LAST.len() {
        if LAST[index].len_utf8() == 3 {
            LAST[index].encode_utf8(&mut wide[count]);
            count += 1;
        }
        index += 1;
    }
    wide
};

/// What a total line is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TotalWord {
    /// The word, folded.
    pub(super) word: String,
    /// Whether the line can be nothing else: it has no other name.
    pub(super) certain: bool,
}

/// The word for a total in a cell, and whether it is the whole cell; nothing where there is none.
fn total_word(cell: &str) -> Option<(String, bool)> {
    // Folding every cell would take long.
    if !cell.ends_with(LAST) {
        return None;
    }
    // A unit may follow, as in `合计(MWh)`.
    let cell = content(cell);
    let cell = cell.split_once(['(', '（']).map_or(cell, |(word, _)| word).trim_end_matches(MARKS);
    let folded = fold(cell);
    let whole = WORDS.contains(&folded.as_str());
    (whole || ENDS.iter().any(|end| folded.ends_with(end))).then_some((folded, whole))
}

/// Whether a cell is a word for a total.
pub(super) fn is_total_word(cell: &str) -> bool {
    total_word(cell).is_some()
}

/// Whether a cell, which is UTF-8, could be a word for a total. For the quick path: rather once too often.
#[must_use]
pub fn could_be_total(cell: &[u8]) -> bool {
    match (cell.last(), cell.last_chunk::<3>()) {
        (Some(last), _) if last.is_ascii() => LAST.contains(&char::from(*last)),
        (Some(_), Some(last)) => WIDE.contains(last),
        (Some(_), None) => true,
        (None, _) => false,
    }
}

/// What a row is called, where it is a total line: its first cell that is not blank, or its name, is a word for a total.
pub(super) fn total_of(record: &Record<'_>, layout: &Layout) -> Option<TotalWord> {
    if !layout.leaves_totals_out() || record.fields.len() > layout.width {
        return None;
    }
    let name = layout.name_field.map(|index| record.field(index));
    if let Some((word, certain)) = name.as_deref().and_then(total_word) {
        return Some(TotalWord { word, certain });
    }
    let first = (0..record.fields.len()).map(|index| record.field(index)).find(|cell| !content(cell).is_empty())?;
    let (word, whole) = total_word(&first)?;
    Some(TotalWord { word, certain: whole && name.is_none_or(|name| content(&name).is_empty()) })
}

/// Whether a cell may be a mark for “none”, so that the next one is the first of its row. Rather once too often.
#[must_use]
pub fn says_nothing(cell: &[u8]) -> bool {
    // Hyphens and slashes, and what the marks and spaces of Unicode begin with; no Chinese character does.
    cell.first().is_none_or(|first| matches!(first, b'/' | b'-' | b' ' | b'\t' | 0xC2 | 0xE1..=0xE3 | 0xEF))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_for_a_total_is_found_by_its_end() {
        for word in WORDS.iter().chain(&ENDS) {
            for cell in [(*word).to_owned(), format!("{word}："), format!("铝锭 {word} "), format!("{word}(MWh)")] {
                assert!(could_be_total(cell.as_bytes()), "{cell}");
            }
            assert_eq!(total_word(word).map(|(_, whole)| whole), Some(true), "{word}");
        }
        for cell in ["27", "W0001", "铝锭", "电力", "ok", "", "计量器具"] {
            assert!(!could_be_total(cell.as_bytes()) && total_word(cell).is_none(), "{cell}");
        }
        assert!(!WIDE.contains(&[0; 3]));
    }
}
