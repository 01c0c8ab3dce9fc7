//! La orden `taller`.

fn main() {}
