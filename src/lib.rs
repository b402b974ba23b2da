//! Product carbon footprints from one plant's yearly CSV exports.

pub mod amount;
pub mod date;
pub mod name;
pub mod text;
pub mod unit;
pub mod word;
