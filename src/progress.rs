//! How far a run has come, for whoever watches it.

use std::sync::atomic::{AtomicU64, Ordering};

/// The bytes that a run has read, and those that it has to read. Counted by the workers, looked at from outside.
#[derive(Debug, Default)]
pub struct Progress {
    read: AtomicU64,
    total: AtomicU64,
}

impl Progress {
    /// Nothing read, nothing to read.
    #[must_use]
    pub const fn new() -> Progress {
        Progress { read: AtomicU64::new(0), total: AtomicU64::new(0) }
    }

    /// The bytes that were read, and all that there are to read.
    #[must_use]
    pub fn so_far(&self) -> (u64, u64) {
        let total = self.total.load(Ordering::Relaxed);
        // A file may be read a second time: for its encoding, or for its total lines.
        (self.read.load(Ordering::Relaxed).min(total), total)
    }

    pub(crate) fn expect(&self, bytes: u64) {
        self.total.fetch_add(bytes, Ordering::Relaxed);
    }

    pub(crate) fn add(&self, bytes: u64) {
        self.read.fetch_add(bytes, Ordering::Relaxed);
    }
}
