//! Por escribir.

fn main() {}
