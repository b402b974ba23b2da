//! Product carbon footprints from one plant's yearly CSV exports.

pub mod amount;
pub mod cell;
pub mod column;
pub mod date;
pub mod diagnostic;
pub mod factor;
pub mod name;
pub mod source;
pub mod study;
pub mod table;
pub mod text;
pub mod unit;
pub mod word;
