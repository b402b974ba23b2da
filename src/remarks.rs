//! What rows say to the reader alone: no result depends on it.

use crate::column::Column as C;
use crate::table::Row;

/// The remarks of a row; blank where it has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remarks {
    /// What kind of thing it is: packaging, auxiliary material.
    pub category: String,
    /// Its grade or model.
    pub specification: String,
    /// Where it is used: a furnace, an office.
    pub facility: String,
    /// Where it comes from or goes to.
    pub supplier: String,
    /// The day.
    pub date: String,
    /// Where the datum comes from.
    pub source: String,
    /// What else there is to say.
    pub note: String,
}

impl Remarks {
    /// The remarks of a row.
    #[must_use]
    pub fn of(row: &Row<'_>) -> Remarks {
        let text = |column| row.text(column).into_owned();
        Remarks {
            category: text(C::Category),
            specification: text(C::Specification),
            facility: text(C::Facility),
            supplier: text(C::Supplier),
            date: text(C::Date),
            source: text(C::Source),
            note: text(C::Note),
        }
    }
}
