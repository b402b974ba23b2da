//! The binary: arguments → library → exit status.

fn main() {}
