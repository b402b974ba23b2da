//! The quick path: a row whose texts and day are, byte for byte, those of rows that were read before is added to their
//! group without being read as a row. All that takes is finding where its fields end, and its numbers.
//!
//! Nothing is judged here. A row in any doubt (an odd number, an escaped quote, a text that is new) is left to the
//! careful path, which says what is wrong, and from which this one learns what is not.

use super::Group;
use super::facts::{Month, Months, Prints};
use super::way::{Numbers, Way};
use crate::amount::{Short, Sum};
use crate::bytes::{first, is_ascii, word};
use crate::column::{Column as C, FileKind, Kind};
use crate::source::{Marks, next_field};
use crate::table::{FieldUse, Layout, could_be_total, says_nothing};

/// The most words that the texts of a row are taken in.
const WORDS: usize = 64;
/// How many days are remembered: two years' and more.
const DAYS: usize = 1024;
/// The most texts that are remembered. What has more gains nothing from it.
const MOST: usize = 1 << 18;
/// The most words that they are.
const MOST_WORDS: usize = 1 << 21;

/// A field.
#[derive(Clone, Copy, Debug)]
struct Step {
    take: Take,
    /// What it ends with.
    terminator: u8,
}

/// What is done with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Take {
    /// It is part of the row's texts, in one word: less than eight bytes in all rows so far.
    ShortText,
    /// It is part of the row's texts.
    Text,
    /// It is a number that the row is counted by, in this place.
    Number(u8),
    /// It is the row's day.
    Day,
    /// It is not looked at.
    Pass,
    /// It says where the row comes from, and is not looked at further.
    Source,
    /// It must be blank.
    Blank,
}

/// The quick path through one file, and what it has learnt.
#[derive(Debug)]
pub(super) struct Quick {
    steps: Vec<Step>,
    leaves_totals_out: bool,
    /// What separates decimals; a byte that no number has, where that is not sure.
    point: u8,
    /// The numbers of the row at hand, and of some before it. Only those are used that are filled in a row.
    numbers: [Short; Numbers::COUNT],
    /// A bit for each of the numbers that are filled in every row.
    filled: u64,
    known: Texts,
    /// By their bytes: the days that are in the reporting period. At least half of the places are blank.
    days: Vec<Pair>,
    days_known: usize,
    /// Of each day, where facts are asked for, the place of its month and one more.
    months: Vec<u8>,
    /// How many months are told apart, and one more for rows without a day; nothing where no facts are asked for.
    month_count: Option<usize>,
    /// The row at hand: its texts and its day, and whether it is in no doubt but for them.
    words: [u64; WORDS],
    texts: Hash,
    day: Pair,
    pending: bool,
    /// What facts are made of: the group of the row at hand, the month, the numbers that are filled, whether it has a source.
    seen: Seen,
    tallies: Vec<Tally>,
    noted: Vec<Noted>,
    /// The months of each group, one group after the other.
    by_month: Vec<Month>,
    facts: Vec<Tallied>,
}

/// What is known of the row at hand.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    group: usize,
    filled: u64,
    sourced: bool,
}

/// The facts of a group's rows that took the quick path.
#[derive(Clone, Debug)]
struct Tallied {
    /// The least and the largest of each number, each with its line.
    extremes: [Option<[(Short, u64); 2]>; Numbers::COUNT],
}

/// What is looked at for every row: small, so that all groups' lie in a processor's cache.
#[derive(Clone, Copy, Debug)]
struct Noted {
    /// Between which the numbers lie by which rows are counted, in millionths: what is within is no extreme.
    bounds: [[i64; 2]; 2],
    round: u64,
    sourced: u64,
}

/// Bounds that nothing lies within.
const NONE_WITHIN: [i64; 2] = [i64::MAX, i64::MIN];

/// What the rows of a group add up to that took the quick path.
#[derive(Clone, Debug, Default)]
struct Tally {
    sum: Sum,
    rows: u64,
    /// The places of the numbers whose product a row says.
    product: [Option<u8>; 2],
}

/// Takes a number into the extremes of a group, and gives these in millionths.
fn see(facts: &mut Tallied, place: usize, number: (Short, u64)) -> [i64; 2] {
    let [least, largest] = facts.extremes[place].get_or_insert([number; 2]);
    // Lines come in their order, so that of equal numbers the first stays.
    if number.0 < least.0 {
        *least = number;
    }
    if number.0 > largest.0 {
        *largest = number;
    }
    match (least.0.millionths(), largest.0.millionths()) {
        (Some(least), Some(largest)) => [least, largest],
        _ => NONE_WITHIN,
    }
}

impl Quick {
    /// The quick path through a file with this layout; nothing where there can be none.
    pub(super) fn new(kind: FileKind, layout: &Layout, months: Option<Months>) -> Option<Quick> {
        // A constant day would have to be judged in every row.
        if !layout.has_whole_rows() || layout.constant(C::Date).is_some() {
            return None;
        }
        // No number has a line break in it.
        let point = layout.decimal.byte().unwrap_or(b'\n');
        let (mut numbers, mut filled) = ([Short::default(); Numbers::COUNT], 0);
        for column in kind.columns() {
            if let (Some(place), Some(text)) = (Numbers::place(*column), layout.constant(*column)) {
                numbers[place] = Short::parse(text.as_bytes(), point)?;
                filled |= 1 << place;
            }
        }
        let mut steps = Vec::new();
        for (index, used) in layout.uses().into_iter().enumerate() {
            let take = match used {
                FieldUse::Ignored if months.is_some() && layout.is_field(C::Source, index) => Take::Source,
                FieldUse::Ignored => Take::Pass,
                FieldUse::Unnamed => Take::Blank,
                FieldUse::Columns(Kind::Text, _) => Take::ShortText,
                FieldUse::Columns(Kind::Date, _) => Take::Day,
                FieldUse::Columns(Kind::Number, columns) if columns.len() == 1 => {
                    Take::Number(u8::try_from(Numbers::place(columns[0])?).ok()?)
                }
                FieldUse::Columns(..) | FieldUse::Mixed => return None,
            };
            steps.push(Step { take, terminator: layout.delimiter.byte() });
        }
        steps.last_mut()?.terminator = b'\n';
        Some(Quick {
            steps,
            leaves_totals_out: layout.leaves_totals_out(),
            point,
            numbers,
            filled,
            known: Texts::new(),
            days: vec![[0; 2]; DAYS],
            days_known: 0,
            months: vec![0; if months.is_some() { DAYS } else { 0 }],
            month_count: months.map(|months| months.count() + 1),
            words: [0; WORDS],
            texts: Hash::default(),
            day: [0; 2],
            pending: false,
            seen: Seen::default(),
            tallies: Vec::new(),
            noted: Vec::new(),
            by_month: Vec::new(),
            facts: Vec::new(),
        })
    }

    /// Takes rows from `at` on as long as they are in no doubt; returns how many, and where the next begins.
    pub(super) fn rows(&mut self, marks: &mut Marks<'_>, mut at: usize) -> (u64, usize) {
        let bytes = marks.bytes();
        // A field has at most three marks: two quotes and its end. A line break may have two.
        let most = 3 * self.steps.len() + 1;
        let mut rows = 0;
        while let Some((used, end)) = self.row::<false>(bytes, at, marks.ahead(most)) {
            marks.pass(used);
            at = end;
            rows += 1;
        }
        (rows, at)
    }

    /// Takes rows from `at` on, of which the first is on line `line`, and what an audit asks of them.
    pub(super) fn rows_with_facts(
        &mut self,
        marks: &mut Marks<'_>,
        (mut at, line): (usize, u64),
        prints: &mut Prints,
    ) -> (u64, usize) {
        let bytes = marks.bytes();
        let most = 3 * self.steps.len() + 1;
        let mut rows = 0;
        while let Some((used, end)) = self.row::<true>(bytes, at, marks.ahead(most)) {
            marks.pass(used);
            let text = bytes[at..end].strip_suffix(b"\n").unwrap_or(&bytes[at..end]);
            prints.take(text.strip_suffix(b"\r").unwrap_or(text));
            self.note(line + rows);
            at = end;
            rows += 1;
        }
        (rows, at)
    }

    /// Takes note of the row at hand, which is on line `line`.
    #[inline]
    fn note(&mut self, line: u64) {
        let Seen { group, mut filled, sourced } = self.seen;
        let noted = &mut self.noted[group];
        let columns = self.tallies[group].product;
        noted.sourced += u64::from(sourced);
        if let Some(first) = columns[0] {
            noted.round += u64::from(self.numbers[usize::from(first)].is_round());
        }
        for (bounds, column) in noted.bounds.iter_mut().zip(columns) {
            let Some(place) = column.map(usize::from) else { continue };
            filled &= !(1 << place);
            let number = self.numbers[place];
            let is_within = number.millionths().is_some_and(|number| bounds[0] <= number && number <= bounds[1]);
            if !is_within {
                *bounds = see(&mut self.facts[group], place, (number, line));
            }
        }
        while filled != 0 {
            let place = filled.trailing_zeros() as usize;
            filled &= filled - 1;
            see(&mut self.facts[group], place, (self.numbers[place], line));
        }
    }

    /// Learns that the row at hand is one of this group, counted in this way, whether its day is in the period, and in
    /// which month.
    pub(super) fn learn(&mut self, group: usize, way: Way, in_period: bool, month: Option<usize>) {
        if !std::mem::take(&mut self.pending) {
            return;
        }
        if in_period {
            self.remember_day(self.day, month);
        }
        let Hash { length, hash } = self.texts;
        if self.known.has_room() && self.known.find(hash, &self.words[..length]).is_none() {
            self.known.insert(hash, &self.words[..length], group);
        }
        if self.tallies.len() <= group {
            self.tallies.resize(group + 1, Tally::default());
            if let Some(count) = self.month_count {
                self.by_month.resize((group + 1) * count, Month::default());
                self.facts.resize(group + 1, Tallied { extremes: [None; Numbers::COUNT] });
                let none = Noted { bounds: [NONE_WITHIN; 2], round: 0, sourced: 0 };
                self.noted.resize(group + 1, none);
            }
        }
        let place = |column: &C| Numbers::place(*column).and_then(|place| u8::try_from(place).ok());
        let mut places = way.columns().iter().map(place);
        self.tallies[group].product = [places.next().flatten(), places.next().flatten()];
    }

    /// Adds what the rows add up to that took this path.
    pub(super) fn add_to(self, groups: &mut [Group]) {
        for (group, tally) in groups.iter_mut().zip(self.tallies) {
            group.rows += tally.rows;
            group.sum.merge(tally.sum);
        }
        let months = self.by_month.chunks(self.month_count.unwrap_or(1));
        let facts = self.facts.into_iter().zip(self.noted).zip(months);
        for (group, ((tallied, noted), months)) in groups.iter_mut().zip(facts) {
            let Some(facts) = &mut group.facts else { continue };
            for (place, month) in months.iter().enumerate() {
                group.rows += month.rows;
                group.sum.merge(month.sum.clone());
                facts.add(place, month.rows, month.sum.clone());
            }
            for (place, extremes) in tallied.extremes.into_iter().enumerate() {
                for (number, line) in extremes.into_iter().flatten() {
                    facts.see(place, number.into(), line);
                }
            }
            facts.round += noted.round;
            facts.sourced += noted.sourced;
        }
    }

    /// Takes the row from `at` on, and returns how many marks it has and where the next one begins; nothing where it is in
    /// doubt.
    #[inline]
    fn row<const FACTS: bool>(&mut self, bytes: &[u8], mut at: usize, marks: &[u32]) -> Option<(usize, usize)> {
        self.pending = false;
        // Kept out of memory until the row is read.
        let mut texts = Hash::default();
        let mut filled = self.filled;
        let mut day = [0; 2];
        let mut left = marks.iter();
        let mut blank = true;
        let mut sourced = false;
        for step in &mut self.steps {
            let (field, end, next) = next_field(bytes, at, &mut left, step.terminator)?;
            at = next;
            let was_blank = blank;
            if blank {
                blank = says_nothing(&bytes[field..end]);
            }
            match step.take {
                Take::ShortText => {
                    if end - field >= 8 {
                        // From now on it is taken as a longer one; what is known has one word for it.
                        step.take = Take::Text;
                        self.known = Texts::new();
                        return None;
                    }
                    texts.push(&mut self.words, word(bytes, field)? & first(end - field))?;
                }
                Take::Text => texts.add(&mut self.words, bytes, field, end)?,
                Take::Number(place) => {
                    if end > field {
                        self.numbers[usize::from(place)] = Short::in_field(bytes, field, end, self.point)?;
                        filled |= 1 << place;
                    }
                }
                Take::Day => {
                    let end = before_time(bytes, field, end)?;
                    day = pair(bytes, field, end)?;
                }
                Take::Pass | Take::Source => {
                    if FACTS && step.take == Take::Source {
                        sourced = !says_nothing(&bytes[field..end]);
                    }
                    passed(bytes, field, end)?;
                    // The first cell that is not blank may make the row a total line.
                    if was_blank && self.leaves_totals_out && could_be_total(&bytes[field..end]) {
                        return None;
                    }
                }
                Take::Blank if end > field => return None,
                Take::Blank => {}
            }
        }
        texts.push(&mut self.words, filled)?;
        self.texts = texts;
        self.day = day;
        self.pending = true;
        let known_day = self.known_day(day)?;
        let group = self.known.find(texts.hash, &self.words[..texts.length])?;
        let tally = &mut self.tallies[group];
        let (rows, sum) = if FACTS {
            let month = usize::from(self.months[known_day]);
            self.seen = Seen { group, filled, sourced };
            let month = self.by_month.get_mut(group * self.month_count? + month)?;
            (&mut month.rows, &mut month.sum)
        } else {
            (&mut tally.rows, &mut tally.sum)
        };
        *rows += 1;
        match tally.product {
            [Some(one), Some(other)] => {
                let [one, other] = [one, other].map(|place| self.numbers[usize::from(place)]);
                sum.add_short_product(one, other);
            }
            [Some(one), None] => sum.add_short(self.numbers[usize::from(one)]),
            [None, _] => {}
        }
        Some((marks.len() - left.as_slice().len(), at))
    }

    /// The place of a day that is blank, or was found to be in the period.
    #[inline]
    fn known_day(&self, day: Pair) -> Option<usize> {
        let mut place = place_of(day);
        loop {
            let known = self.days[place];
            // The place after the last day that is known is free, and blank.
            if known == day {
                return Some(place);
            }
            if known == [0; 2] {
                return None;
            }
            place = (place + 1) % DAYS;
        }
    }

    fn remember_day(&mut self, day: Pair, month: Option<usize>) {
        if self.days_known < DAYS / 2 && self.known_day(day).is_none() {
            let mut place = place_of(day);
            while self.days[place] != [0; 2] {
                place = (place + 1) % DAYS;
            }
            self.days[place] = day;
            self.days_known += 1;
            if let Some(known) = self.months.get_mut(place) {
                *known = month.and_then(|month| u8::try_from(month + 1).ok()).unwrap_or(0);
            }
        }
    }
}

/// How many words the texts of a row are, and what they are looked up by.
#[derive(Clone, Copy, Debug, Default)]
struct Hash {
    length: usize,
    hash: u64,
}

impl Hash {
    #[inline]
    fn push(&mut self, words: &mut [u64; WORDS], word: u64) -> Option<()> {
        *words.get_mut(self.length)? = word;
        self.length += 1;
        self.hash = (self.hash.rotate_left(5) ^ word).wrapping_mul(SPREAD);
        Some(())
    }

    /// Adds two words, which are hashed as one.
    #[inline]
    fn push_pair(&mut self, words: &mut [u64; WORDS], pair: Pair) -> Option<()> {
        *words.get_mut(self.length..)?.first_chunk_mut()? = pair;
        self.length += 2;
        let mixed = pair[0] ^ pair[1].rotate_left(23);
        self.hash = (self.hash.rotate_left(5) ^ mixed).wrapping_mul(SPREAD);
        Some(())
    }

    /// Adds a field. Its last word has a zero byte at its end, which no text has.
    #[inline]
    fn add(&mut self, words: &mut [u64; WORDS], bytes: &[u8], mut field: usize, end: usize) -> Option<()> {
        while end - field >= 16 {
            self.push_pair(words, pair(bytes, field, end)?)?;
            field += 16;
        }
        self.push_pair(words, pair(bytes, field, end)?)
    }
}

/// Sixteen bytes, the first one lowest.
type Pair = [u64; 2];

/// An odd number whose bits follow no pattern: 2⁶⁴ over the golden ratio.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// The first sixteen bytes of a field, or all that it has, and zeros. Nothing at the end of a block.
#[inline]
fn pair(bytes: &[u8], field: usize, end: usize) -> Option<Pair> {
    const MASKS: [Pair; 17] = {
        let mut masks = [[u64::MAX; 2]; 17];
        let mut count = 0;
        while count < 16 {
            masks[count] = [first(count), if count > 8 { first(count - 8) } else { 0 }];
            count += 1;
        }
        masks
    };
    let sixteen = bytes.get(field..)?.first_chunk::<16>()?;
    let word = u128::from_le_bytes(*sixteen);
    let mask = MASKS[(end - field).min(16)];
    #[expect(clippy::cast_possible_truncation, reason = "the two halves")]
    Some([word as u64 & mask[0], (word >> 64) as u64 & mask[1]])
}

/// Where a day ends that a time of day may follow, as in `2024-01-05 10:00`: no day is read again for every minute.
#[inline]
fn before_time(bytes: &[u8], field: usize, end: usize) -> Option<usize> {
    if end - field <= 10 {
        return Some(end);
    }
    let cell = &bytes[field..end];
    let space = cell.iter().position(|byte| *byte == b' ');
    match space {
        Some(space) if is_time(&cell[space + 1..]) => Some(field + space),
        None if cell.len() < 16 => Some(end),
        _ => None,
    }
}

/// Whether this is hours and minutes, perhaps with seconds, each in two digits but for the hour.
fn is_time(text: &[u8]) -> bool {
    let number = |digits: &[u8]| match digits {
        [one] if one.is_ascii_digit() => one - b'0',
        [ten, one] if ten.is_ascii_digit() && one.is_ascii_digit() => 10 * (ten - b'0') + one - b'0',
        _ => u8::MAX,
    };
    let mut parts = text.split(|byte| *byte == b':');
    let hour = parts.next().is_some_and(|hour| number(hour) < 24);
    let sixtieth = |part: &[u8]| part.len() == 2 && number(part) < 60;
    let minute = parts.next().is_some_and(sixtieth);
    let second = parts.next().is_none_or(sixtieth);
    hour && minute && second && parts.next().is_none()
}

/// Whether a field that is not looked at is UTF-8.
#[inline]
fn passed(bytes: &[u8], field: usize, end: usize) -> Option<()> {
    if end - field <= 16 {
        let [one, other] = pair(bytes, field, end)?;
        if is_ascii(one | other) {
            return Some(());
        }
    }
    std::str::from_utf8(&bytes[field..end]).ok().map(|_| ())
}

/// Where a day is remembered.
#[inline]
fn place_of(day: Pair) -> usize {
    let mixed = (day[0] ^ day[1].rotate_left(29)).wrapping_mul(SPREAD);
    (mixed >> 54) as usize % DAYS
}

/// Whether words are the same, without a branch for each.
#[inline]
fn is_same(one: &[u64], other: &[u64]) -> bool {
    // Four at a time, as the machine compares them.
    let (one, one_rest) = one.as_chunks::<4>();
    let (other, other_rest) = other.as_chunks::<4>();
    let mut different = 0;
    for (a, b) in one.iter().zip(other) {
        different |= (a[0] ^ b[0]) | (a[1] ^ b[1]) | (a[2] ^ b[2]) | (a[3] ^ b[3]);
    }
    one_rest.iter().zip(other_rest).fold(different, |different, (a, b)| different | (a ^ b)) == 0
}

/// The texts of rows that were read before, and their groups.
#[derive(Debug)]
struct Texts {
    /// By hash: the place of an entry, and one more, so that zero is none.
    table: Vec<u32>,
    /// One entry after the other, each with its words behind its head: what is looked at together lies together.
    entries: Vec<u64>,
    count: usize,
}

/// The head of an entry: its hash, the number of its words, and its group.
const HEAD: usize = 3;

impl Texts {
    fn new() -> Texts {
        Texts { table: vec![0; 1 << 11], entries: Vec::new(), count: 0 }
    }

    fn has_room(&self) -> bool {
        self.count < MOST && self.entries.len() < MOST_WORDS
    }

    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "the place of a group in a list")]
    fn find(&self, hash: u64, words: &[u64]) -> Option<usize> {
        let mask = self.table.len() - 1;
        let mut place = Texts::place(hash) & mask;
        loop {
            let start = (self.table[place] as usize).checked_sub(1)?;
            let entry = &self.entries[start..];
            if entry.len() >= HEAD + words.len()
                && entry[0] == hash
                && entry[1] == words.len() as u64
                && is_same(&entry[HEAD..HEAD + words.len()], words)
            {
                return Some(entry[2] as usize);
            }
            place = (place + 1) & mask;
        }
    }

    fn insert(&mut self, hash: u64, words: &[u64], group: usize) {
        self.count += 1;
        let start = self.entries.len();
        self.entries.extend([hash, words.len() as u64, group as u64]);
        self.entries.extend_from_slice(words);
        if 2 * self.count <= self.table.len() {
            self.enter(start);
            return;
        }
        self.table = vec![0; 2 * self.table.len()];
        let mut start = 0;
        while let Some(length) = self.entries.get(start + 1).copied() {
            self.enter(start);
            start += HEAD + usize::try_from(length).unwrap_or(usize::MAX - HEAD);
        }
    }

    fn enter(&mut self, start: usize) {
        let mask = self.table.len() - 1;
        let mut place = Texts::place(self.entries[start]) & mask;
        while self.table[place] != 0 {
            place = (place + 1) & mask;
        }
        self.table[place] = u32::try_from(start + 1).unwrap_or(0);
    }

    /// The upper bits of a product are those that all bits of its factors have a part in.
    #[inline]
    fn place(hash: u64) -> usize {
        (hash >> 32) as usize
    }
}
