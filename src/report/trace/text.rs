//! Traced rows for people at a terminal: a block per row, with its arithmetic.

use std::io::{self, Write};

use super::{TraceView, chain};
use crate::amount::Amount;
use crate::diagnostic::Diagnostics;
use crate::report::labels;
use crate::report::page::{INDENT, Page, Screen, THOUSANDS};
use crate::text::{Language, visible};
use crate::trace::{Origin, ProductTotal, Rows, Term, Traced, TracedRow};

/// Writes traced rows as text, each line at most as wide as the screen where that is possible.
pub struct TraceText<W> {
    out: W,
    page: Page,
}

impl<W> TraceText<W> {
    /// Begins a text; nothing is written before the first row.
    pub fn new(out: W, screen: Screen) -> TraceText<W> {
        TraceText { out, page: Page { screen } }
    }
}

/// All digits of an amount.
fn digits(amount: Amount) -> String {
    amount.to_grouped(THOUSANDS)
}

/// A fraction as per cent, with all its digits.
fn percent(share: Amount) -> String {
    share.to_percent(share.places().saturating_sub(2))
}

impl Page {
    /// Where a row stands and what it is of.
    fn row_head(&self, row: &TracedRow<'_>) -> String {
        let Origin { file, item, stage, scope, products, .. } = row.origin;
        // Where it is shared, each product has a line of its own.
        let product = match products.as_slice() {
            [only] if only.allocation.is_none() => format!(" → {}", only.product),
            _ => String::new(),
        };
        let stage = self.say(&stage.title());
        let scope = self.say(&labels::scope(*scope));
        format!("{file}:{}  {item}{product}  {stage} · {scope}", row.line)
    }

    /// How the row becomes emissions.
    fn arithmetic(&self, row: &TracedRow<'_>) -> String {
        let origin = row.origin;
        let counted = origin.counted.iter().zip(row.numbers);
        let counted = counted.map(|(number, amount)| Term {
            divides: false,
            amount: *amount,
            // Without a unit it is how often a distance was driven.
            unit: if number.unit.is_empty() { self.say(&labels::trips()) } else { number.unit.clone() },
        });
        let counted: Vec<Term> = counted.collect();
        let product = chain(counted.iter().chain(origin.terms()), |term| digits(term.amount));
        format!("{} = {} t CO2e", product.trim_start_matches("× "), digits(row.emissions))
    }

    /// Which factor was taken, and where it comes from.
    fn factor(&self, origin: &Origin<'_>) -> String {
        let vehicle = origin.vehicle.map(|vehicle| self.say(&labels::vehicle(vehicle)));
        let place = origin.row.map_or_else(
            || self.say(&labels::tables::gwp_source()),
            |factor| {
                let origin = [&factor.source, &factor.locator].map(|text| text.trim().to_owned());
                let place = format!("{}:{}", factor.row.file, factor.row.line);
                let known = [place].into_iter().chain(origin).filter(|text| !text.is_empty());
                known.collect::<Vec<_>>().join(" · ")
            },
        );
        let name = Some(origin.factor.to_owned());
        [vehicle, name, Some(place)].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    fn total(&self, total: &ProductTotal) -> String {
        let figure = self.say(&labels::figure_of(total.figure));
        self.say(&labels::traced_total(&total.product, total.rows, &digits(total.emissions), &figure))
    }
}

impl<W: Write + Send> Rows for TraceText<W> {
    fn row(&mut self, row: &TracedRow<'_>) -> io::Result<()> {
        let TraceText { out, page } = self;
        for line in page.indented(&page.row_head(row), 0) {
            writeln!(out, "{}", page.bold(&line))?;
        }
        let mut below = vec![page.arithmetic(row)];
        let shares = row.origin.products.iter().zip(row.parts);
        below.extend(shares.filter_map(|(share, part)| {
            let allocation = share.allocation?;
            let percent = percent(allocation.share);
            Some(format!("→ {} × {percent} ({}) = {} t CO2e", share.product, allocation.key, digits(*part)))
        }));
        below.push(page.factor(row.origin));
        for line in below.iter().flat_map(|line| page.indented(line, INDENT)) {
            writeln!(out, "{line}")?;
        }
        writeln!(out)
    }
}

impl<W: Write + Send> TraceView for TraceText<W> {
    fn end(&mut self, traced: &Traced, _: &Diagnostics, _: Language) -> io::Result<()> {
        let TraceText { out, page } = self;
        let count = labels::traced_rows(traced.rows);
        let lines = std::iter::once(page.say(&count)).chain(traced.totals.iter().map(|total| page.total(total)));
        for line in lines.flat_map(|line| page.indented(&visible(&line), 0)) {
            writeln!(out, "{line}")?;
        }
        out.flush()
    }
}
